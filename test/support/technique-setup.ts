/** One account in which a technique works, made from its own declaration; twins change one thing of it. */
import type { Need, Place, Technique } from "../../src/graph/techniques/technique.ts";
import {
  type AccountPlan,
  allow,
  allowAll,
  policyArn,
  type ResourcePlan,
  type RolePlan,
  roleArn,
  type Statement,
  type Statements,
  trusts,
  type UserPlan,
  userArn,
} from "./planned-organization.ts";

export type Setup = {
  readonly technique: Technique;
  readonly account: string;
  readonly caller: "role" | "user";
  /** The caller's, one for each need, in the needs' order. */
  readonly allows: readonly Conditional[];
  /** The caller's other ones. */
  readonly more: Statements;
  readonly held: "inline" | "managed" | "group" | "managed by group";
  readonly boundary: Statements | null;
  /** Of the account's own SCP; null: FullAWSAccess alone. */
  readonly scp: { readonly statements: Statements; readonly isOnly: boolean } | null;
  /** Whom the target lets in. */
  readonly trust: Statements;
  readonly hasInstanceProfile: boolean;
  readonly workload: "the target's" | "another's" | "none";
  readonly existing: "there" | "none";
  /** Whether the target has a permissions boundary. */
  readonly isLimited: boolean;
  /** Whether the identity provider that the target trusts is there. */
  readonly provider: "there" | "none" | "unknown";
};

const region = "us-east-1";

/** A member of the organization beside the twin's account, for techniques that reach others. */
export const otherAccount = "300000000000";

/** An ARN of each type of workload, in an account. */
const workloads: Readonly<Record<string, string>> = {
  "AWS::AppRunner::Service": "apprunner:us-east-1:ACCOUNT:service/made/made",
  "AWS::Batch::JobDefinition": "batch:us-east-1:ACCOUNT:job-definition/made",
  "AWS::BedrockAgentCore::CodeInterpreterCustom":
    "bedrock-agentcore:us-east-1:ACCOUNT:code-interpreter-custom/made",
  "AWS::BedrockAgentCore::Runtime": "bedrock-agentcore:us-east-1:ACCOUNT:runtime/made",
  "AWS::CloudFormation::Stack": "cloudformation:us-east-1:ACCOUNT:stack/made/made",
  "AWS::CloudFormation::StackSet": "cloudformation:us-east-1:ACCOUNT:stackset/made:made",
  "AWS::CodeBuild::Project": "codebuild:us-east-1:ACCOUNT:project/made",
  "AWS::EC2::Instance": "ec2:us-east-1:ACCOUNT:instance/made",
  "AWS::EC2::LaunchTemplate": "ec2:us-east-1:ACCOUNT:launch-template/made",
  "AWS::ECS::Service": "ecs:us-east-1:ACCOUNT:service/made/made",
  "AWS::EMR::Cluster": "elasticmapreduce:us-east-1:ACCOUNT:cluster/made",
  "AWS::Glue::DevEndpoint": "glue:us-east-1:ACCOUNT:devEndpoint/made",
  "AWS::Glue::Job": "glue:us-east-1:ACCOUNT:job/made",
  "AWS::Lambda::Function": "lambda:us-east-1:ACCOUNT:function:made",
  "AWS::RolesAnywhere::Profile": "rolesanywhere:us-east-1:ACCOUNT:profile/made",
  "AWS::SageMaker::NotebookInstance": "sagemaker:us-east-1:ACCOUNT:notebook-instance/made",
  "AWS::SageMaker::UserProfile": "sagemaker:us-east-1:ACCOUNT:user-profile/made/made",
  "AWS::StepFunctions::StateMachine": "states:us-east-1:ACCOUNT:stateMachine:made",
};

/** The kinds of callers that the technique is for. */
export function callersOf({ gives }: Technique): readonly ("role" | "user")[] {
  return gives.kind === "self" ? gives.principals : ["user", "role"];
}

export function perfectSetup(technique: Technique, caller: "role" | "user", account: string): Setup {
  const setup: Setup = {
    technique,
    account,
    caller,
    allows: [],
    more: [],
    held: "inline",
    boundary: null,
    scp: null,
    trust: [],
    hasInstanceProfile: true,
    workload: "the target's",
    existing: "there",
    isLimited: freesOthers(technique),
    provider:
      technique.gives.kind === "federated-role" && technique.gives.provider.startsWith("missing")
        ? "none"
        : "there",
  };
  const allows = technique.needs.map((need) => statementOf(need, setup));
  return {
    ...setup,
    trust: trustOf(setup),
    allows,
    // It has to allow that it is taken away.
    boundary: technique.gives.kind === "self" && technique.gives.by === "boundary" ? allows : null,
  };
}

