/** Who can assume this role, directly: the trust policy, the callers' own side, and what is not known. */
import type { TrustGrant } from "../authz/types.ts";
import type { Arn, CoverageGap, RoleIndex } from "../model/index.ts";
import { gapsFor, notesFor, ownerOf } from "./coverage.ts";
import { type BlockedCaller, type ExpansionScope, expandGrants } from "./expand.ts";
import type { Who } from "./who.ts";

export type WhoCanAssume = {
  readonly role: Arn;
  readonly who: readonly Who[];
  readonly blocked: readonly BlockedCaller[];
  /** What was not read and could change the answer. */
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
};

/** `grants`: the role's, from a graph or straight from its trust policy. */
export function whoCanAssume(
  role: RoleIndex,
  grants: readonly TrustGrant[],
  scope: ExpansionScope,
): WhoCanAssume {
  const { snapshot } = scope;
  const { who, blocked, unknownAccounts } = expandGrants(grants, snapshot.roles.row(role), scope);
  const accounts = new Set<string>([ownerOf(snapshot, role), ...unknownAccounts]);
  for (const { party } of grants) if ("account" in party) accounts.add(party.account);
  const gaps = gapsFor(snapshot, accounts);
  const untold = unknownAccounts.filter((id) => !gaps.some((gap) => gap.account === id));
  return {
    role: snapshot.roles.arn(role),
    who,
    blocked,
    coverage: [
      ...gaps,
      ...untold.map(
        (account): CoverageGap => ({
          what: "account",
          account,
          subject: null,
          reason: "its IAM data is not in the snapshot, so its principals are not known",
        }),
      ),
    ],
    notes: notesFor(snapshot),
  };
}
