/** Resources of an account: their policies by what they mean, and what the policy alone does not say. */
import { type Account, type AccountIndex, isPolicyUnread, type Resource } from "../model/index.ts";
import { compareLiterally } from "./literal.ts";
import { resourceMembers } from "./members.ts";
import type { DriftSide } from "./side.ts";
import { sentence } from "./words.ts";
import type { DriftWork } from "./work.ts";

export type ResourceOf = { readonly side: DriftSide; readonly account: AccountIndex; readonly row: Resource };

/** Of a resource that is there on both sides. */
export function compareResource(
  work: DriftWork,
  before: ResourceOf,
  after: ResourceOf,
  owner: Account,
): void {
  comparePolicies(work, before, after, owner);
  compareLiterally(work, resourceMembers, before.row, after.row, {
    subject: after.row.arn,
    account: owner.id,
    what: "the resource",
  });
}

export function tellResource(
  work: DriftWork,
  one: ResourceOf,
  owner: Account,
  happened: "appeared" | "disappeared",
): void {
  const text = textOf(work, one, owner);
  work.tell({
    subject: one.row.arn,
    kind: "resource-policy",
    account: owner.id,
    happened,
    meaning: text === null ? "same" : happened === "appeared" ? "wider" : "narrower",
    summary: sentence([`the resource ${happened}`]),
    before: happened === "appeared" ? null : text,
    after: happened === "appeared" ? text : null,
  });
}

function comparePolicies(work: DriftWork, before: ResourceOf, after: ResourceOf, owner: Account): void {
  // What could not be read on one side is told as coverage.
  if (isPolicyUnread(before.row) || isPolicyUnread(after.row)) return;
  const [old, now] = [before, after].map(({ side, row }) =>
    row.policy === null ? [] : [work.documents.number(side.snapshot, row.policy)],
  );
  if (old === undefined || now === undefined || old[0] === now[0]) return;
  const kind = after.row.type === "AWS::ECR::Repository" ? "trust" : "resource";
  const compared = work.documents.compare(kind, old, now, owner);
  if (compared.meaning === "same") {
    work.tellTextOnly(after.row.arn, "resource-policy", owner.id);
    return;
  }
  work.tell({
    subject: after.row.arn,
    kind: "resource-policy",
    account: owner.id,
    meaning: compared.meaning,
    summary: sentence(["the resource's policy differs"]),
    examples: compared.examples,
    notes: compared.notes,
    before: textOf(work, before, owner),
    after: textOf(work, after, owner),
  });
}

function textOf(work: DriftWork, { side, row }: ResourceOf, owner: Account): string | null {
  return row.policy === null
    ? null
    : work.documents.text(work.documents.number(side.snapshot, row.policy), owner.id);
}
