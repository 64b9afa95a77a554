/** Organizations of a few accounts, written as values: policies as lists of statements, everything by name. */
import assert from "node:assert/strict";
import {
  type AccountId,
  type Arn,
  type ControlPolicy,
  type InlinePolicy,
  isAccountId,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type OrganizationNodeId,
  type Snapshot,
  SnapshotBuilder,
  type Tag,
} from "../../src/model/index.ts";

export type Statement = Readonly<Record<string, unknown>>;
export type Statements = readonly Statement[];

/** What a role, user or group is allowed. */
export type Holdings = {
  /** Inline policies. */
  readonly policies?: readonly Statements[];
  /** Managed policies, by name (of the account) or ARN; one that nobody has written is not at hand. */
  readonly attached?: readonly string[];
};

type PrincipalPlan = Holdings & {
  readonly name: string;
  /** Default: `/`. */
  readonly path?: string;
  /** A managed policy's name. */
  readonly boundary?: string;
  /** How often it was made anew under this name. Default: 0. */
  readonly madeAnew?: number;
  readonly tags?: readonly Tag[];
};

export type RolePlan = PrincipalPlan & {
  /** Null: not collected. */
  readonly trust: Statements | null;
  readonly hasInstanceProfile?: boolean;
};
export type UserPlan = PrincipalPlan & { readonly groups?: readonly string[] };
export type GroupPlan = Holdings & { readonly name: string };
export type ResourcePlan = {
  readonly arn: string;
  readonly type: string;
  readonly policy?: Statements;
  readonly attributes?: Readonly<Record<string, unknown>>;
};

export type AccountPlan = {
  readonly id: string;
  /** Default: the root. Null: outside of the organization. */
  readonly parent?: string | null;
  /** False: the account is listed and nothing of it was read. */
  readonly hasData?: boolean;
  readonly roles?: readonly RolePlan[];
  readonly users?: readonly UserPlan[];
  readonly groups?: readonly GroupPlan[];
  readonly managed?: readonly { readonly name: string; readonly statements: Statements }[];
  /** Default: none. Null: not collected. */
  readonly resources?: readonly ResourcePlan[] | null;
  /** ARNs. Default: none. Null: not collected. */
  readonly samlProviders?: readonly string[] | null;
  readonly oidcProviders?: readonly string[] | null;
  /** `roles-anywhere.json`. Default: not collected. */
  readonly rolesAnywhere?: Readonly<Record<string, unknown>>;
  /** Whether some region's part of it could not be read. */
  readonly rolesAnywhereInPart?: boolean;
  /** `account.json`. Default: not collected. */
  readonly settings?: Readonly<Record<string, unknown>>;
};

export type ControlPlan = {
  readonly kind: "scp" | "rcp";
  readonly name: string;
  readonly statements: Statements;
  readonly targets: readonly string[];
};

export type OrganizationPlan = {
  /** Default: an account of its own, without data. */
  readonly management?: string;
  readonly delegated?: readonly { readonly account: string; readonly servicePrincipal: string }[];
  readonly accounts: readonly AccountPlan[];
  /** Beside FullAWSAccess at the root, the unit and every account. */
  readonly controls?: readonly ControlPlan[];
  /** Targets that FullAWSAccess is not attached to. */
  readonly withoutFullAccess?: readonly string[];
};

export const rootId = "r-root";
export const unitId = "ou-root-prod0000";
export const organizationId = "o-exampleorg1";
/** Manages the organization where nothing else is said. */
export const managementId = "100000000001";

export const allowAll: Statement = { Effect: "Allow", Action: "*", Resource: "*" };

export function allow(
  action: string | readonly string[],
  resource: string | readonly string[] = "*",
): Statement {
  return { Effect: "Allow", Action: action, Resource: resource };
}

export function deny(
  action: string | readonly string[],
  resource: string | readonly string[] = "*",
): Statement {
  return { Effect: "Deny", Action: action, Resource: resource };
}