/** No more than what the need asks for: also of the keys that the technique fixes. */
function statementOf(need: Need, setup: Setup): Conditional {
  const { gives } = setup.technique;
  const statement = allow(need.action, placeArn(need.on, setup));
  // What a new principal is given is fixed, too.
  const attaches = /^iam:Attach(Role|User)Policy$/.test(need.action) && need.context === undefined;
  const fixed = attaches ? { "iam:PolicyARN": "arn:${Partition}:iam::aws:policy/AdministratorAccess" } : {};
  const context = Object.entries(need.context ?? fixed).map(([key, value]) => [
    key,
    value.replace("${Partition}", "aws"),
  ]);
  if (need.action === "iam:PassRole" && context.length === 0 && gives.kind === "passed-role")
    return under(statement, { StringEquals: { "iam:PassedToService": gives.services } });
  return context.length === 0 ? statement : under(statement, { StringEquals: Object.fromEntries(context) });
}

function trustOf(setup: Setup): Statements {
  const { gives } = setup.technique;
  if (gives.kind === "assumable-role") return [trusts({ AWS: setup.account })];
  if (gives.kind === "edited" && gives.taken === "assume") return [trusts({ AWS: callerArn(setup) })];
  if (gives.kind === "federated-role") return [trustInProvider(setup)];
  const services = "services" in gives ? gives.services : undefined;
  return [trusts({ Service: services?.[0] ?? "backup.amazonaws.com" })];
}

function providerArn({ account, technique: { gives } }: Setup): string {
  const isOidc = gives.kind === "federated-role" && gives.provider === "missing-oidc";
  return `arn:aws:iam::${account}:${isOidc ? "oidc-provider/issuer.example" : "saml-provider/made"}`;
}

/** Under a condition that the provider decides. */
function trustInProvider(setup: Setup): Statement {
  const { gives } = setup.technique;
  const kind = gives.kind === "federated-role" ? gives.provider : "existing-saml";
  const [action, key] =
    kind === "cognito"
      ? ["sts:AssumeRoleWithWebIdentity", "cognito-identity.amazonaws.com:aud"]
      : kind === "missing-oidc"
        ? ["sts:AssumeRoleWithWebIdentity", "issuer.example:sub"]
        : ["sts:AssumeRoleWithSAML", "SAML:sub"];
  const Federated = kind === "cognito" ? "cognito-identity.amazonaws.com" : providerArn(setup);
  return { ...trusts({ Federated }, { StringEquals: { [key]: "somebody" } }), Action: action };
}

/** By taking their boundaries away. */
function freesOthers({ gives }: Technique): boolean {
  return gives.kind === "edited" && (gives.by === "boundary" || gives.frees === true);
}

export function callerArn({ caller, account }: Setup): string {
  return caller === "role" ? roleArn(account, "caller") : userArn(account, "caller");
}

/** Whom the technique gives: the caller itself, where it edits itself. */
export function targetArn(setup: Setup): string {
  const { gives } = setup.technique;
  if (gives.kind === "self") return callerArn(setup);
  return isAboutUser(setup.technique) ? userArn(setup.account, "target") : roleArn(setup.account, "target");
}

function isAboutUser({ gives }: Technique): boolean {
  return gives.kind === "user" || (gives.kind === "edited" && gives.principal === "user");
}

/** `made` stands for whatever the caller may choose. */
export function placeArn(on: Place, setup: Setup, name = "made"): string {
  const { account, technique } = setup;
  switch (on) {
    case "nothing":
      return "*";
    case "target":
      return targetArn(setup);
    case "workload":
      return workloadArn(technique, account);
    case "provider":
      return providerArn(setup);
    case "boundary":
      return policyArn(account, technique.gives.kind === "self" ? "boundary" : "limit");
    case "member-root":
      return `arn:aws:iam::${otherAccount}:root`;
    case "policy":
      return policyArn(account, "edited");
    case "group":
      return `arn:aws:iam::${account}:group/${groupOf(technique)}`;
    default:
      return formArn(on.form, account, name);
  }
}

export function formArn(form: string, account: string, name: string): string {
  const parts = form.replaceAll("${Partition}", "aws").replaceAll("${Account}", account).split(":");
  const [, , , place = "", owner = ""] = parts;
  const rest = parts.slice(5).join(":").replaceAll("*", name);
  const owned = owner === "*" ? account : owner;
  return [...parts.slice(0, 3), place === "*" ? region : place, owned, rest].join(":");
}

function workloadArn({ id, gives }: Technique, account: string): string {
  const type = gives.kind === "workload-role" ? gives.workload.types[0] : undefined;
  const rest = workloads[type ?? ""];
  if (rest === undefined) throw new Error(`the table of workloads has an ARN for ${id}: ${type}`);
  return `arn:aws:${rest.replace("ACCOUNT", account)}`;
}

/** The better group allows everything. */
function groupOf({ gives }: Technique): "own" | "better" {
  return gives.kind === "self" && gives.by === "joined-group" ? "better" : "own";
}

