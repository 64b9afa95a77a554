/** Rules of IAM that no row of the tables holds, and what AccessLens does instead. */
import type { UnmodelledRule } from "./row.ts";

export const unmodelledRules: readonly UnmodelledRule[] = [
  {
    rule: 29,
    instead: "How long a chained session lasts is no part of a decision; a finding tells too long ones.",
  },
  {
    rule: 39,
    instead:
      "Whether an approver's token exists is not known: sts:GetDelegatedAccessToken is decided by policies alone.",
  },
  {
    rule: 55,
    instead: "Who sets a key does not change the decision about one request; findings weigh it.",
  },
  { rule: 66, instead: "Lists of accounts on snapshots and images are no policies, and are not decided." },
  {
    rule: 67,
    instead:
      "Signing in to the console is decided like any request, if its policy is given as the resource's.",
  },
];
