import { Label } from "../patternfly";
import { useTexts } from "../i18n";
import { causeOf, changeOf, type Entry } from "./log";

/** The words for a code of the log; the code itself if there are none. */
export function useWords(): (code: string) => string {
  const { t, has } = useTexts();
  return (code) => {
    const key = `cause.${code}`;
    return has(key) ? t(key) : code;
  };
}

/** The cause in words with the code beside it, and for a change what was changed. */
export function Cause({ entry }: { entry: Entry }) {
  const words = useWords();
  const code = causeOf(entry);
  const said = words(code);
  const change = changeOf(entry);
  return (
    <>
      <Label color={entry.error ? "red" : "grey"} isCompact>
        {said}
      </Label>{" "}
      {said === code ? null : <code>{code}</code>}
      {change ? (
        <div className="caregate-change">
          {change.resource} <code>{change.path}</code>
          {change.names ? <div>{change.names}</div> : null}
        </div>
      ) : null}
    </>
  );
}
