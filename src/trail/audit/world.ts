/** What an audit's kinds may ask, made of the snapshot's answers: each use is resolved and replayed once. */
import type { NamedPolicy } from "../../authz/request-question.ts";
import type { ObservedUse, Role, RoleIndex, TrailFacts } from "../../model/index.ts";
import { type Replayed, type ReplayWorld, replay } from "../replay/index.ts";
import { callerName } from "../resolve/index.ts";
import type { AuditedUse, AuditSettings, AuditWorld } from "./audit-kind.ts";

export type AuditParts = Pick<AuditWorld, "isOurs" | "nameOf"> & {
  readonly isAdministrator: (role: Role) => boolean | null;
  readonly trustOf: (role: Role) => NamedPolicy | null;
};

export function auditWorld(
  facts: TrailFacts,
  settings: AuditSettings,
  world: ReplayWorld,
  { isOurs, nameOf, isAdministrator, trustOf }: AuditParts,
): AuditWorld {
  const replayed = new Map<ObservedUse, Replayed>();
  const administrators = new Map<RoleIndex, boolean | null>();
  const trusts = new Map<RoleIndex, NamedPolicy | null>();
  return {
    facts,
    settings,
    uses: facts.uses.map((use) => auditedUse(use, world)),
    isOurs,
    nameOf,
    isAdministrator: (role) => keptIn(administrators, role.index, () => isAdministrator(role)),
    trustOf: (role) => keptIn(trusts, role.index, () => trustOf(role)),
    replayed: ({ use }) => keptIn(replayed, use, () => replay(use, world)),
  };
}

export function auditedUse(use: ObservedUse, { resolver, snapshot }: ReplayWorld): AuditedUse {
  const caller = resolver.caller(use.caller, use.last);
  const target = resolver.role(use.role, use.last);
  const { standing } = target;
  const isHeld = standing.kind === "held" || standing.kind === "made-anew";
  return {
    ...{ use, caller, target },
    by: callerName(caller),
    role: isHeld ? snapshot.roles.row(standing.role) : null,
    roleName: target.arn,
  };
}

function keptIn<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}
