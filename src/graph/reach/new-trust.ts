/** What a role's trust policy gives once a technique has written the caller into it. */
import type { Subject } from "../../authz/calls/index.ts";
import { compileTrust, controlLibrary, trustGrants } from "../../authz/index.ts";
import type { CallTarget, OrganizationView, TrustGrant } from "../../authz/types.ts";
import { type AccountIndex, ownAccount, type Snapshot } from "../../model/index.ts";
import { parsePolicy } from "../../policy/index.ts";

export type NewTrust = (subject: Subject, role: CallTarget) => readonly TrustGrant[];

/** For roles of one account: RCPs hold whoever is trusted. */
export function newTrustIn(
  snapshot: Snapshot,
  organization: OrganizationView,
  account: AccountIndex,
): NewTrust {
  return (subject, role) => {
    const controls = controlLibrary(snapshot).rcpsOfResource(account, role.arn);
    const plain = trustIn(subject);
    if (controls.denies.length === 0) return [plain];
    // As trust policies and the RCPs over them are compiled for all owners.
    const trusted = (subject.arn ?? subject.accountId).replaceAll(role.account, ownAccount);
    const parsed = parsePolicy(trustText(trusted), { kind: "trust" });
    if (!parsed.ok) throw new Error(`a trust policy of ${trusted}: ${parsed.error.message}`);
    const compiled = compileTrust(parsed.value);
    return trustGrants(compiled, { owner: role.account, organization, role, controls }).grants;
  };
}

function trustText(trusted: string): string {
  const Action = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: trusted }, Action }],
  });
}

/** Names the subject; of somebody of an account, its account. */
function trustIn({ party, accountId, arn }: Subject): TrustGrant {
  const isNamed = party.kind !== "account" && arn !== null;
  return {
    party: isNamed
      ? { kind: party.kind, arn, account: accountId, named: "pinned" }
      : { kind: "account", account: accountId },
    action: "sts:AssumeRole",
    guard: [],
    certainty: { kind: "proven" },
    session: { tagSession: true, setSourceIdentity: true, setContext: true },
    matchedAs: isNamed ? "named" : "account",
    allowedBy: [],
    narrowedBy: [],
    narrowedByControls: [],
  };
}
