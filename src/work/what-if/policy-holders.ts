/** Whether an edit takes permissions away and gives none, and whom it concerns. */
import type { PolicyEdit } from "../../graph/reach/index.ts";
import type { Arn, PolicyHolder, Snapshot, SnapshotEdit } from "../../model/index.ts";
import { parsePolicy } from "../../policy/index.ts";
import { principalsOf } from "./assumption-changes.ts";
import type { Change } from "./changes.ts";
import { namedPolicy } from "./named-policy.ts";

/** Null: it may give somebody more, or is of another kind. `edit`: what `change` comes to. */
export function narrowingEdit(change: Change, edit: SnapshotEdit, snapshot: Snapshot): PolicyEdit | null {
  if (change.kind !== "remove-statement" || !removesAllow(change, snapshot)) return null;
  switch (edit.kind) {
    case "inline-policy":
      return { edit, holders: principalsOf(edit.holder, snapshot) };
    case "managed-policy":
      return { edit, holders: holdersOf(edit.policy, edit.account, snapshot) };
    default:
      return null;
  }
}

function removesAllow(
  { policy, statement }: Extract<Change, { readonly kind: "remove-statement" }>,
  snapshot: Snapshot,
): boolean {
  const found = namedPolicy(policy, { snapshot, where: "" });
  const text = found.ok ? found.value.text : null;
  const parsed = text === null ? null : parsePolicy(text, { kind: "identity" });
  if (parsed?.ok !== true) return false;
  const { statements } = parsed.value;
  const meant =
    typeof statement === "number" ? statements[statement] : statements.find(({ sid }) => sid === statement);
  return meant?.effect === "Allow";
}

/** Everybody of the account to whom it is attached, or whose boundary it is. */
function holdersOf(policy: Arn, account: number, snapshot: Snapshot): readonly Arn[] {
  const [first, end] = snapshot.roles.ofAccount(account);
  const holders: PolicyHolder[] = [];
  for (let role = first; role < end; role++) {
    const { attachedPolicies, permissionsBoundary } = snapshot.roles.row(role);
    if (attachedPolicies.includes(policy) || permissionsBoundary === policy)
      holders.push({ kind: "role", role });
  }
  const data = snapshot.accountData(account);
  for (const { name, attachedPolicies, permissionsBoundary } of data?.users ?? []) {
    if (attachedPolicies.includes(policy) || permissionsBoundary === policy)
      holders.push({ kind: "user", account, name });
  }
  for (const { name, attachedPolicies } of data?.groups ?? [])
    if (attachedPolicies.includes(policy)) holders.push({ kind: "group", account, name });
  return [...new Set(holders.flatMap((holder) => principalsOf(holder, snapshot)))];
}
