/** Every identity policy of a snapshot with its holder: inline ones where they stand, customer-managed ones once. */
import {
  type AccountId,
  type AccountIndex,
  type Arn,
  type DocumentIndex,
  fromTemplate,
  ownAccount,
  type RoleIndex,
  type Snapshot,
} from "../model/index.ts";
import type { PolicyDocument } from "../policy/ast.ts";
import { parsePolicy } from "../policy/index.ts";
import { identityFacts } from "./identity-facts.ts";
import type { IdentityFacts, PolicyHolder } from "./rule.ts";

export type HeldPolicy = {
  readonly kind: PolicyHolder["kind"];
  readonly account: AccountId;
  readonly document: DocumentIndex;
  /** Made when asked for: most policies are dismissed by their document. */
  holder(): PolicyHolder;
  name(): string;
};

export function* heldPolicies(snapshot: Snapshot): Iterable<HeldPolicy> {
  yield* policiesOfRoles(snapshot, 0, snapshot.roles.count);
  for (const index of snapshot.accounts.keys()) yield* policiesOfAccount(snapshot, index);
}

/** Of all but its roles. */
export function* policiesOfAccount(snapshot: Snapshot, index: AccountIndex): Iterable<HeldPolicy> {
  const account = snapshot.accounts[index]?.id;
  const data = snapshot.accountData(index);
  if (account === undefined || data === null) return;
  for (const [kind, list] of [
    ["user", data.users],
    ["group", data.groups],
  ] as const) {
    for (const { arn, inlinePolicies } of list) {
      for (const { name, document } of inlinePolicies) yield held(kind, arn, account, document, name);
    }
  }
  for (const { arn, document } of data.managedPolicies) {
    if (!arn.includes(":iam::aws:policy/")) yield held("managed-policy", arn, account, document, arn);
  }
}

/** From the first role to before the last. */
export function* policiesOfRoles(snapshot: Snapshot, first: RoleIndex, end: RoleIndex): Iterable<HeldPolicy> {
  const { columns } = snapshot.roles;
  for (let role = first; role < end; role++) {
    const account = snapshot.accounts[columns.account[role] ?? 0]?.id;
    if (account === undefined) continue;
    for (let at = columns.inlineStart[role] ?? 0; at < (columns.inlineStart[role + 1] ?? 0); at++) {
      yield {
        kind: "role",
        account,
        // INVARIANT: document numbers of the columns are indexes of the table.
        document: columns.inlineDocument[at] as DocumentIndex,
        holder: () => ({ kind: "role", arn: snapshot.roles.arn(role), account }),
        name: () => columns.texts.at(columns.inlineName[at] ?? 0),
      };
    }
  }
}

function held(
  kind: PolicyHolder["kind"],
  arn: Arn,
  account: AccountId,
  document: DocumentIndex,
  name: string,
): HeldPolicy {
  return { kind, account, document, holder: () => ({ kind, arn, account }), name: () => name };
}

export type IdentityTemplate = { readonly document: PolicyDocument; readonly facts: IdentityFacts };

/** Null where the text shows that no rule about assuming roles could apply: it is not even parsed then. */
export function readIdentityTemplate(snapshot: Snapshot, index: DocumentIndex): IdentityTemplate | null {
  const text = snapshot.documents.template(index);
  if (!couldAllowSts(text)) return null;
  const parsed = parsePolicy(fromTemplate(text, ownAccount), { kind: "identity" });
  return parsed.ok ? { document: parsed.value, facts: identityFacts(parsed.value) } : null;
}

/** The actions that cover an action of sts begin with `sts:` or a star, or are told by exclusion; `\u` could hide one. */
function couldAllowSts(text: string): boolean {
  return /sts:|"(?:Not)?Action"\s*:\s*(?:\[[^\]]*)?"\*|NotAction|\\u/i.test(text);
}