export function accountOf(setup: Setup): AccountPlan {
  const { account, technique, boundary, held } = setup;
  const own = [...setup.allows, ...setup.more];
  const caller = callerOf(setup);
  const harmless = [allow("sts:GetCallerIdentity")];
  const users: UserPlan[] = [];
  const roles: RolePlan[] = [{ name: "bystander", trust: [trusts({ Service: "backup.amazonaws.com" })] }];
  if (setup.caller === "user") {
    const groups = [
      ...(technique.gives.kind === "self" ? ["own"] : []),
      ...(held.includes("group") ? ["holders"] : []),
    ];
    users.push({ ...caller, groups });
  } else roles.push({ ...caller, trust: [trusts({ Service: "backup.amazonaws.com" })] });
  const edited = editsPolicy(technique) ? ["edited"] : [];
  if (technique.gives.kind !== "self") {
    const target = { name: "target", attached: edited, ...(setup.isLimited ? { boundary: "limit" } : {}) };
    const { trust, hasInstanceProfile } = setup;
    if (isAboutUser(technique)) users.push(target);
    else roles.push({ ...target, trust, hasInstanceProfile });
  }
  return {
    id: account,
    users,
    roles,
    groups: [
      { name: "own" },
      { name: "better", policies: [[allowAll]] },
      held === "managed by group"
        ? { name: "holders", attached: ["permissions"] }
        : { name: "holders", policies: held === "group" ? [own] : [] },
    ],
    managed: [
      { name: "edited", statements: harmless },
      { name: "limit", statements: harmless },
      { name: "permissions", statements: held.startsWith("managed") ? own : harmless },
      ...(boundary === null ? [] : [{ name: "boundary", statements: boundary }]),
    ],
    resources: resourcesOf(setup),
    ...(technique.gives.kind === "federated-role" ? providersOf(setup) : {}),
    ...(technique.gives.kind === "member-root"
      ? { settings: { EnabledFeatures: technique.gives.enabled === "already" ? ["RootSessions"] : [] } }
      : {}),
  };
}

function providersOf(setup: Setup): Pick<AccountPlan, "samlProviders" | "oidcProviders"> {
  const arn = providerArn(setup);
  const there = setup.provider === "unknown" ? null : setup.provider === "there" ? [arn] : [];
  return arn.includes(":saml-") ? { samlProviders: there } : { oidcProviders: there };
}

function callerOf({ technique, allows, more, boundary, held }: Setup): UserPlan {
  const isEdited = technique.gives.kind === "self" && editsPolicy(technique);
  return {
    name: "caller",
    policies: held === "inline" ? [[...allows, ...more]] : [],
    attached: [...(held === "managed" ? ["permissions"] : []), ...(isEdited ? ["edited"] : [])],
    ...(boundary === null ? {} : { boundary: "boundary" }),
  };
}

function editsPolicy({ gives }: Technique): boolean {
  return (gives.kind === "self" || gives.kind === "edited") && gives.by === "attached-policy";
}

function resourcesOf(setup: Setup): readonly ResourcePlan[] {
  const { technique, account, workload, existing } = setup;
  const { gives, needs } = technique;
  const found = new Map<string, ResourcePlan>();
  if (existing === "there") {
    for (const { on } of needs) {
      if (typeof on === "string" || !("existing" in on)) continue;
      const arn = placeArn(on, setup);
      found.set(arn, { arn, type: on.existing });
    }
  }
  if (gives.kind === "workload-role" && workload !== "none") {
    const arn = workloadArn(technique, account);
    const role = roleArn(account, workload === "another's" ? "bystander" : "target");
    found.set(arn, {
      arn,
      type: gives.workload.types[0] ?? "",
      attributes: {
        [gives.workload.roleFrom[0] ?? ""]: gives.workload.roleFrom[0] === "roleArns" ? [role] : role,
      },
    });
  }
  return [...found.values()];
}

/** The same in another account. */
export function inAccount(setup: Setup, account: string): Setup {
  const moved: Setup = JSON.parse(JSON.stringify(setup).replaceAll(setup.account, account));
  return { ...moved, technique: setup.technique };
}

/** An ARN that the need is not about. */
export function elsewhere({ on }: Need, setup: Setup): string {
  if (on === "nothing") return "arn:aws:s3:::elsewhere";
  const arn = placeArn(on, setup);
  if (typeof on === "string" || "existing" in on) return `${arn}-other`;
  return on.form.includes("${Account}")
    ? arn.replace(setup.account, "999999999999")
    : "arn:aws:s3:::elsewhere";
}

type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
export type Conditional = Statement & { readonly Condition?: Conditions };

/** The statement under one more condition. */
export function under({ Condition = {}, ...statement }: Conditional, added: Conditions): Conditional {
  const merged = Object.entries(added).map(([operator, keys]) => [
    operator,
    { ...Condition[operator], ...keys },
  ]);
  return { ...statement, Condition: { ...Condition, ...Object.fromEntries(merged) } };
}
