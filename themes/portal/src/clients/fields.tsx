import { Button, FormGroup, FormHelperText, HelperText, HelperTextItem, TextArea, TextInput } from "../patternfly";
import PlusIcon from "@patternfly/react-icons/dist/esm/icons/plus-circle-icon";
import TrashIcon from "@patternfly/react-icons/dist/esm/icons/minus-circle-icon";
import type { ReactNode } from "react";
import type { FieldError } from "../api";
import { useTexts } from "../i18n";

/** The errors whose pointer is this field or something inside it. */
export function errorsAt(errors: readonly FieldError[], pointer: string): FieldError[] {
  return errors.filter((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`));
}

export function Errors({ id, errors, hint }: { id: string; errors: readonly FieldError[]; hint?: string | undefined }) {
  return (
    <FormHelperText>
      <HelperText id={`${id}-help`} aria-live="polite">
        {errors.length === 0 && hint ? <HelperTextItem>{hint}</HelperTextItem> : null}
        {errors.map((error) => (
          <HelperTextItem key={error.pointer + error.code} variant="error" hasIcon data-code={error.code}>
            {error.detail}
            {error.reason ? <span lang="en"> {error.reason}</span> : null}
          </HelperTextItem>
        ))}
      </HelperText>
    </FormHelperText>
  );
}

interface TextFieldOf {
  id: string;
  label: string;
  value: string;
  change: (value: string) => void;
  leave?: (() => void) | undefined;
  errors: readonly FieldError[];
  hint?: string | undefined;
  required?: boolean;
  long?: boolean;
  most?: number;
  mono?: boolean;
}

export function TextField({
  id,
  label,
  value,
  change,
  leave,
  errors,
  hint,
  required = false,
  long = false,
  most,
  mono = false,
}: TextFieldOf) {
  const shared = {
    id,
    value,
    ...(leave ? { onBlur: leave } : {}),
    isRequired: required,
    validated: errors.length > 0 ? ("error" as const) : ("default" as const),
    "aria-describedby": `${id}-help`,
    ...(most ? { maxLength: most } : {}),
    ...(mono ? { className: "caregate-mono", spellCheck: false } : {}),
  };
  return (
    <FormGroup label={label} fieldId={id} isRequired={required}>
      {long ? (
        <TextArea {...shared} rows={mono ? 6 : 3} onChange={(_, text) => change(text)} />
      ) : (
        <TextInput {...shared} autoComplete="off" onChange={(_, text) => change(text)} />
      )}
      <Errors id={id} errors={errors} hint={hint} />
    </FormGroup>
  );
}

/** A list of addresses, one a line, each with its problems. */
export function AddressList({
  id,
  label,
  hint,
  values,
  change,
  errors,
  pointer,
}: {
  id: string;
  label: string;
  hint: string;
  values: readonly string[];
  change: (values: string[]) => void;
  errors: readonly FieldError[];
  pointer: string;
}) {
  const { t } = useTexts();
  const rows = values.length === 0 ? [""] : values;
  const set = (index: number, text: string) => change(rows.map((value, at) => (at === index ? text : value)));
  const whole = errors.filter((error) => error.pointer === pointer);
  return (
    <FormGroup role="group" label={label} fieldId={`${id}-0`} aria-describedby={`${id}-help`}>
      {rows.map((value, index) => {
        const own = errorsAt(errors, `${pointer}/${index}`);
        const name = `${id}-${index}`;
        return (
          <div key={index} className="caregate-address">
            <div className="caregate-address-row">
              <TextInput
                id={name}
                aria-label={t("form.address", { what: label, number: index + 1 })}
                value={value}
                type="text"
                inputMode="url"
                autoComplete="off"
                spellCheck={false}
                validated={own.length > 0 ? "error" : "default"}
                aria-describedby={`${name}-help`}
                onChange={(_, text) => set(index, text)}
              />
              {rows.length > 1 ? (
                <Button
                  variant="plain"
                  aria-label={t("form.remove", { what: value || String(index + 1) })}
                  onClick={() => change(rows.filter((_, at) => at !== index))}
                >
                  <TrashIcon />
                </Button>
              ) : null}
            </div>
            <Errors id={name} errors={own} />
          </div>
        );
      })}
      <Errors id={id} errors={whole} hint={hint} />
      {rows.length < 20 ? (
        <Button variant="link" isInline icon={<PlusIcon />} onClick={() => change([...rows, ""])}>
          {t("form.add", { what: label })}
        </Button>
      ) : null}
    </FormGroup>
  );
}

export function Choice<T extends string>({
  name,
  label,
  value,
  options,
  change,
}: {
  name: string;
  label: string;
  value: T;
  options: readonly { value: T; label: string; hint?: string; body?: ReactNode }[];
  change: (value: T) => void;
}) {
  return (
    <fieldset className="caregate-choice">
      <legend>{label}</legend>
      <div className="caregate-cards">
        {options.map((option) => (
          <label key={option.value} className="caregate-option" htmlFor={`${name}-${option.value}`}>
            <input
              type="radio"
              id={`${name}-${option.value}`}
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => change(option.value)}
            />
            <span>
              <strong>{option.label}</strong>
              {option.hint ? <small>{option.hint}</small> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
