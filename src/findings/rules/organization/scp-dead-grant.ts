import type { ControlLimit } from "../../../authz/symbolic/control-limits.ts";
import { type Arn, type ControlPolicy, isArn, type Organization, splitArn } from "../../../model/index.ts";
import { accountLabel } from "../../account-label.ts";
import { type DeadGrants, type DeadPlace, deadGrants } from "../../dead-grants/dead-grants.ts";
import type { ControlDraft, ControlRule, PolicyPlace, RuleContext } from "../../rule.ts";
import { capitalized } from "../../sentence.ts";

export const scpDeadGrant: ControlRule = {
  kind: "control",
  id: "scp-dead-grant",
  title: "Grants of which SCPs leave nothing",
  rationale:
    "An Allow statement of an identity policy, every request of which SCPs over the account deny or do not allow, grants " +
    "nothing. That is harmless today, and it is alive again the day the SCP is changed or detached, or the account moves to " +
    "where it is not attached. If nobody wants the access, take it out of the policy; if somebody does, the SCP breaks it. " +
    "Told once for the SCP statements that together leave nothing, and only where that is certain for every request. AWS's own " +
    "policies, policies that nobody has and service-linked roles are left out, and so are trust and resource policies.",
  references: [
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  ],
  severity: "info",

  *check(context): Iterable<ControlDraft> {
    const { organization } = context.snapshot;
    if (organization === null) return;
    for (const dead of deadGrants(context.snapshot)) {
      const draft = draftOf(dead, organization, context);
      if (draft !== null) yield draft;
    }
  },

  advice: () =>
    "Take the statements out of their policies if nobody wants what they allow; otherwise let the SCP leave it.",
};

/** Null: an id is none of AWS's, so that the policy has no ARN. */
function draftOf(dead: DeadGrants, organization: Organization, context: RuleContext): ControlDraft | null {
  const killers = dead.killers.map((limit) => ({ limit, policies: policiesOf(limit, organization) }));
  const [first] = killers.flatMap(({ policies }) => policies);
  const subject = first === undefined ? null : arnOf(first, organization, context);
  if (subject === null) return null;
  const names = [...new Set(killers.flatMap(({ policies }) => policies.map(({ name }) => name)))];
  const which = `${names.length === 1 ? "SCP" : "SCPs"} ${names.join(", ")}`;
  return {
    cause: killers.map(causeOf).join(", "),
    severity: "info",
    reasons: [
      `${capitalized(killers.map(clauseOf).join("; "))}: ${killers.length === 1 ? "that is" : "together that is"} all that these statements allow.`,
      "Nobody can use them today. They are alive again the day an SCP is changed or detached, or the account moves to where it is not attached.",
    ],
    title: `${which} ${names.length === 1 ? "leaves" : "leave"} ${countText(dead.statements, "Allow statement")} of ${countText(dead.policies, "policy")} in ${countText(dead.accounts, "account")} nothing to allow`,
    grants: [],
    statements: [],
    subject,
    account: organization.managementAccount,
    evidence: [
      ...killers.flatMap(({ limit, policies }) =>
        policies.map((policy) => ofControl(policy, limit, organization)),
      ),
      ...dead.places.slice(0, shownPlaces).map(ofPlace),
    ],
    impact: [
      ...dead.places.map((place) => placeText(place, context)),
      ...(dead.policies > dead.places.length
        ? [`… and ${dead.policies - dead.places.length} more policies.`]
        : []),
    ],
  };
}

/** Places whose statements are shown; the others are listed. */
const shownPlaces = 3;

function policiesOf(limit: ControlLimit, { controlPolicies }: Organization): readonly ControlPolicy[] {
  const numbers = limit.kind === "deny" ? [limit.policy] : limit.policies;
  return numbers.flatMap((number) => controlPolicies?.[number] ?? []);
}

type Killer = { readonly limit: ControlLimit; readonly policies: readonly ControlPolicy[] };

function causeOf({ limit, policies }: Killer): string {
  const ids = policies.map(({ id }) => id).join("+");
  return limit.kind === "deny" ? `${ids} ${limit.statement.sid ?? limit.statement.index}` : `only ${ids}`;
}

function clauseOf({ limit, policies }: Killer): string {
  const names = policies.map(({ name }) => name).join(", ");
  if (limit.kind === "level") return `what is attached at one level (${names}) does not allow it`;
  const { index, sid } = limit.statement;
  return `statement ${index + 1}${sid === null ? "" : ` (${sid})`} of SCP ${names} denies it`;
}

function arnOf({ id }: ControlPolicy, organization: Organization, { snapshot }: RuleContext): Arn | null {
  const index = snapshot.accountIndex(organization.managementAccount);
  const partition = (index === null ? undefined : snapshot.accounts[index]?.partition) ?? "aws";
  // AWS's own are of no organization.
  const owner =
    id === "p-FullAWSAccess" ? "aws:policy" : `${organization.managementAccount}:policy/${organization.id}`;
  const arn = `arn:${partition}:organizations::${owner}/service_control_policy/${id}`;
  return isArn(arn) ? arn : null;
}

function ofControl(
  policy: ControlPolicy,
  limit: ControlLimit,
  { managementAccount: account, controlPolicies }: Organization,
): PolicyPlace {
  const shown =
    limit.kind === "deny" ? [limit] : limit.allows.filter((one) => controlPolicies?.[one.policy] === policy);
  const { name, document } = policy;
  const statements = shown.map(({ statement }) => statement.index);
  return { policy: `SCP ${name}`, account, document, kind: "scp", statements };
}

function ofPlace(place: DeadPlace): PolicyPlace {
  return { ...place, kind: "identity" };
}

function placeText({ policy, account, statements }: DeadPlace, context: RuleContext): string {
  const numbers = statements.map((statement) => statement + 1).join(", ");
  const where = accountLabel(context.snapshot.accountIndex(account) ?? 0, context);
  return `${splitArn(policy)?.resource ?? policy} of ${where}: ${statements.length === 1 ? "statement" : "statements"} ${numbers}.`;
}

function countText(count: number, word: string): string {
  const many = word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`;
  return `${count} ${count === 1 ? word : many}`;
}
