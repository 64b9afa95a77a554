/**
 * What principals may do by their own policies, before and after: inline, attached and group policies as a whole, so that
 * a statement that moves from the one to the other is silence. What many have by one policy is told once.
 */
import {
  type AccessParty,
  type Account,
  type AccountIndex,
  type Arn,
  type DriftKind,
  type Group,
  type Role,
  splitArn,
  type User,
} from "../model/index.ts";
import type { TextNumber } from "./documents.ts";
import { type Compared, denyNotes, exampleOf } from "./meaning.ts";
import type { DriftSide } from "./side.ts";
import { listed, sentence } from "./words.ts";
import type { DriftWork, Principal } from "./work.ts";

function isUser(row: Role | User): row is User {
  return "groups" in row;
}

/** All that it has by its own policies and its groups'. */
export function effectiveTexts(work: DriftWork, { side, account, row }: Principal): readonly TextNumber[] {
  const groups = isUser(row) ? groupsOf(side, account, row) : [];
  return [row, ...groups].flatMap((holder) => ownTexts(work, side, account, holder));
}

export function ownTexts(
  work: DriftWork,
  side: DriftSide,
  account: AccountIndex,
  { inlinePolicies, attachedPolicies }: Pick<Role | User | Group, "inlinePolicies" | "attachedPolicies">,
): readonly TextNumber[] {
  return [
    ...inlinePolicies.map(({ document }) => work.documents.number(side.snapshot, document)),
    ...attachedPolicies.map((arn) => managedText(work, side, account, arn)),
  ];
}

export function managedText(
  work: DriftWork,
  { snapshot }: DriftSide,
  account: AccountIndex,
  arn: Arn,
): TextNumber {
  const policy = snapshot.managedPolicy(arn, account);
  return policy === null ? work.documents.missing(arn) : work.documents.number(snapshot, policy.document);
}

function groupsOf({ snapshot }: DriftSide, account: AccountIndex, { groups }: User): readonly Group[] {
  return (snapshot.accountData(account)?.groups ?? []).filter(({ name }) => groups.includes(name));
}

/** What is its own: what comes by a managed policy's or a group's change is told there. */
function ownKey(work: DriftWork, side: DriftSide, row: Role | User | Group): string {
  const inline = row.inlinePolicies.map(({ document }) => work.documents.number(side.snapshot, document));
  const groups = "groups" in row ? row.groups : [];
  return JSON.stringify([
    inline.toSorted((a, b) => a - b),
    row.attachedPolicies.toSorted(),
    groups.toSorted(),
  ]);
}

/** Of a principal that is there on both sides. */
export function comparePrincipal(work: DriftWork, before: Principal, after: Principal): void {
  compareBoundary(work, before, after);
  const owner = work.after.snapshot.accounts[after.account];
  if (owner === undefined || ownKey(work, before.side, before.row) === ownKey(work, after.side, after.row))
    return;
  const compared = effectiveChange(work, before, after, owner);
  const { arn } = after.row;
  if (compared.meaning === "same") {
    work.tellTextOnly(arn, "identity-policy", owner.id);
    return;
  }
  tellIdentity(work, arn, "identity-policy", owner, compared, [{ before, after, compared }]);
}

/** A principal that is there on one side alone. */
export function tellPrincipal(
  work: DriftWork,
  principal: Principal,
  happened: "appeared" | "disappeared",
): void {
  const { arn } = principal.row;
  const owner = principal.side.snapshot.accounts[principal.account];
  if (owner === undefined) return;
  const party = [partyOf(principal)];
  work.tell({
    subject: arn,
    kind: "identity-policy",
    account: owner.id,
    happened,
    meaning: happened === "appeared" ? "wider" : "narrower",
    summary: `The user ${happened}.`,
    ...(happened === "appeared" ? { gained: party } : { lost: party }),
  });
}

/** Of a policy or a group: who has it, on both sides. */
export type Holder = { readonly before: Principal; readonly after: Principal };

type Affected = { readonly before: Principal; readonly after: Principal; readonly compared: Compared };

/** A policy or a group that several have: told once, with those whose permissions differ by it. */
export function tellShared(
  work: DriftWork,
  subject: string,
  owner: Pick<Account, "id" | "partition"> | null,
  holders: Iterable<Holder>,
  own: Compared,
): void {
  const affected: Affected[] = [];
  const asked = new Set<Compared>();
  let count = 0;
  for (const { before, after } of holders) {
    count++;
    const account = after.side.snapshot.accounts[after.account];
    if (account === undefined) continue;
    const compared =
      asked.size < mostAsked || own.meaning === "same" ? effectiveChange(work, before, after, account) : own;
    asked.add(compared);
    if (compared.meaning !== "same") affected.push({ before, after, compared });
  }
  const isGuess = asked.size >= mostAsked && own.meaning !== "same";
  if (own.meaning === "same" && affected.length === 0) {
    work.tellTextOnly(subject, "identity-policy", owner?.id ?? null);
    return;
  }
  const first = affected[0];
  const told = own.meaning === "same" && first !== undefined ? first.compared : own;
  const notes = isGuess
    ? [`past ${mostAsked} different sets of policies, who has it is taken to differ as the policy alone does`]
    : [];
  tellIdentity(
    work,
    subject,
    "identity-policy",
    owner,
    { ...told, notes: [...told.notes, ...notes] },
    affected,
    count,
  );
}

/** Sets of policies that one policy's change is tried in. */
const mostAsked = 300;

