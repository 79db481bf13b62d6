import { describe, expect, it } from "vitest";
import { rolesAfter, rolesFor, scopesFor } from "../src/clients/scopes";
import { KINDS, type Scope } from "../src/model";

const scope = (name: string, kinds: Scope["kinds"], api: string | null, ...roles: string[]): Scope => ({
  name,
  description: "",
  kinds,
  api,
  roles,
});
const SCOPES = [
  scope("health-api", [...KINDS], "health-api", "health-api:system", "health-api:reader"),
  scope("system/Patient.rs", ["service"], "health-api", "health-api:system", "health-api:reader"),
  scope("user/Patient.rs", ["web", "spa", "native"], "health-api", "health-api:system"),
  scope("lab", [...KINDS], "lab", "lab:system"),
  scope("address", ["web", "spa", "native"], null),
];

describe("the scopes that a kind of client is offered", () => {
  it.each([
    ["service", [], ["health-api", "system/Patient.rs", "lab"]],
    ["web", [], ["health-api", "user/Patient.rs", "lab", "address"]],
    ["service", ["address"], ["health-api", "system/Patient.rs", "lab", "address"]],
    ["service", ["withdrawn"], ["health-api", "system/Patient.rs", "lab", "withdrawn"]],
  ] as const)("%s with %s", (kind, chosen, names) => {
    expect(scopesFor(kind, SCOPES, chosen).map(({ name }) => name)).toEqual(names);
  });
});

describe("the roles that scopes call for", () => {
  it("are each offered once, and only to a backend", () => {
    const chosen = ["health-api", "system/Patient.rs", "address"];
    expect(rolesFor("service", SCOPES, chosen)).toEqual([
      { role: "health-api:system", api: "health-api" },
      { role: "health-api:reader", api: "health-api" },
    ]);
    expect(rolesFor("web", SCOPES, chosen)).toEqual([]);
    expect(rolesFor("service", SCOPES, [])).toEqual([]);
  });

  it.each([
    ["a first API", [], ["health-api"], [], ["health-api:system"]],
    [
      "another scope of it, after the reader has chosen none",
      ["health-api"],
      ["health-api", "system/Patient.rs"],
      [],
      [],
    ],
    ["another API", ["health-api"], ["health-api", "lab"], ["health-api:reader"], ["health-api:reader", "lab:system"]],
    ["one API less", ["health-api", "lab"], ["lab"], ["health-api:system", "lab:system"], ["lab:system"]],
  ])("are asked for with %s", (_, before, after, chosen, then) => {
    expect(rolesAfter(rolesFor("service", SCOPES, before), rolesFor("service", SCOPES, after), chosen)).toEqual(then);
  });
});
