/** Trust policies: who can assume the role, before and after. */
import type { Party, TrustGrant } from "../authz/types.ts";
import { powerReason } from "../findings/rule.ts";
import { expandGrants, type Who, whoCanAssume } from "../graph/index.ts";
import {
  type AccessParty,
  type DocumentIndex,
  type DriftMeaning,
  isAccountId,
  noDocument,
  type RoleIndex,
  splitArn,
} from "../model/index.ts";
import { breadthChanges } from "./breadth.ts";
import { tellCoverage } from "./coverage.ts";
import type { Compared } from "./meaning.ts";
import { denyNotes, exampleOf, nobodyKnown, sameMeaning, unclear } from "./meaning.ts";
import { keyOf, noDifference, partyDifference } from "./parties.ts";
import type { DriftSide } from "./side.ts";
import { gainedAndLost, guardClauses, sentence } from "./words.ts";
import type { DriftWork } from "./work.ts";

/** Of a role that is there on both sides; it may have been made anew in between. */
export function compareTrust(work: DriftWork, before: RoleIndex, after: RoleIndex): void {
  const [old, now] = [trustOf(work, work.before, before), trustOf(work, work.after, after)];
  const isAnew = work.before.snapshot.roles.uniqueId(before) !== work.after.snapshot.roles.uniqueId(after);
  if (old.number === now.number && !isAnew) return;
  if (old.number === null || now.number === null) {
    const { arn: subject, account } = now;
    if (old.number !== now.number)
      tellCoverage(
        work,
        {
          what: "policy-construct",
          account: account.id,
          subject,
          reason: "its trust policy was not collected",
        },
        now.number === null ? "no longer" : "now",
      );
    if (!isAnew) return;
  }
  const compared = old.number === now.number ? sameMeaning : meaningOf(work, old, now);
  if (compared.meaning === "same" && !isAnew) {
    work.tellTextOnly(now.arn, "trust-policy", now.account.id);
    return;
  }
  const isKnown = isRead(work.before, before) && isRead(work.after, after);
  const { gained, lost, changed } = isKnown
    ? partyDifference(...bothSides([work.before, before], [work.after, after]))
    : noDifference;
  const guards = [
    ...changed.flatMap(({ before: was, after: is }) => work.guards.between(was, is)),
    ...(isKnown
      ? breadthChanges(
          partiesOf(work.before, before),
          partiesOf(work.after, after),
          work.after.reader.organization,
        )
      : []),
  ];
  const clauses = [
    ...(isAnew ? ["the role was deleted and made anew: it is another role of the same name"] : []),
    ...gainedAndLost(gained, lost, "assume it"),
    ...guardClauses(guards),
  ];
  const known = clauses.length > (isAnew ? 1 : 0);
  work.tell({
    subject: now.arn,
    kind: "trust-policy",
    account: now.account.id,
    meaning: isAnew && compared.meaning === "same" ? "other" : withParties(compared.meaning, gained, lost),
    summary: sentence(known || compared.meaning === "same" ? clauses : [...clauses, nobodyKnown(compared)]),
    gained,
    lost,
    guards,
    examples: {
      gained: exampleOf(compared.examples.gained, { role: { arn: now.arn, account: now.account.id } }),
      lost: exampleOf(compared.examples.lost, { role: { arn: now.arn, account: now.account.id } }),
    },
    reaches: gained.length > 0 || guards.some(({ weaker }) => weaker) ? powers(work.after, after) : [],
    notes: [...compared.notes, ...denyNotes(compared), ...unreadNotes(now), ...(isAnew ? [anewNote] : [])],
    before: old.text,
    after: now.text,
  });
}

/** Of a role that is there on one side alone: whoever can assume it gained or lost it. */
export function tellRole(work: DriftWork, role: RoleIndex, happened: "appeared" | "disappeared"): void {
  const side = happened === "appeared" ? work.after : work.before;
  const trust = trustOf(work, side, role);
  const all = partyDifference([], whoOf(side, role)).gained;
  const [gained, lost] = happened === "appeared" ? [all, []] : [[], all];
  const clauses = gainedAndLost(gained, lost, "assume it");
  work.tell({
    subject: trust.arn,
    kind: "trust-policy",
    account: trust.account.id,
    happened,
    meaning: happened === "appeared" ? "wider" : "narrower",
    summary: sentence([
      `the role ${happened}`,
      ...(clauses.length > 0 ? clauses : ["nobody that is known can assume it"]),
    ]),
    gained,
    lost,
    reaches: gained.length > 0 ? powers(side, role) : [],
    notes: unreadNotes(trust),
    before: happened === "appeared" ? null : trust.text,
    after: happened === "appeared" ? trust.text : null,
  });
}

