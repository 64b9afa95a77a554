/** An outside party from all sides: every role that lets it in, under which conditions, and the external IDs that they ask for. */
import { z } from "zod";
import type { Guard, TrustGrant } from "../authz/types.ts";
import { noSlot } from "../graph/index.ts";
import { accountShape, guardShape } from "./answer-shapes.ts";
import { asksExternalId, partyOf } from "./map/trust-sources.ts";
import type { Scan } from "./scan.ts";

const count = z.number().int().min(0);
const name = z.string().nullable();

export const partyShape = z.strictObject({
  kind: z.string(),
  id: z.string(),
  name,
  standing: z
    .enum(["ours", "approved-vendor", "known-vendor", "aws-service", "unknown"])
    .nullable()
    .describe("Of an account: what is known of it. null: it is no account."),
  start: name.describe(
    "Where ways from it start, as /api/paths takes it; null: ways can't start there alone.",
  ),
  owner: name.describe("Who answers for it here, as accesslens.yaml says."),
  trusts: z.array(
    z.strictObject({
      role: z.string(),
      account: accountShape,
      accountName: name,
      who: z.string().describe("The principal that is let in: an ARN, or the party itself."),
      guard: guardShape,
      proven: z.boolean(),
      externalId: count.nullable().describe("Its place in `externalIds`; null: none is asked for."),
      leadsToAdministrator: z.boolean(),
    }),
  ),
  externalIds: z.array(
    z.strictObject({
      values: z.array(z.string()),
      roles: count,
      accounts: count.describe("In how many accounts: one ID for several lets a leak in one open all."),
    }),
  ),
});

export type PartyFacts = z.infer<typeof partyShape>;

/** Null: nobody lets such a party in. `leads`: whether a role leads to an administrator. */
export function partyFacts(
  { engine, graph }: Pick<Scan, "engine" | "graph">,
  kind: string,
  id: string,
  leads: (role: number) => boolean,
): PartyFacts | null {
  const { snapshot, context } = engine;
  const { columns } = graph;
  const wanted = wantedParties(graph.columns.parties.length, (at) => {
    const party = partyOf(graph.party(at));
    return party.kind === kind && party.id === id;
  });
  const trusts: PartyFacts["trusts"] = [];
  const ids = new ExternalIds();
  let firstRole: number | null = null;
  for (let role = 0; role < columns.slotOfRole.length; role++) {
    const slot = columns.slotOfRole[role] ?? noSlot;
    if (slot === noSlot) continue;
    const first = columns.slotStart[slot] ?? 0;
    for (let edge = first; edge < (columns.slotStart[slot + 1] ?? 0); edge++) {
      if (wanted[columns.edgeParty[edge] ?? 0] !== 1) continue;
      const grant = graph.grantsOf(role)[edge - first];
      const account = snapshot.accounts[snapshot.roles.account[role] ?? 0];
      if (grant === undefined || account === undefined) continue;
      firstRole ??= role;
      trusts.push({
        role: snapshot.roles.arn(role),
        account: account.id,
        accountName: account.name,
        who: namedBy(grant),
        guard: grant.guard.map(({ values, ...term }) => ({ ...term, values: [...values] })),
        proven: grant.certainty.kind === "proven",
        externalId: ids.add(grant.guard, role, account.id),
        leadsToAdministrator: leads(role),
      });
    }
  }
  if (firstRole === null) return null;
  const partition = snapshot.accounts[snapshot.roles.account[firstRole] ?? 0]?.partition ?? "aws";
  const standing = kind === "account" ? context.standingOf(id, firstRole) : null;
  return {
    kind,
    id,
    name: kind === "account" ? context.nameOf(id) : null,
    start: kind === "any-account" ? "anyone" : kind === "account" ? `arn:${partition}:iam::${id}:root` : null,
    standing: standing?.kind ?? null,
    owner: standing?.kind === "approved-vendor" ? standing.owner : null,
    trusts,
    externalIds: ids.rows(),
  };
}

function wantedParties(parties: number, isWanted: (party: number) => boolean): Uint8Array {
  const marks = new Uint8Array(parties);
  for (let at = 0; at < parties; at++) marks[at] = isWanted(at) ? 1 : 0;
  return marks;
}

function namedBy({ party }: Pick<TrustGrant, "party">): string {
  return "arn" in party ? party.arn : partyOf(party).id;
}

/** Those that are asked for alike, counted. */
class ExternalIds {
  readonly #rows: {
    readonly values: readonly string[];
    readonly roles: Set<number>;
    readonly accounts: Set<string>;
  }[] = [];
  readonly #places = new Map<string, number>();

  add(guard: Guard, role: number, account: string): number | null {
    const values = guard
      .filter(({ key, operator }) => key.toLowerCase() === "sts:externalid" && !operator.startsWith("Null"))
      .flatMap((term) => term.values)
      .toSorted();
    if (values.length === 0 || !asksExternalId(guard)) return null;
    const key = JSON.stringify(values);
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.#rows.push({ values, roles: new Set(), accounts: new Set() }) - 1;
      this.#places.set(key, place);
    }
    this.#rows[place]?.roles.add(role);
    this.#rows[place]?.accounts.add(account);
    return place;
  }

  rows(): PartyFacts["externalIds"] {
    return this.#rows.map(({ values, roles, accounts }) => ({
      values: [...values],
      roles: roles.size,
      accounts: accounts.size,
    }));
  }
}
