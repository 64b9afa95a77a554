/**
 * The names that decide whether a record is looked at: compared as bytes, for most records of a trail are passed over and must
 * cost next to nothing.
 */
import { trailCallSources, trailCalls } from "../../../model/index.ts";

/** Texts to compare bytes with, by their length. */
export type ByteNames<T> = readonly (
  | readonly { readonly bytes: Uint8Array; readonly value: T }[]
  | undefined
)[];

export function byteNames<T>(names: Iterable<readonly [text: string, value: T]>): ByteNames<T> {
  const byLength: { readonly bytes: Uint8Array; readonly value: T }[][] = [];
  for (const [text, value] of names) {
    const bytes = new TextEncoder().encode(text);
    const list = byLength[bytes.length] ?? [];
    list.push({ bytes, value });
    byLength[bytes.length] = list;
  }
  return byLength;
}

export function namedBy<T>(
  names: ByteNames<T>,
  bytes: Uint8Array,
  start: number,
  end: number,
): T | undefined {
  const candidates = names[end - start];
  if (candidates === undefined) return undefined;
  next: for (const { bytes: name, value } of candidates) {
    for (let index = 0; index < name.length; index++) {
      if (bytes[start + index] !== name[index]) continue next;
    }
    return value;
  }
  return undefined;
}

export const callNames: ByteNames<true> = byteNames(trailCalls.map((call) => [call, true]));

/** The name alone doesn't tell: S3 Express has a `CreateSession` too, called all the time. China's sources may end in `.cn`. */
export const sourceNames: ByteNames<true> = byteNames(
  [...new Set(Object.values(trailCallSources).flat())].flatMap((source) => [
    [source, true],
    [`${source}.cn`, true],
  ]),
);
