/** External IDs that trust policies ask for already, taken over into the registry: chosen by somebody else, and told as that. */
import type { RegisteredExternalId } from "../../../model/index.ts";
import { longestName } from "../../../provision/external-ids/external-id.ts";
import type { StateStore } from "../../../store/state/index.ts";
import type { ImportAnswer } from "./external-ids-shape.ts";
import type { KnownTrust, ThirdParty } from "./known-trusts.ts";

export type Foreign = {
  readonly relationship: string;
  readonly externalId: string;
  readonly weakness: string | null;
  readonly roles: readonly string[];
};

type Use = {
  readonly party: ThirdParty;
  readonly role: KnownTrust["role"];
  readonly externalId: string;
  readonly weakness: string | null;
};

/** In the order of their relationships. An external ID that two third parties have is told twice: only one can have it in the registry. */
export function foreignIds(trusts: Iterable<KnownTrust>): readonly Foreign[] {
  const uses: Use[] = [];
  for (const { role, thirdParties } of trusts) {
    for (const party of thirdParties) {
      for (const { externalId, weakness } of party.asked) uses.push({ party, role, externalId, weakness });
    }
  }
  const ofParty = Map.groupBy(uses, ({ party }) => party.caller);
  const found = [...ofParty.values()].flatMap((theirs) => ofOneParty(theirs));
  return found.toSorted((a, b) => (a.relationship < b.relationship ? -1 : 1));
}

/** One name where one external ID is all that there is; else told apart by our account, then by the role. */
function ofOneParty(uses: readonly Use[]): readonly Foreign[] {
  const byId = Map.groupBy(uses, ({ externalId }) => externalId);
  const idsIn = (account: string): number =>
    new Set(uses.filter(({ role }) => role.account === account).map(({ externalId }) => externalId)).size;
  return [...byId].map(([externalId, same]) => {
    const [first] = same;
    if (first === undefined) throw new Error("an external ID without uses");
    const { name, caller, isAnyone } = first.party;
    const party = isAnyone === true ? "any account" : name === null ? caller : `${name} (${caller})`;
    const roles = [...new Set(same.map(({ role }) => role.arn))].toSorted();
    const { account } = first.role;
    const place = idsIn(account) === 1 ? account : `${account}/${first.role.arn.split("/").at(-1)}`;
    const relationship = byId.size === 1 ? party : `${party} at ${place}`;
    return { relationship: relationship.slice(0, longestName), externalId, weakness: first.weakness, roles };
  });
}

/** `at` null: only told. */
export async function takeOver(
  store: StateStore,
  found: readonly Foreign[],
  by: string,
  at: number | null,
): Promise<ImportAnswer["found"]> {
  const told: ImportAnswer["found"] = [];
  const before = { names: new Set<string>(), relationships: new Map<string, string>() };
  for (const one of found) {
    const standing = (await standingOf(store, one)) ?? standingBefore(one, before);
    before.names.add(one.relationship);
    if (!before.relationships.has(one.externalId)) before.relationships.set(one.externalId, one.relationship);
    const isOurs = standing?.state === "known" && standing.why === null;
    if (at !== null && isOurs) await store.useExternalIdsAt(one.relationship, one.roles);
    const outcome = standing ?? (at === null ? asNew : await taken(store, one, by, at));
    told.push({ ...one, roles: [...one.roles], ...outcome });
  }
  return told;
}

type Outcome = Pick<ImportAnswer["found"][number], "state" | "why">;

const asNew: Outcome = { state: "new", why: null };

async function taken(store: StateStore, one: Foreign, by: string, at: number): Promise<Outcome> {
  const issued = await store.issueExternalId({ ...one, issuedBy: by, origin: "foreign", note: null }, at);
  return issued.kind === "issued"
    ? { state: "imported", why: null }
    : { state: "conflict", why: "Somebody else has changed the registry meanwhile." };
}

/** Null: the registry has nothing against it. */
async function standingOf(store: StateStore, one: Foreign): Promise<Outcome | null> {
  const known = await store.externalIdRecord(one.externalId);
  if (known !== null) return whatIsKnown(one, known);
  const inUse = (await store.externalIds(one.relationship)).some(({ state }) => state !== "revoked");
  return inUse ? { state: "conflict", why: hasAnother } : null;
}

/** What was told first has it, also where nothing is written. */
function standingBefore(
  { externalId, relationship }: Foreign,
  before: { readonly names: ReadonlySet<string>; readonly relationships: ReadonlyMap<string, string> },
): Outcome | null {
  const sharing = before.relationships.get(externalId);
  if (sharing !== undefined) return { state: "conflict", why: sharedWith(sharing) };
  return before.names.has(relationship) ? { state: "conflict", why: hasAnother } : null;
}

const hasAnother = "The relationship has another one already.";

function whatIsKnown(one: Foreign, known: RegisteredExternalId): Outcome {
  if (known.state === "revoked") {
    return {
      state: "conflict",
      why: `It was revoked, of ${known.relationship}: the roles still ask for it.`,
    };
  }
  if (known.relationship === one.relationship || known.origin === "issued") {
    return {
      state: "known",
      why: known.relationship === one.relationship ? null : `As ${known.relationship}.`,
    };
  }
  return { state: "conflict", why: sharedWith(known.relationship) };
}

function sharedWith(relationship: string): string {
  return `${relationship} has the same one: two third parties share it.`;
}
