/** Resources of an account: their policies by what they mean, and what the policy alone does not say. */
import { type Account, isPolicyUnread, type Resource } from "../model/index.ts";
import { tellCoverage } from "./coverage.ts";
import { shown } from "./literal.ts";
import { type Compared, denyNotes, meaningOf, nobodyKnown } from "./meaning.ts";
import { canonical, literalDifferences, resourceMembers } from "./members.ts";
import { namedActions, type ResourceOf, resourceParties } from "./resource-parties.ts";
import { guardClauses, listed, sentence } from "./words.ts";
import type { DriftWork } from "./work.ts";

/** Of a resource that is there on both sides. */
export function compareResource(
  work: DriftWork,
  before: ResourceOf,
  after: ResourceOf,
  owner: Account,
): void {
  const isTold = comparePolicies(work, before, after, owner);
  const differing = literalDifferences(resourceMembers, before.row, after.row);
  if (differing.length === 0) return;
  // Where the policy differs too, whom both let in is told there.
  const parties = isTold ? null : resourceParties(work, before, after, []);
  const [gained, lost] = [parties?.gained ?? [], parties?.lost ?? []];
  const names = ["type", "region", "attributes"] as const;
  work.tell({
    subject: after.row.arn,
    kind: "resource-settings",
    account: owner.id,
    meaning:
      meaningOf(gained.length > 0, lost.length > 0) === "same"
        ? "unclear"
        : meaningOf(gained.length > 0, lost.length > 0),
    summary: sentence([
      `the resource's ${listed(settingsThatDiffer(before.row, after.row))} ${isTold ? "differ too" : "differ"}`,
      ...(parties?.clauses ?? []),
      ...(isTold || gained.length + lost.length > 0
        ? []
        : ["nobody that is known gains or loses access by it"]),
    ]),
    gained,
    lost,
    guards: parties?.guards ?? [],
    notes: parties?.notes ?? [],
    before: shown(before.row, names),
    after: shown(after.row, names),
  });
}

function settingsThatDiffer(before: Resource, after: Resource): readonly string[] {
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  const differing = [...names].filter(
    (name) => canonical(before.attributes[name] ?? null) !== canonical(after.attributes[name] ?? null),
  );
  return differing.length === 0 ? ["settings"] : differing;
}

export function tellResource(
  work: DriftWork,
  one: ResourceOf,
  owner: Account,
  happened: "appeared" | "disappeared",
): void {
  const [was, is] = happened === "appeared" ? [null, one] : [one, null];
  const text = textOf(work, one, owner);
  const { gained, lost, clauses, notes } = resourceParties(work, was, is, namedActions(one.row.arn, [text]));
  work.tell({
    subject: one.row.arn,
    kind: "resource-policy",
    account: owner.id,
    happened,
    meaning: happened === "appeared" ? "wider" : "narrower",
    summary: sentence([`the resource ${happened}`, ...clauses]),
    gained,
    lost,
    notes,
    before: happened === "appeared" ? null : text,
    after: happened === "appeared" ? text : null,
  });
}

/** Whether a difference was told. */
function comparePolicies(work: DriftWork, before: ResourceOf, after: ResourceOf, owner: Account): boolean {
  if (isPolicyUnread(before.row) || isPolicyUnread(after.row)) {
    tellUnread(work, before, after, owner);
    return false;
  }
  const [old, now] = [before, after].map(({ side, row }) =>
    row.policy === null ? [] : [work.documents.number(side.snapshot, row.policy)],
  );
  if (old === undefined || now === undefined || old[0] === now[0]) return false;
  const { arn, type } = after.row;
  // A repository's policy names no resource, as a trust policy does not.
  const kind = type === "AWS::ECR::Repository" ? "trust" : "resource";
  const compared = work.documents.compare(kind, old, now, owner);
  if (compared.meaning === "same") {
    work.tellTextOnly(arn, "resource-policy", owner.id);
    return false;
  }
  const texts = [textOf(work, before, owner), textOf(work, after, owner)] as const;
  const { examples, denies } = compared;
  const shownBy = [examples.gained, examples.lost, denies.more, denies.less].flatMap(
    (one) => one?.action ?? [],
  );
  const about = [...new Set([...shownBy, ...namedActions(arn, texts)])];
  const { gained, lost, guards, clauses, notes } = resourceParties(work, before, after, about);
  work.tell({
    subject: arn,
    kind: "resource-policy",
    account: owner.id,
    happened: before.row.policy === null ? "appeared" : after.row.policy === null ? "disappeared" : "changed",
    meaning: compared.meaning,
    summary: sentence([...told(clauses, compared), ...guardClauses(guards)]),
    gained,
    lost,
    guards,
    examples,
    notes: [...compared.notes, ...denyNotes(compared), ...notes],
    before: texts[0],
    after: texts[1],
  });
  return true;
}

function told(clauses: readonly string[], compared: Compared): readonly string[] {
  return clauses.length > 0 ? clauses : [nobodyKnown(compared)];
}

function tellUnread(work: DriftWork, before: ResourceOf, after: ResourceOf, owner: Account): void {
  const [was, is] = [isPolicyUnread(before.row), isPolicyUnread(after.row)];
  if (was === is) return;
  const reason = "its policy could not be read";
  const gap = { what: "resource-policies", account: owner.id, subject: after.row.arn, reason } as const;
  tellCoverage(work, gap, is ? "no longer" : "now");
}

function textOf(work: DriftWork, { side, row }: ResourceOf, owner: Account): string | null {
  return row.policy === null
    ? null
    : work.documents.text(work.documents.number(side.snapshot, row.policy), owner.id);
}
