/** The actions of a policy's statements, told by its text alone: most policies are dismissed by them, and never parsed. */

const list = /"Action"\s*:\s*(\[[^\]]*\]|"[^"]*")/g;

/**
 * Whether `says` is true of the value of each `Action`, as it is written. Null: more has to be known of the policy than its
 * actions, or it is not written as policies mostly are.
 */
export function everyActionList(text: string, says: (value: string) => boolean): boolean | null {
  if (telling.some((part) => text.includes(part))) return null;
  let lists = 0;
  for (const [, value = ""] of text.matchAll(list)) {
    if (!says(value)) return false;
    lists++;
  }
  return lists === 0 || lists !== countOf('"Effect"', text) ? null : true;
}

const telling = ["\\", '"Condition"', '"NotAction"', '"NotResource"'];

/** The texts of one such value. */
export function actionsOfList(value: string): readonly string[] {
  return Array.from(value.matchAll(/"([^"]*)"/g), ([, action = ""]) => action);
}

function countOf(part: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}
