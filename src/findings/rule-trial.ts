/**
 * For tests of rules: a small organization around one policy, and what a rule says about it. Account 111111111111 owns
 * the role, 222222222222 is a sister account in the same organization, 464622532012 is a known vendor (Datadog) and
 * 999999999999 nobody knows.
 */
import { passOverTrust, trustReader } from "../graph/index.ts";
import {
  isAccountId,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type RoleInput,
  type Snapshot,
  SnapshotBuilder,
} from "../model/index.ts";
import { fixTrust, viewOf } from "./fix.ts";
import type { Found } from "./found.ts";
import { emptyIntent, type Intent } from "./intent.ts";
import type { Draft, Rule, RuleContext, TrustRule } from "./rule.ts";
import { ruleContext } from "./rule-context.ts";
import { startRules } from "./run-rules.ts";
import type { Fix } from "./types.ts";
import { knownVendors } from "./vendors.ts";

export const owner = "111111111111";
export const sister = "222222222222";
export const vendor = "464622532012";
export const stranger = "999999999999";
export const organizationId = "o-abcdefghij";

export type TrialRole = {
  /** Default: `trial`, `trial-1`, … */
  readonly name?: string;
  /** A trust policy as an object, or its statements. */
  readonly trust: object;
  /** Inline policies by name. */
  readonly inline?: Readonly<Record<string, object>>;
  readonly attached?: readonly string[];
  readonly account?: string;
} & Partial<Pick<RoleInput, "createdAt" | "lastUsedAt" | "maxSessionSeconds" | "path" | "tags">>;

/** 2026-01-01, in seconds since 1970. */
export const now = 1_767_225_600;

/** One statement that lets principals assume the role; the rest of the statement may be given. */
export function letIn(principal: object | string, more: object = {}): object {
  return { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...more };
}

/** `rcp`: statements of a resource control policy at the organization's root. */
export function trialSnapshot(roles: readonly TrialRole[], rcp: readonly object[] = []): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: now, source: "synth" });
  const root = checked("r-root", isOrganizationNodeId);
  builder.setOrganization({
    id: checked(organizationId, isOrganizationId),
    managementAccount: checked(sister, isAccountId),
    units: [{ id: root, name: "Root", parent: null }],
    controlPolicies:
      rcp.length === 0
        ? []
        : [
            {
              id: "p-trial",
              name: "Perimeter",
              type: "RESOURCE_CONTROL_POLICY",
              document: builder.document(JSON.stringify({ Version: "2012-10-17", Statement: rcp }), null),
              targets: [root],
            },
          ],
    delegatedAdministrators: [],
  });
  builder.addAccount({ id: checked(owner, isAccountId), name: "shop-prod", parent: root });
  builder.addAccount({ id: checked(sister, isAccountId), name: "Example Corp management", parent: root });
  for (const [index, role] of roles.entries()) addRole(builder, role, index);
  return builder.build();
}

/** All that the rule says about the given roles, in the order of the roles. */
export function tryRule(
  rule: Rule,
  roles: readonly TrialRole[],
  intent: Intent = emptyIntent,
  rcp: readonly object[] = [],
): readonly Draft[] {
  return found(rule, trialSnapshot(roles, rcp), intent).map(({ draft }) => draft);
}

/** What a trust rule says about a policy of these statements. */
export function tryStatements(rule: Rule, ...statements: readonly object[]): readonly Draft[] {
  return tryRule(rule, [{ trust: statements }]);
}

/** The fixes for what a trust rule says about a policy of these statements, tried as for a finding. */
export function tryFixes(rule: TrustRule, ...statements: readonly object[]): readonly (Fix | null)[] {
  const snapshot = trialSnapshot([{ trust: statements }]);
  const context = trialContext(snapshot);
  const reader = trustReader(snapshot);
  return found(rule, snapshot).map((one) => {
    const read = reader.ofRole(0);
    if (one.kind !== "trust" || read === null) return null;
    return fixTrust(rule, one, viewOf(0, read.template, read.outcome, context), { context, reader });
  });
}

function found(rule: Rule, snapshot: Snapshot, intent: Intent = emptyIntent): readonly Found[] {
  const run = startRules([rule], trialContext(snapshot, intent));
  passOverTrust(trustReader(snapshot), [run.onTrust]);
  return run.finish();
}

function trialContext(snapshot: Snapshot, intent: Intent = emptyIntent): RuleContext {
  return ruleContext(snapshot, intent, knownVendors);
}

function addRole(builder: SnapshotBuilder, role: TrialRole, index: number): void {
  const account = checked(role.account ?? owner, isAccountId);
  const { name, trust, inline, attached, account: _, ...facts } = role;
  const trustPolicy = Array.isArray(trust) ? { Version: "2012-10-17", Statement: trust } : trust;
  builder.addRole(account, {
    ...facts,
    name: name ?? (index === 0 ? "trial" : `trial-${index}`),
    uniqueId: checked(`AROA${String(index).padStart(17, "0")}`, isUniqueId),
    trustPolicy: builder.document(JSON.stringify(trustPolicy), account),
    attachedPolicies: (attached ?? ["arn:aws:iam::aws:policy/ReadOnlyAccess"]).map((arn) =>
      checked(arn, isArn),
    ),
    inlinePolicies: Object.entries(inline ?? {}).map(([policy, document]) => ({
      name: policy,
      document: builder.document(JSON.stringify(document), account),
    })),
  });
}

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  if (!is(text)) throw new Error(`the trial names something malformed: ${text}`);
  return text;
}
