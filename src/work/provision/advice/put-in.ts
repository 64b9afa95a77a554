/** A snapshot as it would be with a way put into it: what is proven and exposed is asked of that, and of nothing else. */
import {
  type AccountId,
  type EventDocument,
  isArn,
  type Resource,
  type Snapshot,
  SnapshotBuilder,
  type Subject,
  withDocuments,
  withSubjects,
} from "../../../model/index.ts";
import {
  type AdviceQuestion,
  type AdviceTarget,
  type Circumstances,
  identityStatements,
  keyNeeds,
  policyText,
  statementsFor,
} from "../../../provision/advice/index.ts";
import {
  addStatements,
  type GrantDeclaration,
  grantServices,
  grantStatements,
  isHeld,
  keyStatements,
  type ManagedStatement,
  parseGrantResource,
} from "../../../provision/index.ts";
import { policyNamed, rowOf } from "./ground.ts";

export type PolicyPlan = {
  readonly resource: string;
  readonly account: AccountId;
  readonly type: string;
  readonly region: string | null;
  /** Null: there is none. */
  readonly before: string | null;
  /** Whether `before` is known; if it is not, `after` is what is written alone. */
  readonly isKnown: boolean;
  readonly after: string;
  readonly statements: readonly ManagedStatement[];
};

/** What a resource's policy, and that of its key, would be. */
export function policyPlans(
  question: AdviceQuestion,
  target: AdviceTarget,
  { catalogue, policyOf, keyOf }: Circumstances,
  snapshot: Snapshot,
): readonly PolicyPlan[] {
  const { grantable, account } = target;
  const statements = statementsFor(question, target, catalogue);
  if (grantable === null || !statements.ok) return [];
  const own = planOf(target, policyOf(target), statements.value);
  const key = keyNeeds(target, keyOf(target));
  const { caller } = question;
  const resource = key === null ? null : parseGrantResource(key.arn);
  // Of one account the key's policy lets in whom the account permits, or the grant of the key itself is asked for.
  const isOneAccount = "account" in caller && caller.account === account && caller.account === key?.account;
  if (key === null || resource?.ok !== true || !("account" in caller) || isOneAccount) {
    return own === null ? [] : [own];
  }
  const declaration: GrantDeclaration = {
    principal: { kind: caller.kind, account: caller.account, text: caller.text },
    resource: grantable,
    actions: target.actions,
    organization: question.organization,
    prefix: grantable.prefix,
  };
  const place = { ...target, grantable: resource.value, account: key.account, region: key.region };
  const ofKey = planOf(
    place,
    policyNamed(snapshot, key.arn, key.account),
    keyStatements(declaration, key.actions, key.region),
  );
  return [own, ofKey].flatMap((one) => one ?? []);
}

/** Null: it is refused, which the reasons tell. */
function planOf(
  { grantable, account, region }: AdviceTarget,
  before: string | null | undefined,
  statements: readonly ManagedStatement[],
): PolicyPlan | null {
  if (grantable === null) return null;
  const { type, limit } = grantServices[grantable.kind];
  const merged = addStatements(statements, limit)(before ?? null);
  if (merged.kind === "refused") return null;
  const after = merged.kind === "changed" ? merged.text : (before ?? null);
  if (after === null) return null;
  const isKnown = before !== undefined;
  return {
    resource: grantable.arn,
    account,
    type,
    region,
    before: before ?? null,
    isKnown,
    after,
    statements,
  };
}

export function withPolicies(snapshot: Snapshot, plans: readonly PolicyPlan[]): Snapshot {
  const documents = plans
    .filter(({ account }) => snapshot.accountIndex(account) !== null)
    .map(
      ({ account, type, region, resource: arn, after: text }): EventDocument => ({
        subject: { kind: "resource", account, type, region, arn },
        part: { kind: "resource-policy" },
        text,
      }),
    );
  return documents.length === 0 ? snapshot : withDocuments(snapshot, documents);
}

/** The statements that the caller needs in its own policies; empty: none. */
export function callerPolicy(question: AdviceQuestion, known: Circumstances): string | null {
  if (question.caller.kind === "service" || question.caller.kind === "anonymous") return null;
  return policyText(question.targets.flatMap((target) => identityStatements(target, known)));
}

/** With a policy of the caller's own; as it is, where the snapshot does not hold the caller. */
export function withCallerPolicy(
  snapshot: Snapshot,
  { caller }: AdviceQuestion,
  text: string | null,
): Snapshot {
  if (text === null || (caller.kind !== "role" && caller.kind !== "user")) return snapshot;
  if (!isHeld(snapshot, caller.text)) return snapshot;
  const subject: Subject = {
    kind: caller.kind,
    account: caller.account,
    name: caller.text.slice(caller.text.lastIndexOf("/") + 1),
  };
  return withDocuments(snapshot, [
    { subject, part: { kind: "inline-policy", name: "accesslens-advice" }, text },
  ]);
}

/** The key with a grant to the caller beside its policy. */
export function withKeyGrant(
  snapshot: Snapshot,
  { caller }: AdviceQuestion,
  target: AdviceTarget,
  catalogue: Circumstances["catalogue"],
): Snapshot {
  const { grantable, account } = target;
  const row = rowOf(snapshot, target);
  const known = snapshot.accounts[snapshot.accountIndex(account) ?? -1];
  const arn = grantable?.arn ?? "";
  if (grantable === null || !isArn(arn) || !("account" in caller) || known === undefined) return snapshot;
  const [statement] = grantStatements(
    {
      principal: { kind: caller.kind, account: caller.account, text: caller.text },
      resource: grantable,
      actions: target.actions,
      organization: null,
      prefix: "",
    },
    catalogue,
  );
  const others = Array.isArray(row?.attributes.grants) ? row.attributes.grants : [];
  const grant = {
    GrantId: statement?.Sid ?? "AccessLens",
    GranteePrincipal: caller.text,
    Operations: target.actions.map((action) => action.slice(action.indexOf(":") + 1)),
  };
  const builder = new SnapshotBuilder({ createdAt: snapshot.createdAt, source: snapshot.source });
  builder.addAccount({ id: account, partition: known.partition });
  const policy = row === null ? undefined : policyNamed(snapshot, arn, account);
  const resource: Resource = {
    ...(row ?? { type: "AWS::KMS::Key", region: target.region }),
    arn,
    policy: typeof policy === "string" ? builder.document(policy, account) : null,
    attributes: { ...row?.attributes, grants: [...others, grant] },
  };
  builder.addDetails(account, { resources: [resource] });
  return withSubjects(snapshot, builder.build(), [
    { kind: "resource", account, type: resource.type, region: target.region, arn },
  ]);
}
