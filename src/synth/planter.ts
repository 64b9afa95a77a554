/**
 * Collects what is planted, account by account, and writes the truth about it at the same time. Names never collide:
 * the background leaves out those that are taken here.
 */
import type { AccountId } from "../model/index.ts";
import type { NamedDocument, TagData } from "./account-data.ts";
import type { AccountPlan } from "./account-plan.ts";
import { freshAccountId, type OrganizationPlan } from "./organization-plan.ts";
import { type PolicyDocument, policy, type Statement, trustingService } from "./policy-document.ts";
import { lowerAlphanumeric, type Random } from "./random.ts";
import type { RoleDraft } from "./role-draft.ts";
import type { RuleName, TruthEdge, TruthFinding } from "./truth.ts";
import { vendors } from "./vendors.ts";

export type UserDraft = {
  readonly name: string;
  readonly path?: string;
  readonly inline?: readonly NamedDocument[];
  readonly attached?: readonly string[];
  readonly boundary?: string;
  readonly groups?: readonly string[];
  readonly tags?: readonly TagData[];
};
export type GroupDraft = { readonly name: string; readonly inline: readonly NamedDocument[] };
/** The default version first. */
export type PolicyDraft = { readonly name: string; readonly versions: readonly PolicyDocument[] };

export type Additions = {
  readonly roles: RoleDraft[];
  readonly users: UserDraft[];
  readonly groups: GroupDraft[];
  readonly policies: PolicyDraft[];
  /** Issuers without scheme. */
  readonly issuers: Set<string>;
  readonly samlProviders: Set<string>;
  /** Lower case. */
  readonly names: Set<string>;
};

/** An edge to plant; what is left out is the usual. */
type EdgeFacts = Pick<TruthEdge, "from" | "to" | "why"> & Partial<Pick<TruthEdge, "action" | "external">>;

export class Planter {
  readonly plan: OrganizationPlan;
  readonly random: Random;
  readonly edges: TruthEdge[] = [];
  readonly findings: TruthFinding[] = [];
  readonly safe: TruthFinding[] = [];
  readonly #additions = new Map<AccountId, Additions>();
  readonly #eligible: readonly AccountPlan[];
  readonly #taken: Set<string>;
  #cursor = 0;
  #groups = 0;
  #planted = 0;

  constructor(plan: OrganizationPlan, random: Random) {
    this.plan = plan;
    this.random = random;
    this.#eligible = plan.accounts.filter(
      ({ readable, unit, kind }) =>
        readable && unit !== "policy-staging" && unit !== "suspended" && kind !== "management",
    );
    if (this.#eligible.length === 0) this.#eligible = plan.accounts.filter(({ readable }) => readable);
    this.#taken = new Set([...vendors.map(({ account }) => account), ...plan.accounts.map(({ id }) => id)]);
  }

  /** Whether there are accounts enough for what crosses accounts. */
  get hasRoom(): boolean {
    return this.#eligible.length >= 4;
  }

  /** How many roles were planted. */
  get planted(): number {
    return this.#planted;
  }

