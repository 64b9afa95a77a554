/** What each way would write: declarations of grants, statements for a role or for the caller, the declaration of a role. */
import type { ActionCatalogue } from "../../authz/action-catalogue.ts";
import { type AccountId, err, ok, type Result } from "../../model/index.ts";
import { declareGrant, type GrantDeclaration } from "../grants/grant-declaration.ts";
import type { GrantResource } from "../grants/grant-resource.ts";
import { callerStatements, grantStatements, keyActionsFor } from "../grants/grant-statements.ts";
import { managedSid } from "../managed-sid.ts";
import type { DeclaredExternalId, DeclaredPrincipal, DeclaredRole, RoleSet } from "../roles/declaration.ts";
import type { JsonValue, ManagedStatement, UnmergeableText } from "../standing-policy-text.ts";
import { type Circumstances, isOneAccount, isThirdParty } from "./circumstances.ts";
import type { AdviceCaller, AdviceKey, AdviceQuestion, AdviceTarget } from "./question.ts";

/** `resource`: of the target, or an access point in its place. */
export function grantFor(
  { caller, organization }: AdviceQuestion,
  target: AdviceTarget,
  resource = target.arn,
): Result<GrantDeclaration, UnmergeableText> {
  return declareGrant({
    ...{ principal: caller.text, resource, actions: target.actions },
    ...(organization === null ? {} : { organization }),
  });
}

/** For the policy of the target itself. */
export function statementsFor(
  question: AdviceQuestion,
  target: AdviceTarget,
  catalogue: ActionCatalogue,
): Result<readonly ManagedStatement[], UnmergeableText> {
  if (question.caller.kind === "service") return serviceStatements(question.caller, target, catalogue);
  const declared = grantFor(question, target);
  return declared.ok ? ok(grantStatements(declared.value, catalogue)) : declared;
}

/** A service is let in for what it does for the account that has the resource: else anybody could send it there. */
function serviceStatements(
  caller: AdviceCaller,
  target: AdviceTarget,
  catalogue: ActionCatalogue,
): Result<readonly ManagedStatement[], UnmergeableText> {
  const { grantable } = target;
  if (grantable === null) return err({ why: "it has no policy that is written here", advice: "" });
  const named = { kind: "account", account: target.account, text: target.account } as const;
  const declaration = declarationOf(target, grantable, named);
  return ok(
    grantStatements(declaration, catalogue).map(({ Sid: _, Condition, ...statement }) => {
      const bound = { StringEquals: { "aws:SourceAccount": target.account } };
      const made = {
        ...statement,
        Principal: { Service: caller.text },
        Condition: { ...(typeof Condition === "object" ? Condition : {}), ...bound },
      };
      return { Sid: managedSid(target.arn, JSON.stringify(made)), ...made };
    }),
  );
}

function declarationOf(
  { actions }: AdviceTarget,
  resource: GrantResource,
  principal: GrantDeclaration["principal"],
): GrantDeclaration {
  return { principal, resource, actions, organization: null, prefix: resource.prefix };
}

export type KeyNeeds = Extract<AdviceKey, { readonly kind: "own" }> & { readonly actions: readonly string[] };

/** What a key of an account's own has to allow for the target's actions; null: nothing, as far as is known. */
export function keyNeeds(target: AdviceTarget, key: AdviceKey | "none" | null): KeyNeeds | null {
  const { grantable, account } = target;
  if (grantable === null || key === null || key === "none" || key.kind === "aws") return null;
  const named = { kind: "account", account, text: account } as const;
  const actions = keyActionsFor(declarationOf(target, grantable, named));
  return actions.length === 0 ? null : { ...key, actions };
}

