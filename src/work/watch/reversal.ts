/** Whether one drift event takes another back: what it changed is as it was before. */
import type { DriftChange, DriftEvent } from "../../model/index.ts";

/** Only where texts say so: of changes without a text, such as grants, it is not told. */
export function takesBack(later: DriftEvent, earlier: DriftEvent): boolean {
  if (earlier.kind === "opened-and-closed" || earlier.changes.length === 0) return false;
  return earlier.changes.every((change) => {
    const back = later.changes.find((one) => one.kind === change.kind && one.subject === change.subject);
    return back !== undefined && isBack(change, back);
  });
}

function isBack(change: DriftChange, back: DriftChange): boolean {
  if (change.before === null && change.after === null) return false;
  return isSame(change.before, back.after) && isSame(change.after, back.before);
}

function isSame(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && withoutSpaces(a) === withoutSpaces(b));
}

function withoutSpaces(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
