/** What is wrong with a wish for a session, before AWS is asked. */
export type SessionFault = {
  /** Which part of the wish: `duration`, `tag`, as the command line names its options. */
  readonly what:
    | "role"
    | "session-name"
    | "source-identity"
    | "tag"
    | "transitive"
    | "duration"
    | "session-policy"
    | "session-policy-arn"
    | "external-id"
    | "via-external-id";
  readonly message: string;
  readonly advice: string;
};

/** Names of sessions and source identities: the characters that STS takes, 2 to 64 of them (IAM-SEMANTICS 28). */
export const nameForm = /^[A-Za-z0-9_+=,.@-]{2,64}$/;
export const longestName = 64;
