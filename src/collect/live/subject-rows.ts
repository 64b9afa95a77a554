/** Which rows of a unit are about a subject, where the unit read more than that. */
import type { Subject } from "../../model/index.ts";
import type { UnitGap } from "./collector.ts";
import type { UnitRecord } from "./unit.ts";

/** Null: all that was read is about it. */
export type RowPick = ((row: Readonly<Record<string, unknown>>) => boolean) | null;

export function rowsToPick(subject: Subject): RowPick {
  switch (subject.kind) {
    case "resource":
      return ({ Arn }) => typeof Arn === "string" && belongsTo(Arn, subject.arn);
    case "resources":
      return ({ Type }) => Type === subject.type;
    default:
      return null;
  }
}

/** Versions, aliases and layers' versions are told with what they are of: their ARNs begin with its own. */
function belongsTo(arn: string, owner: string): boolean {
  return arn === owner || (owner.includes(":lambda:") && arn.startsWith(`${owner}:`));
}

/** Gaps about other things go with their rows; those that may be about it, too, stay. */
export function withoutOtherRows(unit: UnitRecord, pick: RowPick): UnitRecord {
  const rows = unit.parts["resource-policies"];
  if (pick === null) return unit;
  const isOfOther = ({ subject }: UnitGap): boolean =>
    subject?.startsWith("arn:") === true && !pick({ Arn: subject });
  return {
    ...unit,
    parts: rows === undefined ? unit.parts : { ...unit.parts, "resource-policies": rows.filter(pick) },
    gaps: unit.gaps.filter((gap) => !isOfOther(gap)),
  };
}
