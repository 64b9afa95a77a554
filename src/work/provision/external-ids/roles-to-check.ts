/** Which roles are checked, for whom and with which external ID: out of a file, or of a snapshot. */
import { err, ok, type RegisteredExternalId, type Result, splitArn } from "../../../model/index.ts";
import { parseRelationship } from "../../../provision/external-ids/external-id.ts";
import type { StateStore } from "../../../store/state/index.ts";
import type { Engine } from "../../engine.ts";
import type { RoleToCheck } from "./check-roles.ts";
import { type KnownTrust, type ThirdParty, trustOfRole, trustsWithThirdParties } from "./known-trusts.ts";
import { roleOf } from "./role-names.ts";
import type { RolesFile } from "./roles-file.ts";

/** Every role of the snapshot that lets in an account outside, for each of them; the right ones are those that it asks for. */
export function rolesOfSnapshot(
  engine: Engine,
  registered: readonly RegisteredExternalId[],
  caller: string | null,
): readonly RoleToCheck[] {
  const relationships = new Map(registered.map((one) => [one.externalId, one.relationship]));
  return [...trustsWithThirdParties(engine)].flatMap((known) =>
    callersOf(known, caller).map((party): RoleToCheck => {
      const right = party.asked.map(({ externalId }) => externalId);
      return {
        role: known.role,
        relationship: right.map((id) => relationships.get(id)).find((name) => name !== undefined) ?? null,
        caller: party.caller,
        callerLabel: party.label,
        right,
        trust: known.trust,
        denials: known.denials ?? [],
        outsideOf: known.outsideOf ?? null,
      };
    }),
  );
}

/** `caller` null: all of them. Else the caller, where its account or any account is let in: with what was asked of those. */
export function callersOf({ thirdParties }: KnownTrust, caller: string | null): readonly ThirdParty[] {
  if (caller === null) return thirdParties;
  const account = splitArn(caller)?.account ?? caller;
  const theirs = thirdParties.filter((party) => party.caller === account || party.isAnyone === true);
  const [first] = theirs;
  if (first === undefined) return [];
  const asked = new Map(theirs.flatMap((party) => party.asked.map((one) => [one.externalId, one] as const)));
  const label = caller === first.caller ? first.label : caller;
  return [{ caller, label, name: first.name, asked: [...asked.values()] }];
}

/** An error is one sentence. `caller`: where the file names none. */
export async function rolesOfFile(
  file: RolesFile,
  given: {
    readonly caller: string | null;
    readonly engine: Engine | null;
    readonly store: StateStore | null;
  },
): Promise<Result<readonly RoleToCheck[], string>> {
  const roles: RoleToCheck[] = [];
  for (const one of file.roles) {
    const role = roleOf(one.role);
    const caller = one.caller ?? file.caller ?? given.caller;
    if (role === null || caller === null) return err(`Nobody is named who would call ${one.role}.`);
    const right = await rightOf(one, given.store);
    if (!right.ok) return right;
    const known = given.engine === null ? null : trustOfRole(given.engine, one.role);
    roles.push({
      role: { arn: role.arn, account: role.account },
      relationship: one.relationship ?? null,
      caller,
      callerLabel: caller,
      right: right.value,
      trust: trustTextOf(one) ?? known?.trust ?? null,
      denials: known?.denials ?? [],
    });
  }
  return ok(roles);
}

async function rightOf(
  { role, externalId, relationship }: RolesFile["roles"][number],
  store: StateStore | null,
): Promise<Result<readonly string[], string>> {
  if (externalId !== undefined) return ok([externalId]);
  if (relationship === undefined) return ok([]);
  if (store === null) return err(`${role} names a relationship, and there is no --store to look it up in.`);
  const name = parseRelationship(relationship);
  if (!name.ok) return err(`${role}: the relationship's name ${name.error}.`);
  const inUse = (await store.externalIds(name.value)).filter(({ state }) => state !== "revoked");
  if (inUse.length === 0) return err(`${role}: the registry has no external ID in use for ${relationship}.`);
  return ok(inUse.map((record) => record.externalId));
}

/** Null: the file does not hold it. */
function trustTextOf({ trustPolicy }: RolesFile["roles"][number]): string | null {
  if (typeof trustPolicy === "string") return trustPolicy;
  return trustPolicy === undefined ? null : JSON.stringify(trustPolicy);
}
