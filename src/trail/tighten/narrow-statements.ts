/** Which principals of a trust policy's statements may go or be narrowed, by who came in through each. */

import type { StatementEdit } from "../../findings/rule.ts";
import { glob, patternMatches } from "../../logic/index.ts";
import { isAccountId, splitArn } from "../../model/index.ts";
import type { PolicyDocument, PrincipalEntry, Statement } from "../../policy/index.ts";
import { trustStatements } from "../audit/audit-kind.ts";
import type { AuditedUse } from "../audit/index.ts";
import type { Replayed } from "../replay/index.ts";
import { isPathUntold, isSameService, mayBeNamed } from "../resolve/index.ts";

export type ReplayedUse = { readonly one: AuditedUse; readonly was: Replayed };

export type Narrowing = {
  readonly statement: number;
  readonly sid: string | null;
  /** As the policy writes it. */
  readonly principal: string;
  /** Who is named instead; empty: nobody came in by it, and it goes. */
  readonly by: readonly string[];
};

type Narrowed = { readonly narrowings: readonly Narrowing[]; readonly edits: readonly StatementEdit[] };

const assumptions = ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"];

export function narrowedStatements(
  document: PolicyDocument,
  role: { readonly account: string },
  uses: readonly ReplayedUse[],
): Narrowed {
  const narrowings: Narrowing[] = [];
  const edits: StatementEdit[] = [];
  for (const statement of document.statements) {
    if (!canBeNarrowed(statement)) continue;
    const own = uses
      .filter(({ was }) => trustStatements(was).some(({ statement: index }) => index === statement.index))
      .filter(({ was }) => was.kind === "allowed" || was.kind === "unknown")
      .map(({ one }) => one);
    for (const entry of statement.principal?.entries ?? []) {
      const edit = narrowed(entry, statement, role, own);
      if (edit === null) continue;
      const { index, sid } = statement;
      narrowings.push({ statement: index, sid, principal: entry.value, by: edit.by });
      edits.push(...edit.edits);
    }
  }
  return { narrowings, edits };
}

/** One that says nothing of who assumes the role, but of what sessions bring, may belong to another statement's callers. */
function canBeNarrowed({ effect, principal, exact, action }: Statement): boolean {
  if (effect !== "Allow" || principal === null || principal.negated || !exact || action.negated) return false;
  return action.patterns.some(({ text }) =>
    assumptions.some((one) => patternMatches(glob(text.toLowerCase()), one)),
  );
}

type Edit = { readonly by: readonly string[]; readonly edits: readonly StatementEdit[] };

/** Null: it stays as it is. */
function narrowed(
  entry: PrincipalEntry,
  statement: Statement,
  role: { readonly account: string },
  uses: readonly AuditedUse[],
): Edit | null {
  const own = uses.filter((one) => mayCome(entry, one));
  const { index } = statement;
  const gone: Edit = {
    by: [],
    edits: [{ kind: "remove-principal", statement: index, value: entry.value }],
  };
  if (own.length === 0) return gone;
  const account = accountNamed(entry);
  if (entry.type !== "*" && account === null) return null;
  const names = namesOf(own);
  // Of some it is not known by which ARN to name them, or who they are at all.
  if (names === null) return null;
  // Who is named by an ARN of the role's own account needs no word of its own policies any more (IAM-SEMANTICS 23): by a condition
  // the account stays what it is.
  if (account === role.account) {
    if (
      statement.conditions.some((one) => one.kind !== "test" || one.key.toLowerCase() === "aws:principalarn")
    )
      return null;
    const require: StatementEdit = {
      ...{ kind: "require-of", statement: index, principals: [entry.value] },
      ...{ operator: "ArnEquals", key: "aws:PrincipalArn", values: names },
    };
    return { by: names, edits: [require] };
  }
  return {
    by: names,
    edits: [{ kind: "replace-principal", statement: index, value: entry.value, by: names }],
  };
}

function mayCome({ type, value }: PrincipalEntry, { use, caller }: AuditedUse): boolean {
  switch (type) {
    case "*":
      return true;
    case "AWS": {
      if (value === "*") return true;
      const account = isAccountId(value) ? value : (splitArn(value)?.account ?? null);
      // Sessions and unique ids: that it is another's can't be told, so that it stays.
      const isExact = /:(role|user)\//.test(value) && caller.arn !== null;
      return isExact ? mayBeNamed(value, caller) : account === null || account === caller.account;
    }
    case "Federated":
      return (
        use.caller.kind === "federated" &&
        (value === use.caller.provider || !use.caller.provider.startsWith("arn:"))
      );
    case "Service":
      return use.caller.kind === "service"
        ? isSameService(value, use.caller.service)
        : use.caller.kind === "certificate";
    case "CanonicalUser":
      return true;
  }
}

/** The account, where a whole one is named; null for all else. */
function accountNamed({ type, value }: PrincipalEntry): string | null {
  if (type !== "AWS") return null;
  if (value === "*") return "*";
  if (isAccountId(value)) return value;
  return /^arn:[^:]+:iam::\d{12}:root$/.test(value) ? (splitArn(value)?.account ?? null) : null;
}

function namesOf(uses: readonly AuditedUse[]): readonly string[] | null {
  const names = new Set<string>();
  for (const { caller } of uses) {
    // AWS takes no principal that is not there, so that whoever is gone can't be named.
    const { kind } = caller.standing;
    if (caller.arn === null || isPathUntold(caller) || kind === "gone" || kind === "not-a-principal")
      return null;
    names.add(caller.arn);
  }
  return [...names].sort();
}
