/** The members of a record that are read, each with a number, by which threads tell each other of them. */
import { type MemberTree, recordMembers, value } from "../../record/record-members.ts";

export type Member = {
  readonly number: number;
  readonly name: string;
  /** Members of which some are read; null: it is read as it is. */
  readonly members: readonly Member[] | null;
};

let count = 0;

function numbered(tree: MemberTree): readonly Member[] {
  return Object.entries(tree).map(([name, inner]) => {
    const number = count++;
    return { number, name, members: inner === value ? null : numbered(inner) };
  });
}

export const numberedMembers: readonly Member[] = numbered(recordMembers);
/** One more than the highest number. */
export const memberCount = count;

/** How a member's value stands in a record's bytes. */
export const Form = {
  /** It isn't there, or `null`, or something else than the object of which members are read. */
  none: 0,
  /** A text without escapes, without its quotes. */
  text: 1,
  /** JSON of any kind. */
  json: 2,
  /** An object whose members are told by themselves. */
  members: 3,
} as const;

/** Numbers that tell one member: `number << 2 | form`, and `start << 16 | length` in bytes from the record's beginning. */
export const foundNumbers = 2;
