/** Where in the token reader's memory the function that takes members keeps what it goes by, and what it takes. */
import { layout } from "../tokens/layout.ts";
import { memberCount } from "./numbered-members.ts";

/** Slots for the keys of one object. */
export const keySlots = 128;
const numbers = 4 * memberCount;

/** Places in memory: the first five by a member's number, 32 bits each. */
const more = layout.more;
export const memberLayout = {
  /** The member to compare a key with after this one. */
  nexts: more,
  nameStarts: more + numbers,
  nameLengths: more + 2 * numbers,
  /** The object that it is, if members of it are asked for. */
  objects: more + 3 * numbers,
  /** The record in which it was found last. */
  seen: more + 4 * numbers,
  /** Objects that the open one lies in. */
  outer: more + 5 * numbers,
  names: more + 5 * numbers + 64,
  /** By object and slot: the first member to compare a key with. */
  firsts: more + (1 << 14),
  /** Where the numbers and the values end that were taken so far. */
  toldEnd: more + (1 << 15),
  valuesEnd: more + (1 << 15) + 4,
  /** Values of members, side by side: no more than what they are taken from, and 16 bytes that are copied in vain. */
  values: more + (1 << 15) + 16,
  /** For each record how many numbers follow, and these: fewer bytes than the members that they tell. */
  told: more + (1 << 15) + 32 + layout.inputBytes + 64,
} as const;

/** In place of a member's or an object's number. */
export const none = -1;

/** A key's slot is told by its length, first letter, and last but two: the letters count so many times. */
export const slotFactors = { first: 7, lastButTwo: 29 } as const;

export function keySlot(name: Uint8Array): number {
  const { first, lastButTwo } = slotFactors;
  return (name.length + (name[0] ?? 0) * first + (name[name.length - 3] ?? 0) * lastButTwo) & (keySlots - 1);
}
