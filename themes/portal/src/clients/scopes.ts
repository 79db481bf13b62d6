import type { Kind, Scope } from "../model";

/** The scopes that this kind of client can use, and those that it has already, even if nobody can choose them now. */
export function scopesFor(kind: Kind, scopes: readonly Scope[], chosen: readonly string[]): Scope[] {
  const known = new Set(scopes.map(({ name }) => name));
  const others = chosen.filter((name) => !known.has(name));
  return [
    ...scopes.filter((scope) => scope.kinds.includes(kind) || chosen.includes(scope.name)),
    ...others.map((name) => ({ name, description: "", kinds: [kind], api: null, roles: [] })),
  ];
}

/** A role that a backend can ask for, and the API that it opens. */
export interface RoleChoice {
  role: string;
  api: string;
}

/** The roles that these scopes call for. Only a backend service has roles of its own. */
export function rolesFor(kind: Kind, scopes: readonly Scope[], chosen: readonly string[]): RoleChoice[] {
  if (kind !== "service") {
    return [];
  }
  const found = new Map<string, RoleChoice>();
  for (const scope of scopes) {
    if (scope.api !== null && chosen.includes(scope.name)) {
      for (const role of scope.roles) {
        found.set(role, { role, api: scope.api });
      }
    }
  }
  return [...found.values()];
}

/** The chosen roles after the scopes or the kind have changed: each API that is new among them is asked for. */
export function rolesAfter(
  before: readonly RoleChoice[],
  after: readonly RoleChoice[],
  chosen: readonly string[],
): string[] {
  const known = new Set(before.map(({ api }) => api));
  const first = new Map<string, string>();
  for (const { api, role } of after) {
    if (!known.has(api) && !first.has(api)) {
      first.set(api, role);
    }
  }
  const offered = new Set(after.map(({ role }) => role));
  return [...new Set([...chosen.filter((role) => offered.has(role)), ...first.values()])];
}
