/**
 * What resource control policies over a role's account deny of assuming it, as statements that could stand in its trust policy
 * (IAM-SEMANTICS A6): the tests of external IDs weigh them with it. Statements with NotAction, NotResource or NotPrincipal are left out,
 * so that a role may be told as open that they close.
 */

import { editPolicy } from "../../../findings/policy-edit.ts";
import type { AccountId, Snapshot } from "../../../model/index.ts";

type Texts = string | readonly string[];
type Denial = {
  readonly Effect: string;
  readonly Action?: Texts;
  readonly Resource?: Texts;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
};

const known = new WeakMap<Snapshot, Map<AccountId, readonly Denial[]>>();

/** Texts of statements; none for the organization's management account, which no control policy limits. */
export function organizationDenials(
  snapshot: Snapshot,
  role: { readonly arn: string; readonly account: AccountId },
): readonly string[] {
  const byAccount = known.get(snapshot) ?? new Map<AccountId, readonly Denial[]>();
  known.set(snapshot, byAccount);
  const all = byAccount.get(role.account) ?? denialsOver(snapshot, role.account);
  byAccount.set(role.account, all);
  return all
    .filter(({ Resource }) => matchesOne(Resource, role.arn))
    .map(({ Principal = "*", Condition }) =>
      JSON.stringify({
        ...{ Effect: "Deny", Principal, Action: "sts:AssumeRole" },
        ...(Condition === undefined ? {} : { Condition }),
      }),
    );
}

/** Null: the policy is none that a statement could be added to. */
export function withDenials(trust: string, denials: readonly string[]): string | null {
  if (denials.length === 0) return trust;
  return editPolicy(
    trust,
    denials.map((text) => ({ kind: "add-statement", text })),
  );
}

function denialsOver(snapshot: Snapshot, id: AccountId): readonly Denial[] {
  const { organization } = snapshot;
  const account = snapshot.accounts[snapshot.accountIndex(id) ?? -1];
  if (organization === null || account === undefined || !account.inOrganization) return [];
  if (id === organization.managementAccount) return [];
  const path = new Set<string>([id]);
  for (
    let at: string | null = account.parent;
    at !== null && !path.has(at);
    at = organization.units.find((unit) => unit.id === at)?.parent ?? null
  ) {
    path.add(at);
  }
  return (organization.controlPolicies ?? [])
    .filter(({ type, targets }) => type === "RESOURCE_CONTROL_POLICY" && targets.some((one) => path.has(one)))
    .flatMap(({ document }) =>
      statementsIn(snapshot.documents.text(document, organization.managementAccount)),
    )
    .filter(({ Effect, Action }) => Effect === "Deny" && matchesOne(Action, "sts:assumerole"));
}

function statementsIn(text: string): readonly Denial[] {
  const policy: { readonly Statement?: Denial | readonly Denial[] } = JSON.parse(text);
  return [policy.Statement ?? []].flat();
}

/** Absent: it is another member's, and not told here. */
function matchesOne(patterns: Texts | undefined, text: string): boolean {
  return [patterns ?? []].flat().some((pattern) => {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i").test(text);
  });
}
