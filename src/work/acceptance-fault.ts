/** Why findings could not be accepted, or an acceptance not withdrawn. Nothing was changed then. */
export type AcceptanceFault = {
  readonly kind: /** The reason or the date is missing or is none. */
    | "request"
    /** The scan found no such finding. */
    | "unknown-finding"
    /** By an entry that still counts and says something else. */
    | "accepted-already"
    | "not-accepted"
    /** Somebody else wrote the file between reading and writing. */
    | "changed"
    /** Somebody else is writing it, and does not come to an end. */
    | "busy"
    /** It can't be read, is no valid file of accepted findings, or can't be edited. */
    | "unreadable"
    | "unwritable";
  /** One sentence: what is wrong, with file and place where it is about the file. */
  readonly message: string;
  readonly advice: string;
};
