import { keyFacts, type SessionAction } from "../../../authz/index.ts";
import { glob, patternMatches } from "../../../logic/index.ts";
import type { ActionElement, Condition, PrincipalEntry, Statement } from "../../../policy/ast.ts";
import { allowStatements, type Draft, type TrustRule, type TrustView } from "../../rule.ts";
import { bringingOf } from "../../services-that-bring.ts";

type Lack = {
  readonly action: SessionAction;
  /** The key that asks for it, or the service that brings it. */
  readonly by: string;
  readonly kind: "key" | "service";
  readonly statements: number[];
};

export const actionMissingForKey: TrustRule = {
  kind: "trust",
  id: "action-missing-for-key",
  title: "Condition key without the action that sets it",
  rationale:
    "A caller brings session tags only with sts:TagSession, a source identity only with sts:SetSourceIdentity and a " +
    "context only with sts:SetContext; without them the whole call fails. A condition on such a key in a policy that does " +
    "not allow the action can never be met, so that the role can't be assumed that way at all. IAM Roles Anywhere, EKS Pod " +
    "Identity and Account Access Manager bring these always.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html",
    "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
    "Access Analyzer MISSING_ACTION_FOR_CONDITION_KEY",
    "Access Analyzer MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
  ],
  severity: "medium",
  appliesTo: ({ keys, hasService }) => hasService || [...keys].some((key) => keyFacts(key).needs !== null),

  *check(view): Iterable<Draft> {
    const statements = allowStatements(view.document);
    const lacks = new Map<string, Lack>();
    for (const statement of statements) {
      for (const { action, by, kind } of needsOf(statement)) {
        if (isAllowed(action, statement, by, kind, statements)) continue;
        const cause = `${action} ${by}`;
        const known = lacks.get(cause);
        if (known === undefined) lacks.set(cause, { action, by, kind, statements: [statement.index] });
        else if (!known.statements.includes(statement.index)) known.statements.push(statement.index);
      }
    }
    for (const [cause, lack] of lacks) yield draftOf(cause, lack, view);
  },

  fix: (_view, draft) => {
    const action = draft.cause.split(" ")[0] ?? "";
    return {
      summary: `Allow ${action} in the same statement.`,
      edits: draft.statements.map((statement) => ({ kind: "add-actions", statement, actions: [action] })),
    };
  },
};

type Need = Pick<Lack, "action" | "by" | "kind">;

function needsOf(statement: Statement): readonly Need[] {
  const needs: Need[] = [];
  for (const condition of statement.conditions) {
    const action = neededBy(condition);
    if (action !== null && condition.kind === "test") needs.push({ action, by: condition.key, kind: "key" });
  }
  for (const { type, value } of statement.principal?.entries ?? []) {
    if (type !== "Service" || statement.principal?.negated !== false) continue;
    for (const action of bringingOf(value)?.actions ?? []) needs.push({ action, by: value, kind: "service" });
  }
  return needs.length > 0 && allowsAssuming(statement.action) ? needs : [];
}

/** Only a condition that fails without the key needs the action. */
function neededBy(condition: Condition): SessionAction | null {
  if (condition.kind !== "test") return null;
  const { operator, quantifier, ifExists, key, values } = condition;
  if (operator === "Null" ? !values.every(({ text }) => /^false$/i.test(text)) : isMetWithoutKey())
    return null;
  return keyFacts(key).needs;

  function isMetWithoutKey(): boolean {
    if (quantifier === "ForAnyValue") return false;
    return ifExists || quantifier === "ForAllValues" || operator.includes("Not");
  }
}

function allowsAssuming({ negated, patterns }: ActionElement): boolean {
  if (negated) return true;
  return patterns.some(({ text }) => {
    const pattern = glob(text.toLowerCase());
    return ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"].some((action) =>
      patternMatches(pattern, action),
    );
  });
}

function allows({ negated, patterns }: ActionElement, action: SessionAction): boolean {
  const isNamed = patterns.some(({ text }) => patternMatches(glob(text.toLowerCase()), action.toLowerCase()));
  return negated !== isNamed;
}

/** In the same statement, or in another one for the same principal. */
function isAllowed(
  action: SessionAction,
  statement: Statement,
  by: string,
  kind: Lack["kind"],
  statements: readonly Statement[],
): boolean {
  if (allows(statement.action, action)) return true;
  const asked = (statement.principal?.entries ?? []).filter(({ value }) => kind === "key" || value === by);
  return asked.every((entry) =>
    statements.some((other) => allows(other.action, action) && namesToo(other, entry)),
  );
}

function namesToo(statement: Statement, { type, value }: PrincipalEntry): boolean {
  const entries = statement.principal?.entries ?? [];
  if (statement.principal?.negated !== false) return true;
  return entries.some(
    (other) =>
      other.value === value ||
      (other.value === "*" && (type === "AWS" || other.type === "*")) ||
      (type === "AWS" && other.type === "AWS" && isAccountOf(other.value, value)),
  );
}

/** `root`: an account's root or id, which stands for all its principals (IAM-SEMANTICS 12). */
function isAccountOf(root: string, arn: string): boolean {
  const account = root.endsWith(":root") ? root.split(":")[4] : root;
  return account !== undefined && account !== "" && arn.split(":")[4] === account;
}

function draftOf(cause: string, lack: Lack, view: TrustView): Draft {
  const { action, by, kind, statements } = lack;
  const isOnlyWay = view.grants.every(({ allowedBy }) => allowedBy.every((one) => statements.includes(one)));
  const unless = kind === "service" ? bringingOf(by)?.unless : undefined;
  return {
    cause,
    severity: isOnlyWay && unless === undefined ? "medium" : "low",
    reasons: [
      kind === "key"
        ? `Without ${action} nobody can bring ${by}, and a request without it is refused.`
        : `${by} brings what needs ${action}, and its calls fail without it${unless === undefined ? "" : `, ${unless}`}.`,
      isOnlyWay ? "The role has no other way in." : "Other ways into the role work.",
    ],
    title: `${by} is ${kind === "key" ? "asked for" : "trusted"}, but ${action} is not allowed`,
    grants: [],
    statements,
  };
}
