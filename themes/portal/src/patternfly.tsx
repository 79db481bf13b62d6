/**
 * PatternFly's components, as the pages use them. What PatternFly says in English to screen readers alone is said here
 * in the reader's language; ESLint keeps the pages from going around this file.
 */
export * from "@patternfly/react-core";

import {
  Alert as PlainAlert,
  Button as PlainButton,
  Modal as PlainModal,
  Spinner as PlainSpinner,
  type AlertProps,
  type ButtonProps,
  type ModalProps,
  type SpinnerProps,
} from "@patternfly/react-core";
import CloseIcon from "@patternfly/react-icons/dist/esm/icons/times-icon";
import { useTexts } from "./i18n";

type Severity = "info" | "success" | "warning" | "danger";

/** Its first, hidden word says how bad the news is. */
export function Alert({ variant, ...others }: Omit<AlertProps, "variant" | "ref"> & { variant: Severity }) {
  const { t } = useTexts();
  return <PlainAlert {...others} variant={variant} variantLabel={t(`alert.${variant}`)} />;
}

/** A button that is loading cannot be pressed, but keeps the focus: a disabled one would lose it. */
export function Button({ isDisabled = false, isLoading, ...others }: Omit<ButtonProps, "ref">) {
  const { t } = useTexts();
  const loads = isLoading === true;
  return (
    <PlainButton
      {...others}
      {...(isLoading === undefined ? {} : { isLoading })}
      isDisabled={isDisabled && !loads}
      isAriaDisabled={loads}
      spinnerAriaLabel={t("start.loading")}
      spinnerAriaValueText={t("start.loading")}
    />
  );
}

/** PatternFly has no text for its own button that closes a dialog, so this one takes its place. */
export function Modal({ onClose, ...others }: Omit<ModalProps, "ref" | "onClose"> & { onClose: () => void }) {
  const { t } = useTexts();
  return (
    <PlainModal
      {...others}
      onClose={onClose}
      showClose={false}
      help={
        <Button variant="plain" className="caregate-close" aria-label={t("action.close")} onClick={onClose}>
          <CloseIcon />
        </Button>
      }
    />
  );
}

export function Spinner(props: Omit<SpinnerProps, "ref" | "aria-valuetext">) {
  const { t } = useTexts();
  return <PlainSpinner {...props} aria-valuetext={t("start.loading")} />;
}
