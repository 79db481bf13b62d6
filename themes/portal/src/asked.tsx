import type { ReactNode } from "react";
import { useTexts } from "./i18n";
import type { Asked, ClientRequest } from "./model";
import { Facts } from "./ui";

export const STATE_COLOR = { pending: "gold", accepted: "green", declined: "red", withdrawn: "grey" } as const;

/** A request; a change appears next to the values that it would replace. */
export function AskedFor({ request }: { request: ClientRequest }) {
  const { t } = useTexts();
  const { asked, current } = request;
  const fact = (name: string, of: (what: Asked) => string): [string, ReactNode] => {
    const now = of(asked);
    const before = current ? of(current) : now;
    return [
      name,
      before === now ? (
        now || "–"
      ) : (
        <>
          <del>{before || "–"}</del> <ins>{now || "–"}</ins>
        </>
      ),
    ];
  };
  return (
    <Facts
      facts={[
        [t("form.purpose"), request.purpose || "–"],
        fact(t("form.name"), (what) => what.name),
        fact(t("form.description"), (what) => what.description),
        fact(t("column.kind"), (what) => t(`kind.${what.kind}`)),
        fact(t("column.environment"), (what) => t(`environment.${what.environment}`)),
        fact(t("form.redirectUris"), (what) => what.redirectUris.join(" ")),
        fact(t("form.webOrigins"), (what) => what.webOrigins.join(" ")),
        fact(t("form.scopes"), (what) => what.scopes.join(", ")),
        ...(asked.roles.length || current?.roles.length
          ? [fact(t("form.roles"), (what) => what.roles.join(", "))]
          : []),
        fact(t("form.authentication"), (what) => t(`authentication.${what.authentication}`)),
        ...(asked.keys
          ? [
              fact(
                t("client.keys"),
                (what) => what.keys?.jwksUrl ?? what.keys?.keys.map((key) => `${key.alg} ${key.kid}`).join(", ") ?? "",
              ),
            ]
          : []),
      ]}
    />
  );
}
