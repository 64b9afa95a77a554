/** Where the statement stands that a decision names: which document of the snapshot, and whose. */

import type { CallerPrincipal } from "../../authz/index.ts";
import type { CallerEvidence, ControlEvidence } from "../../authz/types.ts";
import {
  type AccountId,
  type AccountIndex,
  type Arn,
  type DocumentIndex,
  type InlinePolicy,
  isArn,
  type Snapshot,
} from "../../model/index.ts";
import { parsePolicy } from "../../policy/index.ts";
import { type Evidence, evidenceOf } from "../evidence.ts";

type Place = { readonly document: DocumentIndex; readonly owner: AccountId; readonly name: string };

/** The statements of the caller's own side, and of SCPs over it; those of policies that nobody has written are left out. */
export function callerEvidence(
  snapshot: Snapshot,
  principal: CallerPrincipal | null,
  evidence: readonly CallerEvidence[],
): readonly Evidence[] {
  return evidence.flatMap((one) => {
    const place =
      one.layer === "scp"
        ? controlPlace(snapshot, one.policy, one.target ?? "", "SERVICE_CONTROL_POLICY")
        : principal === null
          ? null
          : ownPlace(snapshot, principal, one.policy);
    return place === null ? [] : shown(snapshot, place, [one.statement]);
  });
}

export function controlEvidence(
  snapshot: Snapshot,
  evidence: readonly ControlEvidence[],
): readonly Evidence[] {
  return evidence.flatMap(({ layer, policy, target, statement }) => {
    const type = layer === "scp" ? "SERVICE_CONTROL_POLICY" : "RESOURCE_CONTROL_POLICY";
    const place = controlPlace(snapshot, policy, target, type);
    return place === null ? [] : shown(snapshot, place, [statement]);
  });
}

/** Statements of a role's trust policy. */
export function trustEvidence(
  snapshot: Snapshot,
  role: number,
  statements: readonly number[],
): readonly Evidence[] {
  const { trustPolicy, account, arn } = snapshot.roles.row(role);
  if (trustPolicy === null) return [];
  return shown(
    snapshot,
    { document: trustPolicy, owner: account, name: `trust policy of ${arn}` },
    statements,
  );
}

/** Statements of a resource's own policy. */
export function resourceEvidence(
  snapshot: Snapshot,
  resource: { readonly arn: Arn; readonly policy: DocumentIndex | null },
  owner: AccountId,
  statements: readonly number[],
): readonly Evidence[] {
  if (resource.policy === null) return [];
  return shown(snapshot, { document: resource.policy, owner, name: `policy of ${resource.arn}` }, statements);
}

function shown(snapshot: Snapshot, place: Place, statements: readonly number[]): readonly Evidence[] {
  const written = statements.filter((statement) => statement >= 0);
  if (written.length === 0) return [];
  const parsed = parsePolicy(snapshot.documents.text(place.document, place.owner), { kind: "identity" });
  return evidenceOf(
    snapshot,
    place.name,
    parsed.ok ? parsed.value : null,
    place.document,
    place.owner,
    written,
  );
}

function ownPlace(snapshot: Snapshot, principal: CallerPrincipal, policy: string): Place | null {
  const account =
    principal.kind === "user" ? principal.account : (snapshot.roles.account[principal.index] ?? 0);
  const owner = snapshot.accounts[account]?.id;
  if (owner === undefined) return null;
  if (isArn(policy)) {
    const found = snapshot.managedPolicy(policy, account);
    return found === null ? null : { document: found.document, owner, name: policy };
  }
  const found = inlineOf(snapshot, principal, account, policy);
  return found === null ? null : { document: found.document, owner, name: found.name };
}

function inlineOf(
  snapshot: Snapshot,
  principal: CallerPrincipal,
  account: AccountIndex,
  policy: string,
): { readonly document: DocumentIndex; readonly name: string } | null {
  const named = (policies: readonly InlinePolicy[], arn: Arn, name: string): ReturnType<typeof inlineOf> => {
    const found = policies.find((one) => one.name === name);
    return found === undefined ? null : { document: found.document, name: `${arn}/${name}` };
  };
  if (principal.kind === "role") {
    const { inlinePolicies, arn } = snapshot.roles.row(principal.index);
    return named(inlinePolicies, arn, policy);
  }
  const data = snapshot.accountData(account);
  const user = data?.users[principal.index];
  const own = user === undefined ? null : named(user.inlinePolicies, user.arn, policy);
  if (own !== null) return own;
  const slash = policy.indexOf("/");
  const group = data?.groups.find(({ name }) => name === policy.slice(0, slash));
  return group === undefined ? null : named(group.inlinePolicies, group.arn, policy.slice(slash + 1));
}

function controlPlace(snapshot: Snapshot, name: string, target: string, type: string): Place | null {
  const found = snapshot.organization?.controlPolicies?.find(
    (policy) => policy.name === name && policy.type === type && policy.targets.includes(target),
  );
  // Control policies are nobody's own: their texts stand as they are.
  return found === undefined
    ? null
    : { document: found.document, owner: "" as AccountId, name: `${name} at ${target}` };
}