  /** The next account with room, all of them in turn; one that `suits`, where there is one. */
  account(suits: (account: AccountPlan) => boolean = () => true): AccountPlan {
    const list = this.#eligible;
    let fallback = list[this.#cursor % list.length];
    for (let step = 0; step < list.length; step++) {
      const account = list[(this.#cursor + step) % list.length];
      if (account === undefined || !suits(account)) continue;
      const planted = this.#additions.get(account.id)?.roles.length ?? 0;
      fallback = account;
      if (planted + 14 > account.roles) continue;
      this.#cursor += step + 1;
      return account;
    }
    this.#cursor++;
    if (fallback === undefined) throw new Error("no account to plant in");
    return fallback;
  }

  /** Another account than these; one of these where the organization has no other. */
  other(...than: readonly AccountPlan[]): AccountPlan {
    return this.account((account) => !than.includes(account));
  }

  /** An account id that is nobody's here. */
  stranger(): AccountId {
    return freshAccountId(this.random, this.#taken);
  }

  strangeOrganization(): string {
    return `o-${this.random.text(lowerAlphanumeric, 10)}`;
  }

  /** A role name that is free in the account, and kept for the caller. */
  name(account: AccountPlan, wish: string): string {
    const { names } = this.additions(account.id);
    let name = wish;
    for (let i = 2; names.has(name.toLowerCase()); i++) name = `${wish}-${i}`;
    names.add(name.toLowerCase());
    return name;
  }

  /** The ARN that a role of this name and path has. */
  arn(account: AccountPlan, name: string, path = "/"): string {
    return `arn:aws:iam::${account.id}:role${path}${name}`;
  }

  /** Adds the role under the name that it wishes or one like it, and answers its ARN. */
  role(account: AccountPlan, draft: RoleDraft): string {
    return this.roleNamed(account, { ...draft, name: this.name(account, draft.name) });
  }

  /** Adds the role under a name that {@link name} gave. */
  roleNamed(account: AccountPlan, draft: RoleDraft): string {
    this.additions(account.id).roles.push(draft);
    this.#planted++;
    return this.arn(account, draft.name, draft.path);
  }

  /** A role of a workload that calls others: what it may do are these statements. */
  caller(
    account: AccountPlan,
    wish: string,
    statements: readonly Statement[],
    more: Partial<RoleDraft> = {},
  ): string {
    return this.role(account, {
      trust: policy(trustingService("ec2.amazonaws.com")),
      instanceProfile: true,
      ...(statements.length === 0 ? {} : { inline: [{ name: "access", document: policy(...statements) }] }),
      ...more,
      name: wish,
    });
  }

  user(account: AccountPlan, draft: UserDraft): string {
    const name = this.name(account, draft.name);
    this.additions(account.id).users.push({ ...draft, name });
    return `arn:aws:iam::${account.id}:user${draft.path ?? "/"}${name}`;
  }

  group(account: AccountPlan, draft: GroupDraft): string {
    const name = this.name(account, draft.name);
    this.additions(account.id).groups.push({ ...draft, name });
    return name;
  }

  managedPolicy(account: AccountPlan, draft: PolicyDraft): string {
    const name = this.name(account, draft.name);
    this.additions(account.id).policies.push({ ...draft, name });
    return `arn:aws:iam::${account.id}:policy/${name}`;
  }

  /** Makes the provider known in the account, and answers its ARN. */
  issuer(account: AccountPlan, url: string): string {
    this.additions(account.id).issuers.add(url);
    return `arn:aws:iam::${account.id}:oidc-provider/${url}`;
  }

  samlProvider(account: AccountPlan, name: string): string {
    const arn = `arn:aws:iam::${account.id}:saml-provider/${name}`;
    this.additions(account.id).samlProviders.add(arn);
    return arn;
  }

  exists(edge: EdgeFacts): void {
    this.edges.push({ action: "sts:AssumeRole", external: false, ...edge, expected: true });
  }

  looksLike(edge: EdgeFacts): void {
    this.edges.push({ action: "sts:AssumeRole", external: false, ...edge, expected: false });
  }

  mistake(rule: RuleName, subject: string, why: string, group?: string): void {
    this.findings.push({ rule, subject, why, ...(group === undefined ? {} : { group }) });
  }

  fine(rule: RuleName, subject: string, why: string): void {
    this.safe.push({ rule, subject, why });
  }

  /** A name for findings of one cause. */
  newGroup(): string {
    this.#groups++;
    return `g${this.#groups}`;
  }

  additions(account: AccountId): Additions {
    const before = this.#additions.get(account);
    if (before !== undefined) return before;
    const made: Additions = {
      roles: [],
      users: [],
      groups: [],
      policies: [],
      issuers: new Set(),
      samlProviders: new Set(),
      names: new Set(),
    };
    this.#additions.set(account, made);
    return made;
  }
}

/** One thing to plant. It may be planted several times, each time somewhere else. */
export type Plant = (planter: Planter) => void;
