/** Whom trusts let in or out because an account stands elsewhere: by conditions on the organization, and by the account's name. */

import { organizationOfPath } from "../authz/index.ts";
import type { TrustGrant } from "../authz/types.ts";
import { expandGrants, type Who } from "../graph/index.ts";
import { glob, patternMatches } from "../logic/index.ts";
import {
  type AccountId,
  type DocumentIndex,
  noDocument,
  type RoleIndex,
  type Snapshot,
  splitArn,
} from "../model/index.ts";
import { type PartyDifference, partyDifference } from "./parties.ts";
import type { DriftSide } from "./side.ts";
import { gainedAndLost, listed } from "./words.ts";
import type { DriftWork } from "./work.ts";

export type Consequences = Pick<PartyDifference, "gained" | "lost"> & {
  readonly clauses: readonly string[];
  readonly reaches: readonly string[];
  readonly notes: readonly string[];
};

/** Roles past this number are not asked. */
const mostRoles = 20_000;
const mostTold = 20;

/** Of one account, over all roles whose trust policies name it, the organization or a unit. */
export function trustConsequences(work: DriftWork, account: AccountId): Consequences {
  const roles = rolesThatMayLetIn(work.before.snapshot, work.after.snapshot, account);
  const gained = new Map<string, PartyDifference["gained"][number]>();
  const lost = new Map<string, PartyDifference["lost"][number]>();
  const reaches: string[] = [];
  const notes: string[] = [];
  for (const [before, after] of roles.slice(0, mostRoles)) {
    const difference = partyDifference(
      before === null ? [] : whoOfAccount(work.before, before, account),
      after === null ? [] : whoOfAccount(work.after, after, account),
    );
    const arn = after === null ? "" : work.after.snapshot.roles.arn(after);
    for (const party of difference.gained) gained.set(`${party.kind} ${party.id}`, party);
    for (const party of difference.lost) lost.set(`${party.kind} ${party.id}`, party);
    if (difference.gained.length > 0)
      reaches.push(`${listed(difference.gained.map(({ id }) => id))} can assume ${arn} now`);
    if (difference.lost.length > 0)
      notes.push(`${listed(difference.lost.map(({ id }) => id))} can no longer assume ${arn}`);
  }
  if (roles.length > mostRoles)
    notes.push(`${mostRoles} of ${roles.length} roles that may let it in were asked`);
  const [come, gone] = [[...gained.values()], [...lost.values()]];
  return {
    gained: come,
    lost: gone,
    clauses: gainedAndLost(come, gone, "assume roles by it"),
    reaches: shortened(reaches),
    notes: shortened(notes),
  };
}

function shortened(texts: readonly string[]): readonly string[] {
  return texts.length <= mostTold ? texts : [...texts.slice(0, mostTold), `${texts.length - mostTold} more`];
}

type Pair = readonly [RoleIndex | null, RoleIndex | null];

/** Roles of other accounts that are there on both sides: those of the account itself come and go with it. */
function rolesThatMayLetIn(before: Snapshot, after: Snapshot, account: AccountId): readonly Pair[] {
  const says = new Map<number, boolean>();
  const pairs: Pair[] = [];
  for (let role = 0; role < after.roles.count; role++) {
    const document = after.roles.trustPolicy[role] ?? noDocument;
    if (document === noDocument) continue;
    let may = says.get(document);
    if (may === undefined) {
      // INVARIANT: what is not `noDocument` is a document's number.
      const template = after.documents.template(document as DocumentIndex);
      may = template.includes(account) || /Org(ID|Paths)|\\u/i.test(template);
      says.set(document, may);
    }
    const owner = may ? after.accounts[after.roles.account[role] ?? -1]?.id : undefined;
    if (owner === undefined || owner === account) continue;
    const old = before.roles.byName(owner, after.roles.name(role));
    if (old !== null) pairs.push([old, role]);
  }
  return pairs;
}

/** Of whoever can assume the role those of one account. */
export function whoOfAccount(side: DriftSide, role: RoleIndex, account: AccountId): readonly Who[] {
  const grants = (side.reader.ofRole(role)?.outcome.grants ?? []).flatMap((grant) =>
    ofAccount(side, grant, account),
  );
  if (grants.length === 0) return [];
  const { who } = expandGrants(grants, side.snapshot.roles.row(role), side.expansion);
  return who.filter(({ id }) => id === account || splitArn(id)?.account === account);
}

/** A whole organization or unit cut down to the account, where it stands in it. */
function ofAccount({ reader }: DriftSide, grant: TrustGrant, account: AccountId): readonly TrustGrant[] {
  const { party } = grant;
  const { organization } = reader;
  const cut: TrustGrant = { ...grant, party: { kind: "account", account } };
  switch (party.kind) {
    case "organization":
      return party.id === organization.organizationId && organization.isOurs(account) ? [cut] : [];
    case "organizational-unit": {
      const path = organization.pathOf(account);
      if (organizationOfPath(party.path) !== organization.organizationId || !organization.isOurs(account))
        return [];
      return path === null || patternMatches(glob(party.path), path) ? [cut] : [];
    }
    case "role":
    case "user":
    case "session":
    case "account":
      return party.account === account ? [grant] : [];
    case "any-account":
      return [cut];
    case "federated":
    case "service":
      return [];
  }
}
