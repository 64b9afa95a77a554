/** Edges that leave an account or the organization, and how accounts trust each other, over all roles. */
import { isExternalParty } from "../authz/organization-view.ts";
import type { OrganizationView, Party, TrustGrant } from "../authz/types.ts";
import { type AccountId, ownAccount, type RoleIndex } from "../model/index.ts";
import { type AssumeGraph, noSlot } from "./assume-graph.ts";

/** One way into one role. */
export type AssumeEdge = { readonly role: RoleIndex; readonly grant: TrustGrant };

/** Every edge by which a party outside the organization comes in. */
export function* externalEdges(graph: AssumeGraph, organization: OrganizationView): Iterable<AssumeEdge> {
  // The owner's own account is never outside, so its place is taken by the token.
  const outside = partyTest(graph, (party) => isExternalParty(party, relativeOwner, organization));
  yield* edgesWhere(graph, outside);
}

/** Every edge whose party lives in another account than the role, or in no account of its own. */
export function* crossAccountEdges(graph: AssumeGraph): Iterable<AssumeEdge> {
  const crosses = partyTest(graph, (party) =>
    "account" in party
      ? party.account !== relativeOwner
      : party.kind !== "service" && party.kind !== "federated",
  );
  yield* edgesWhere(graph, crosses);
}

/** How many roles of the account `to` let `from` in: an account id, or the id of an organization, unit or provider. */
export type MatrixCell = {
  readonly from: { readonly kind: Party["kind"]; readonly id: string; readonly external: boolean };
  readonly to: AccountId;
  readonly roles: number;
};

/**
 * Who trusts whom, account by account; services and the own account left out. Principals count for their account.
 * Trust in an organization or in any account is one cell, not one for each account.
 */
export function accountMatrix(graph: AssumeGraph, organization: OrganizationView): readonly MatrixCell[] {
  const { columns, snapshot } = graph;
  const sources = sourcesOfSlots(graph);
  const counts = new Map<string, { cell: MatrixCell; roles: number }>();
  for (let role = 0; role < columns.slotOfRole.length; role++) {
    const slot = columns.slotOfRole[role] ?? noSlot;
    const to = snapshot.accounts[snapshot.roles.account[role] ?? 0]?.id;
    if (slot === noSlot || to === undefined) continue;
    for (const party of sources[slot] ?? []) {
      const key = `${party.kind} ${sourceId(party)} ${to}`;
      const known = counts.get(key);
      if (known !== undefined) known.roles++;
      else {
        const from: MatrixCell["from"] = {
          kind: "account" in party ? "account" : party.kind,
          id: sourceId(party),
          external: isExternalParty(party, to, organization),
        };
        counts.set(key, { cell: { from, to, roles: 0 }, roles: 1 });
      }
    }
  }
  return [...counts.values()].map(({ cell, roles }) => ({ ...cell, roles }));
}

/** The distinct sources of each slot, a principal standing for its account. */
function sourcesOfSlots(graph: AssumeGraph): readonly (readonly Party[])[] {
  const { slotStart, edgeParty } = graph.columns;
  return Array.from({ length: graph.slots }, (_, slot) => {
    const byId = new Map<string, Party>();
    for (let edge = slotStart[slot] ?? 0; edge < (slotStart[slot + 1] ?? 0); edge++) {
      const party = graph.party(edgeParty[edge] ?? 0);
      if (party.kind === "service" || ("account" in party && party.account === relativeOwner)) continue;
      const source: Party = "account" in party ? { kind: "account", account: party.account } : party;
      byId.set(`${source.kind} ${sourceId(source)}`, source);
    }
    return [...byId.values()];
  });
}

function sourceId(party: Party): string {
  switch (party.kind) {
    case "role":
    case "user":
    case "session":
    case "account":
      return party.account;
    case "organization":
      return party.id;
    case "organizational-unit":
      return party.path;
    case "any-account":
      return "*";
    case "federated":
      // The provider's account says nothing about its tenants: the same issuer is one source.
      return party.provider.replace(/^.*:(?:oidc|saml)-provider\//, "");
    case "service":
      return party.service;
  }
}

// INVARIANT: stands only where a party of the columns is compared with its role's owner.
const relativeOwner = ownAccount as AccountId;

function partyTest(graph: AssumeGraph, test: (party: Party) => boolean): Uint8Array {
  const marks = new Uint8Array(graph.columns.parties.length);
  for (let id = 0; id < marks.length; id++) marks[id] = test(graph.party(id)) ? 1 : 0;
  return marks;
}

function* edgesWhere(graph: AssumeGraph, wanted: Uint8Array): Iterable<AssumeEdge> {
  const { slotOfRole, slotStart, edgeParty } = graph.columns;
  for (let role = 0; role < slotOfRole.length; role++) {
    const slot = slotOfRole[role] ?? noSlot;
    if (slot === noSlot) continue;
    const first = slotStart[slot] ?? 0;
    let grants: readonly TrustGrant[] | null = null;
    for (let edge = first; edge < (slotStart[slot + 1] ?? 0); edge++) {
      if (wanted[edgeParty[edge] ?? 0] !== 1) continue;
      grants ??= graph.grantsOf(role);
      const grant = grants[edge - first];
      if (grant !== undefined) yield { role, grant };
    }
  }
}