/** For a policy of whoever uses the target: the caller's own, or that of a role. */
export function identityStatements(
  target: AdviceTarget,
  { catalogue, keyOf }: Circumstances,
): readonly JsonValue[] {
  const { arn, grantable, account } = target;
  const everywhere = target.actions.filter((action) => takesNoResource(action, catalogue));
  const actions = target.actions.filter((action) => !everywhere.includes(action));
  const anywhere = everywhere.length === 0 ? [] : [{ Effect: "Allow", Action: everywhere, Resource: ["*"] }];
  if (grantable !== null && actions.length > 0) {
    const here = { ...target, actions };
    const declaration = declarationOf(here, grantable, { kind: "account", account, text: account });
    const needed = keyNeeds(target, keyOf(target));
    return [...callerStatements(declaration, catalogue, needed), ...anywhere];
  }
  return actions.length === 0
    ? anywhere
    : [{ Effect: "Allow", Action: actions, Resource: [arn] }, ...anywhere];
}

/** As AWS lists it; what is not listed is taken to work on one. */
export function takesNoResource(action: string, catalogue: ActionCatalogue): boolean {
  return catalogue.action(action)?.resources.length === 0;
}

export function policyText(statements: readonly JsonValue[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export type AdvisedRole = {
  /** With a value in place of an external ID that is yet to be issued. */
  readonly set: RoleSet;
  /** As a file declares it. */
  readonly file: JsonValue;
  /** Null: no external ID is asked for. */
  readonly relationship: string | null;
};

/** Stands for the external ID that the registry will have issued when the file is read. */
export const externalIdToCome = "issued-by-the-registry";

/** Null: no role can be declared for this caller. */
export function roleFor(
  question: AdviceQuestion,
  circumstances: Circumstances,
  name: string | null,
): AdvisedRole | null {
  const principal = principalOf(question.caller);
  if (principal === null) return null;
  const { organization } = question;
  const relationship = isThirdParty(question, circumstances) ? `account-${principal.account}` : null;
  const externalId: DeclaredExternalId =
    relationship === null ? { kind: "none" } : { kind: "stated", values: [externalIdToCome] };
  // Of one account there is nothing to bound: whoever is named is of it.
  const bound = isOneAccount(question) ? null : organization;
  const base = name ?? roleName(principal);
  const accounts = [...new Set(question.targets.map(({ account }) => account))];
  const set = setName(base);
  const roles = accounts.map((account): readonly [role: DeclaredRole, policy: JsonValue] => {
    const own = question.targets.filter((target) => target.account === account);
    const statements = own.flatMap((target) => identityStatements(target, circumstances));
    const policy = policyText(statements);
    return [
      {
        name: accounts.length === 1 ? base : `${base.slice(0, 51)}-${account}`,
        path: "/",
        description: null,
        trust: [
          {
            ...{ principals: [principal], organization: bound, units: [], externalId },
            ...{ sessionTags: [], sourceIdentity: null },
          },
        ],
        policies: [],
        inline: [{ name: "resources", text: policy }],
        boundary: null,
        maxSessionSeconds: 3600,
        tags: [],
        targets: { accounts: [account], units: [], tags: [], except: [] },
      },
      JSON.parse(policy),
    ];
  });
  return {
    set: { name: set, roles: roles.map(([role]) => role), hubs: [] },
    file: {
      name: set,
      roles: roles.map(([role, policy]) => ({
        name: role.name,
        trust: [
          {
            principals: [principal.kind === "account" ? principal.account : principal.arn],
            ...(bound === null ? {} : { organization: bound }),
            ...(relationship === null ? {} : { externalId: { registry: relationship } }),
          },
        ],
        permissions: { inline: [{ name: "resources", policy }] },
        targets: { accounts: [...role.targets.accounts] },
      })),
    },
    relationship,
  };
}

function principalOf(caller: AdviceCaller): (DeclaredPrincipal & { readonly account: AccountId }) | null {
  switch (caller.kind) {
    case "account":
      return { kind: "account", account: caller.account };
    case "role":
    case "user":
      return { kind: caller.kind, arn: caller.text, account: caller.account, partition: caller.partition };
    case "organization":
    case "service":
    case "anonymous":
      return null;
  }
}

function roleName(principal: DeclaredPrincipal): string {
  const own =
    principal.kind === "account"
      ? principal.account
      : principal.arn.slice(principal.arn.lastIndexOf("/") + 1);
  return `access-for-${own}`.slice(0, 64);
}

function setName(role: string): string {
  return role.replace(/[^\w.-]/g, "-").slice(0, 64);
}
