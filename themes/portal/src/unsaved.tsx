import { useContext, useEffect, useState } from "react";
import { UnsavedContext } from "./route";

/**
 * Keeps the reader on a page that shows what exists nowhere else, until it is saved or they say that they leave. The
 * result says that it is saved.
 *
 * @param shown the secret or key on the page; nothing if there is none
 */
export function useUnsaved(shown: object | string | null | undefined): () => void {
  const [saved, setSaved] = useState<object | string>();
  const guard = useContext(UnsavedContext);
  const active = shown !== undefined && shown !== null && saved !== shown;
  useEffect(() => {
    if (!active) {
      return undefined;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    const release = guard();
    return () => {
      window.removeEventListener("beforeunload", ask);
      release();
    };
  }, [active, guard]);
  return () => setSaved(shown ?? undefined);
}
