/**
 * A finding's id: made of what it is about, so that the same cause has the same id in every run and on every machine.
 * Not a secret and no proof against forgery; 64 bits keep the chance of two equal ids among a million below 10⁻⁷.
 */
import type { Arn } from "../model/index.ts";

/** Sixteen hexadecimal digits. */
export function findingId(rule: string, subject: Arn, cause: string): string {
  const text = `${rule}\n${subject}\n${cause}`;
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit ^ (low >>> 15), 0x85ebca6b);
  }
  return hex(avalanche(low ^ (high >>> 16))) + hex(avalanche(high ^ text.length));
}

/** Spreads every bit of the input over the whole word, so that similar texts get ids that look different. */
function avalanche(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}
