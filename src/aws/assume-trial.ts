/** Whether AWS lets us assume a role with this external ID: a call whose session can do nothing, and is thrown away at once. */
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import { openAssumeRole } from "./assume-role.ts";
import type { Connection } from "./connection.ts";
import type { CallCounts } from "./guarded-client.ts";
import { refusalOf } from "./refusal.ts";
import type { Caller } from "./sessions.ts";

export type TrialOutcome =
  | { readonly kind: "accepted" }
  /** AWS said no; `code` is its own. */
  | { readonly kind: "refused"; readonly code: string }
  /** No answer about it: throttled, unreachable, expired credentials. */
  | { readonly kind: "unknown"; readonly code: string };

export type AssumeTrial = (role: string, externalId: string | null) => Promise<TrialOutcome>;

/** The shortest that there is, in seconds (IAM-SEMANTICS 28). */
const seconds = 900;

/** Whoever gets hold of the session has nothing. */
const nothingAllowed = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
});

export async function openAssumeTrial(
  connection: Connection,
  from: {
    readonly caller: Caller;
    readonly region: string;
    readonly credentials: AwsCredentialIdentityProvider;
  },
  counts: CallCounts,
): Promise<AssumeTrial> {
  const asker = { account: from.caller.account, region: from.region, credentials: from.credentials };
  const assume = await openAssumeRole(connection, asker, counts);
  return async (role, externalId) => {
    try {
      await assume({
        ...{ roleArn: role, name: "accesslens-external-id-check", seconds, externalId, tags: [] },
        policies: { inline: nothingAllowed, arns: [] },
      });
      return { kind: "accepted" };
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (refusal === null) throw cause;
      const isNo = refusal.kind === "denied" || refusal.kind === "denied-by-organization";
      return { kind: isNo ? "refused" : "unknown", code: refusal.code };
    }
  };
}