export function trusts(principal: Statement | "*", condition?: Statement): Statement {
  return {
    Effect: "Allow",
    Principal: principal,
    Action: "sts:AssumeRole",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

export function roleArn(account: string, name: string, path = "/"): string {
  return `arn:aws:iam::${account}:role${path}${name}`;
}

export function userArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:user/${name}`;
}

export function policyArn(account: string, name: string): Arn {
  return checked(name.startsWith("arn:") ? name : `arn:aws:iam::${account}:policy/${name}`, isArn);
}

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  assert.ok(is(text), `${text} is not well-formed`);
  return text;
}

function textOf(statements: Statements): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export function snapshotOf(plan: OrganizationPlan): Snapshot {
  return new Planner().build(plan);
}

function providersOf({ samlProviders = [], oidcProviders = [] }: Omit<AccountPlan, "id">) {
  const oidc = oidcProviders?.map((text) => {
    const arn = checked(text, isArn);
    return { arn, url: arn.slice(arn.indexOf("/") + 1), clientIds: [] };
  });
  const saml = samlProviders?.map((text) => checked(text, isArn));
  return {
    ...(oidc === undefined ? {} : { oidcProviders: oidc }),
    ...(saml === undefined ? {} : { samlProviders: saml }),
  };
}

class Planner {
  readonly #builder = new SnapshotBuilder({ createdAt: 1_800_000_000, source: "import" });

  build(plan: OrganizationPlan): Snapshot {
    const {
      accounts,
      controls = [],
      withoutFullAccess = [],
      management = managementId,
      delegated = [],
    } = plan;
    const root: OrganizationNodeId = checked(rootId, isOrganizationNodeId);
    const unit = checked(unitId, isOrganizationNodeId);
    const members = accounts.filter(({ parent }) => parent !== null).map(({ id }) => id);
    const full: ControlPlan = {
      kind: "scp",
      name: "FullAWSAccess",
      statements: [allowAll],
      targets: [rootId, unitId, ...members].filter((target) => !withoutFullAccess.includes(target)),
    };
    this.#builder.setOrganization({
      id: checked(organizationId, isOrganizationId),
      managementAccount: checked(management, isAccountId),
      units: [
        { id: root, name: "Root", parent: null },
        { id: unit, name: "Production", parent: root },
      ],
      controlPolicies: [full, ...controls].map((one, at) => this.#control(one, at)),
      delegatedAdministrators: delegated.map(({ account, servicePrincipal }) => ({
        account: checked(account, isAccountId),
        servicePrincipal,
      })),
    });
    if (accounts.every(({ id }) => id !== management))
      this.#builder.addAccount({ id: checked(management, isAccountId), parent: root });
    for (const account of accounts) this.#addAccount(account);
    return this.#builder.build();
  }

  #control({ kind, name, statements, targets }: ControlPlan, at: number): ControlPolicy {
    return {
      id: name === "FullAWSAccess" ? "p-FullAWSAccess" : `p-${at}`,
      name,
      type: kind === "scp" ? "SERVICE_CONTROL_POLICY" : "RESOURCE_CONTROL_POLICY",
      document: this.#builder.document(textOf(statements), null),
      targets,
    };
  }

  #addAccount({ id: text, parent = rootId, ...plan }: AccountPlan): void {
    const id = checked(text, isAccountId);
    this.#builder.addAccount({
      id,
      parent: parent === null ? null : checked(parent, isOrganizationNodeId),
    });
    if (plan.hasData === false) return;
    for (const { name, statements } of plan.managed ?? []) {
      const document = this.#builder.document(textOf(statements), id);
      this.#builder.addManagedPolicy(id, { arn: policyArn(id, name), name, document });
    }
    for (const role of plan.roles ?? []) this.#addRole(id, role);
    for (const user of plan.users ?? []) {
      this.#builder.addUser(id, {
        name: user.name,
        uniqueId: uniqueId("AIDA", id, user),
        groups: user.groups ?? [],
        createdAt: null,
        ...this.#principal(id, user),
      });
    }
    for (const { name, ...holdings } of plan.groups ?? []) {
      this.#builder.addGroup(id, {
        name,
        path: "/",
        uniqueId: uniqueId("AGPA", id, { name }),
        ...this.#holdings(id, holdings),
      });
    }
    const resources = plan.resources === undefined ? [] : plan.resources;
    if (resources === null) {
      const reason = "its resources were not collected";
      this.#builder.addCoverage({ what: "resource-policies", account: id, subject: id, reason });
    }
    if (plan.rolesAnywhereInPart === true) {
      const reason = "one region could not be read";
      this.#builder.addCoverage({ what: "roles-anywhere", account: id, subject: "trustAnchors", reason });
    }
    this.#builder.addDetails(id, {
      ...providersOf(plan),
      ...(plan.rolesAnywhere === undefined ? {} : { rolesAnywhere: plan.rolesAnywhere }),
      ...(plan.settings === undefined ? {} : { settings: plan.settings }),
      ...(resources === null ? {} : { resources: resources.map((one) => this.#resource(id, one)) }),
    });
  }

  #addRole(id: AccountId, role: RolePlan): void {
    this.#builder.addRole(id, {
      name: role.name,
      uniqueId: uniqueId("AROA", id, role),
      trustPolicy: role.trust === null ? null : this.#builder.document(textOf(role.trust), id),
      instanceProfiles:
        role.hasInstanceProfile === true
          ? [checked(`arn:aws:iam::${id}:instance-profile/${role.name}`, isArn)]
          : [],
      ...this.#principal(id, role),
    });
  }

  #principal(id: AccountId, { path = "/", boundary, tags = [], ...holdings }: PrincipalPlan) {
    return {
      path,
      tags,
      permissionsBoundary: boundary === undefined ? null : policyArn(id, boundary),
      ...this.#holdings(id, holdings),
    };
  }

  #holdings(id: AccountId, { policies = [], attached = [] }: Holdings) {
    return {
      inlinePolicies: policies.map(
        (statements, at): InlinePolicy => ({
          name: `inline-${at}`,
          document: this.#builder.document(textOf(statements), id),
        }),
      ),
      attachedPolicies: attached.map((name) => policyArn(id, name)),
    };
  }

  #resource(id: AccountId, { arn, type, policy, attributes = {} }: ResourcePlan) {
    return {
      arn: checked(arn, isArn),
      type,
      region: null,
      policy: policy === undefined ? null : this.#builder.document(textOf(policy), id),
      attributes,
    };
  }
}

/** The same for the same principal, whatever else the plan holds. */
function uniqueId(
  prefix: "AROA" | "AIDA" | "AGPA",
  account: AccountId,
  { name, madeAnew = 0 }: { readonly name: string; readonly madeAnew?: number },
) {
  let hash = 7;
  for (const unit of `${account} ${name} ${madeAnew}`)
    hash = (hash * 131 + (unit.codePointAt(0) ?? 0)) % 2 ** 40;
  return checked(`${prefix}${hash.toString(36).toUpperCase().padStart(17, "0")}`, isUniqueId);
}
