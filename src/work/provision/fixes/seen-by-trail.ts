/** What a trail says of a fix. */
export type SeenByTrail = {
  /** Calls that the policy has a say in, and that would pass as before. */
  readonly calls: number;
  /** Who would have been refused, and was seen. */
  readonly refused: readonly string[];
};