function effectiveChange(
  work: DriftWork,
  before: Principal,
  after: Principal,
  owner: Pick<Account, "id" | "partition">,
): Compared {
  return work.documents.compare("identity", effectiveTexts(work, before), effectiveTexts(work, after), owner);
}

function compareBoundary(work: DriftWork, before: Principal, after: Principal): void {
  const [old, now] = [before, after].map(({ row }) => row.permissionsBoundary);
  const owner = work.after.snapshot.accounts[after.account];
  if (owner === undefined || old === undefined || now === undefined || old === now) return;
  const texts = (principal: Principal, arn: Arn | null): readonly TextNumber[] =>
    arn === null ? [work.documents.everything] : [managedText(work, principal.side, principal.account, arn)];
  const compared = work.documents.compare("boundary", texts(before, old), texts(after, now), owner);
  const { arn } = after.row;
  if (compared.meaning === "same") {
    work.tellTextOnly(arn, "permissions-boundary", owner.id);
    return;
  }
  const what =
    old === null
      ? "it has a permissions boundary now"
      : now === null
        ? "it has no permissions boundary any more"
        : "it has another permissions boundary";
  tellIdentity(work, arn, "permissions-boundary", owner, compared, [{ before, after, compared }], 1, [what]);
}

/** Of a managed policy that is the boundary of these. */
export function compareBoundaryText(
  work: DriftWork,
  arn: Arn,
  owner: Pick<Account, "id" | "partition"> | null,
  holders: readonly Holder[],
  [before, after]: readonly [TextNumber, TextNumber],
): void {
  const [first] = holders;
  const account = first?.after.side.snapshot.accounts[first.after.account];
  if (account === undefined) return;
  const compared = work.documents.compare("boundary", [before], [after], account);
  if (compared.meaning === "same") work.tellTextOnly(arn, "permissions-boundary", owner?.id ?? null);
  else
    tellIdentity(
      work,
      arn,
      "permissions-boundary",
      owner,
      compared,
      holders.map((holder) => ({ ...holder, compared })),
      holders.length,
      ["what the boundary leaves differs"],
    );
}

function tellIdentity(
  work: DriftWork,
  subject: string,
  kind: DriftKind,
  owner: Pick<Account, "id" | "partition"> | null,
  compared: Compared,
  affected: readonly Affected[],
  count = 1,
  clauses: readonly string[] = [],
): void {
  const gained = affected.filter(({ compared: one }) => gains(one)).map(({ after }) => partyOf(after));
  const lost = affected.filter(({ compared: one }) => loses(one)).map(({ before }) => partyOf(before));
  const changes = affected
    .slice(0, mostExplained)
    .map(({ before, after }) => work.powers.between(work, before, after));
  const first = affected[0] === undefined ? {} : { principal: affected[0].after.row.arn };
  const who = affected.length === 1 && affected[0]?.after.row.arn === subject ? "it" : null;
  const words = [
    ...clauses,
    ...(gained.length > 0 ? [`${who ?? listed(gained.map(({ id }) => id))} may do more than before`] : []),
    ...(lost.length > 0 ? [`${who ?? listed(lost.map(({ id }) => id))} may do less than before`] : []),
    ...(affected.length === 0
      ? [count === 0 ? "nobody has it" : "nobody's permissions differ by it"]
      : compared.meaning === "unclear" && gained.length + lost.length === 0
        ? [
            `whether ${who ?? listed(affected.map(({ after }) => after.row.arn))} may do the same could not be decided`,
          ]
        : []),
  ];
  work.tell({
    subject,
    kind,
    account: owner?.id ?? null,
    meaning: compared.meaning,
    summary: sentence(words),
    gained,
    lost,
    examples: {
      gained: exampleOf(compared.examples.gained, first),
      lost: exampleOf(compared.examples.lost, first),
    },
    reaches: changes.flatMap((change) => change.gained),
    notes: [...compared.notes, ...denyNotes(compared), ...changes.flatMap((change) => change.lost)],
    before: textsOf(work, affected, "before"),
    after: textsOf(work, affected, "after"),
  });
}

/** Of those whose permissions differ, so many are told with what they can do now. */
const mostExplained = 3;

/** Of one principal: all its policies, as a list of JSON. */
function textsOf(work: DriftWork, affected: readonly Affected[], when: "before" | "after"): string | null {
  const [one, second] = affected;
  if (one === undefined || second !== undefined) return null;
  const principal = one[when];
  const owner = principal.side.snapshot.accounts[principal.account];
  if (owner === undefined) return null;
  const texts = effectiveTexts(work, principal).flatMap(
    (number) => work.documents.text(number, owner.id) ?? [],
  );
  return texts.length === 1 ? (texts[0] ?? null) : `[\n${texts.toSorted().join(",\n")}\n]`;
}

function gains({ meaning, examples }: Compared): boolean {
  return meaning === "wider" || meaning === "other" || (meaning === "unclear" && examples.gained !== null);
}

function loses({ meaning, examples }: Compared): boolean {
  return meaning === "narrower" || meaning === "other" || (meaning === "unclear" && examples.lost !== null);
}

function partyOf({ side, row }: Principal): AccessParty {
  const name = side.context.nameOf(splitArn(row.arn)?.account ?? "");
  return {
    kind: isUser(row) ? "user" : "role",
    id: row.arn,
    external: false,
    proven: true,
    guard: [],
    via: "direct",
    ...(name === null ? {} : { name }),
  };
}