/** Somebody who lost access speaks against "wider", and the other way around. */
function withParties(
  meaning: DriftMeaning,
  gained: readonly AccessParty[],
  lost: readonly AccessParty[],
): DriftMeaning {
  if (meaning === "wider") return lost.length > 0 ? "other" : meaning;
  return meaning === "narrower" && gained.length > 0 ? "other" : meaning;
}

const anewNote =
  "trust policies that name it by its ARN meant the role of before, and no longer let it in; conditions on aws:PrincipalArn still do";

type Trust = {
  readonly arn: string;
  readonly account: NonNullable<ReturnType<DriftWork["account"]>>;
  /** Null: not collected. */
  readonly number: number | null;
  readonly text: string | null;
};

function trustOf(work: DriftWork, { snapshot }: DriftSide, role: RoleIndex): Trust {
  const account = snapshot.accounts[snapshot.roles.account[role] ?? -1];
  if (account === undefined) throw new RangeError(`there is no role ${role}`);
  const index = snapshot.roles.trustPolicy[role] ?? noDocument;
  // INVARIANT: what is not `noDocument` is a document's number.
  const number = index === noDocument ? null : work.documents.number(snapshot, index as DocumentIndex);
  const text = number === null ? null : work.documents.text(number, account.id);
  return { arn: snapshot.roles.arn(role), account, number, text };
}

function meaningOf(work: DriftWork, old: Trust, now: Trust): Compared {
  if (old.number === null || now.number === null) {
    const when = old.number === null ? "before" : "after";
    return unclear([`nothing is known of the trust policy ${when}: it was not collected`]);
  }
  return work.documents.compare("trust", [old.number], [now.number], now.account);
}

function unreadNotes({ number }: Trust): readonly string[] {
  return number === null ? ["its trust policy was not collected: who can assume it is not known"] : [];
}

/** Whoever an answer to "who can assume it" tells. */
function whoOf(side: DriftSide, role: RoleIndex): readonly Who[] {
  const ownBehindAnyone = side.snapshot.accounts.length <= mostAccountsBehindAnyone;
  return whoCanAssume(role, grantsOf(side, role), { ...side.expansion, ownBehindAnyone }).who;
}

/** Of larger organizations our own principals are not told one by one where any AWS account is let in: there are very many. */
const mostAccountsBehindAnyone = 50;

function grantsOf({ reader }: DriftSide, role: RoleIndex): readonly TrustGrant[] {
  return reader.ofRole(role)?.outcome.grants ?? [];
}

/** Of our own principals that one side tells, each is asked behind the other's "any AWS account": nobody is lost who is let in still. */
function bothSides(
  [before, old]: readonly [DriftSide, RoleIndex],
  [after, now]: readonly [DriftSide, RoleIndex],
): readonly [readonly Who[], readonly Who[]] {
  const [was, is] = [whoOf(before, old), whoOf(after, now)];
  return [
    [...was, ...behindAnyone(before, old, was, is)],
    [...is, ...behindAnyone(after, now, is, was)],
  ];
}

function behindAnyone(
  side: DriftSide,
  role: RoleIndex,
  told: readonly Who[],
  others: readonly Who[],
): readonly Who[] {
  const grants = grantsOf(side, role).filter(({ party }) => party.kind === "any-account");
  if (grants.length === 0) return [];
  const known = new Set(told.map(keyOf));
  const asked = others.filter((one) => !known.has(keyOf(one)));
  const accounts = new Set(asked.flatMap(({ id }) => splitArn(id)?.account ?? id).filter(isAccountId));
  const narrowed = [...accounts].flatMap((account) =>
    grants.map((grant): TrustGrant => ({ ...grant, party: { kind: "account", account } })),
  );
  const keys = new Set(asked.map(keyOf));
  const { who } = expandGrants(narrowed, side.snapshot.roles.row(role), side.expansion);
  return who.filter((one) => keys.has(keyOf(one)));
}

/** Whether its trust policy was collected, and can be read: what is not known is neither lost nor gained. */
function isRead({ reader }: DriftSide, role: RoleIndex): boolean {
  const read = reader.ofRole(role);
  return read !== null && read.template.unreadable === null;
}

function partiesOf(side: DriftSide, role: RoleIndex): readonly Party[] {
  return grantsOf(side, role).map(({ party }) => party);
}

function powers({ context }: DriftSide, role: RoleIndex): readonly string[] {
  const reason = powerReason(context.powerOf(role));
  return reason === null ? [] : [reason];
}
