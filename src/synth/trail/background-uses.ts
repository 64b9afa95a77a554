/**
 * Uses that the organization's policies allow, found in the accounts' own roles: services, pipelines, people, hubs, and what
 * accounts offer each other. Roles that were planted, and those that could be taken for administrators', are left out.
 */
import type { AccountContents, RoleData } from "../account-data.ts";
import type { AccountPlan } from "../account-plan.ts";
import { administratorAccess, powerUserAccess } from "../aws-managed-policies.ts";
import { integrationRunner, offeredPrefix } from "../background/cross-account-roles.ts";
import type { OrganizationPlan } from "../organization-plan.ts";
import type { Statement } from "../policy-document.ts";
import { base32, digits, type Random, uuid } from "../random.ts";
import { familyNames, givenNames } from "../words.ts";
import { accountIn, serviceUse } from "./planted-uses.ts";
import { type Identity, type Use, usual } from "./use.ts";

/** Found account by account; what crosses accounts is put together at the end. */
export class BackgroundUses {
  readonly #plan: OrganizationPlan;
  readonly #random: Random;
  /** Apart, so that what is drawn of them changes nothing else. */
  readonly #details: Random;
  /** By kind, so that few uses are of many kinds. */
  readonly #kinds = new Map<string, Use[]>();
  readonly #runners = new Map<string, Use>();
  readonly #hubs = new Map<string, Use>();
  /** Roles that are offered, and to which accounts' runners. */
  readonly #offers: { readonly role: Identity; readonly region: string; readonly to: readonly string[] }[] =
    [];
  readonly #spokes: { readonly role: Identity; readonly region: string }[] = [];

  constructor(plan: OrganizationPlan, random: Random) {
    this.#plan = plan;
    this.#random = random;
    this.#details = random.fork("tags and endpoints");
  }

  /** `planted`: names in lower case. */
  add(account: AccountPlan, contents: AccountContents, planted: ReadonlySet<string>): void {
    for (const role of contents.roles) {
      const statement = role.trust.Statement[0];
      if (planted.has(role.name.toLowerCase()) || role.trust.Statement.length !== 1) continue;
      if (statement === undefined || statement.Effect !== "Allow" || isMighty(role)) continue;
      this.#role(account, role, statement);
    }
    for (const user of contents.users) {
      if (planted.has(user.name.toLowerCase()) || user.path !== "/service/") continue;
      const arn = `arn:aws:iam::${account.id}:user${user.path}${user.name}`;
      const identity: Identity = { account: account.id, arn, name: user.name, id: user.uniqueId };
      const caller = { kind: "user", user: identity, key: `AKIA${this.#random.text(base32, 16)}` } as const;
      this.#add("token", {
        ...usual,
        call: "GetSessionToken",
        caller,
        role: null,
        region: account.region,
        network: this.#network(),
        sessionName: user.name,
      });
    }
  }

  /** At most so many, of all kinds in turn; the sessions that they need are theirs, too. */
  chosen(most: number): readonly Use[] {
    this.#crossAccounts();
    const decks = [...this.#kinds.values()].map((uses) => shuffled(uses, this.#random));
    const made: Use[] = [];
    for (let round = 0; made.length < most; round += 1) {
      const before = made.length;
      for (const deck of decks) {
        const use = deck[round];
        if (use !== undefined && made.length < most) made.push(use);
      }
      if (made.length === before) break;
    }
    return made;
  }

  #role(account: AccountPlan, role: RoleData, statement: Statement): void {
    const identity: Identity = {
      account: account.id,
      arn: `arn:aws:iam::${account.id}:role${role.path}${role.name}`,
      name: role.name,
      id: role.uniqueId,
    };
    const principal = typeof statement.Principal === "object" ? statement.Principal : {};
    const service = [principal.Service ?? []].flat()[0];
    if (service === "rolesanywhere.amazonaws.com") this.#certificate(account, identity, statement);
    else if (service !== undefined) this.#service(account, identity, service, statement);
    else if (principal.Federated !== undefined)
      this.#federated(account, identity, [principal.Federated].flat()[0] ?? "", statement);
    else if (role.name.startsWith(offeredPrefix)) this.#offer(account, identity, statement);
    else if (/^Spoke(?:SecurityAudit|ComplianceRead|NetworkRead)$/.test(role.name))
      this.#spokes.push({ role: identity, region: account.region });
    else this.#vendor(account, identity, [principal.AWS ?? []].flat()[0] ?? "", statement);
  }

  #service(account: AccountPlan, role: Identity, host: string, statement: Statement): void {
    const condition = statement.Condition ?? {};
    const isMet = Object.entries(condition).every(([operator, keys]) =>
      Object.keys(keys).every((key) => operator === "StringEquals" && key === "aws:SourceAccount"),
    );
    if (!isMet) return;
    const use = serviceUse(host, role, account.region, role.name.slice(0, 60), null);
    if (role.name.endsWith("Hub")) {
      this.#hubs.set(role.name, use);
      return;
    }
    if (role.name === integrationRunner) this.#runners.set(account.id, use);
    // Linked roles would be most of a small account's.
    this.#add(role.arn.includes("/aws-service-role/") ? "linked" : "service", use);
  }

  #federated(account: AccountPlan, role: Identity, provider: string, statement: Statement): void {
    if (provider.includes(":saml-provider/")) {
      const subject = `${this.#random.pick(givenNames)}.${this.#random.pick(familyNames)}@${this.#plan.company}.example`;
      const saml: Use = {
        ...usual,
        call: "AssumeRoleWithSAML",
        caller: { kind: "saml", provider, subject },
        role,
        region: account.region,
        network: this.#network(),
        sessionName: subject,
        ...this.#tagsOf(statement),
      };
      this.#add("person", provider.includes("/AWSSSO_") ? this.#signIn(saml, role) : saml);
      return;
    }
    const issuer = provider.slice(provider.indexOf("/") + 1);
    const exact = statement.Condition?.StringEquals ?? {};
    const like = statement.Condition?.StringLike ?? {};
    const audience = [exact[`${issuer}:aud`] ?? []].flat()[0];
    const subject = [exact[`${issuer}:sub`] ?? like[`${issuer}:sub`] ?? []].flat()[0];
    if (audience === undefined || subject === undefined) return;
    this.#add(issuer.startsWith("oidc.eks.") ? "pod" : "pipeline", {
      ...usual,
      call: "AssumeRoleWithWebIdentity",
      caller: { kind: "oidc", provider, subject: subject.replaceAll("*", "main"), audience },
      role,
      region: account.region,
      network: this.#network(),
      sessionName: role.name.slice(0, 60),
    });
  }

  /** A person takes credentials of a permission set, or the console, in the access portal, which signs in with an assertion. */
  #signIn(saml: Use, role: Identity): Use {
    const { management } = this.#plan.hubs;
    const store = `arn:aws:identitystore::${management.id}:identitystore/d-${management.id.slice(0, 10)}`;
    return {
      ...saml,
      call: this.#random.chance(0.4) ? "Federate" : "GetRoleCredentials",
      caller: { kind: "person", id: uuid(this.#random), store, home: management.id },
      role,
      region: "us-east-1",
      tags: [],
      transitiveTagKeys: [],
      companion: saml,
    };
  }

  #certificate(account: AccountPlan, role: Identity, { Condition: condition }: Statement): void {
    const subject = [condition?.StringEquals?.["aws:PrincipalTag/x509Subject/CN"] ?? []].flat()[0];
    const anchor = [condition?.ArnEquals?.["aws:SourceArn"] ?? []].flat()[0];
    if (subject === undefined || anchor === undefined) return;
    this.#add("certificate", {
      ...usual,
      call: "CreateSession",
      caller: { kind: "certificate", subject: `CN=${subject}`, anchor },
      role,
      region: account.region,
      network: this.#network(),
      sessionName: this.#random.text("0123456789abcdef", 40),
    });
  }

  #offer(
    account: AccountPlan,
    role: Identity,
    { Principal: principal, Condition: condition }: Statement,
  ): void {
    const named = typeof principal === "object" ? [principal.AWS ?? []].flat() : [];
    const anyone = principal === "*" || named.includes("*");
    const exact = condition?.ArnEquals?.["aws:PrincipalArn"];
    if (exact !== undefined && ![exact].flat().every((arn) => arn.endsWith(`:role/${integrationRunner}`)))
      return;
    const to = anyone ? [account.id] : named.map(accountIn);
    this.#offers.push({ role, region: account.region, to });
  }

  /** A vendor with its external ID; where sts is for our own identities only, it can't. */
  #vendor(account: AccountPlan, role: Identity, trusted: string, { Condition: condition }: Statement): void {
    const externalId = [condition?.StringEquals?.["sts:ExternalId"] ?? []].flat()[0];
    if (!trusted.endsWith(":root") || externalId === undefined || account.unit === "policy-staging") return;
    const home = accountIn(trusted);
    if (this.#plan.accounts.some(({ id }) => id === home)) return;
    const arn = `arn:aws:iam::${home}:role/integration`;
    const vendor: Identity = { account: home, arn, name: "integration", id: vendorId(home) };
    this.#add("vendor", {
      ...usual,
      caller: { kind: "session", role: vendor, through: null },
      role,
      region: account.region,
      network: `203.0.${Number(home.slice(0, 4)) % 100}.`,
      sessionName: `${role.name}-session`.slice(0, 60),
      externalId,
    });
  }

  #crossAccounts(): void {
    const hubOf: Readonly<Record<string, string>> = {
      SpokeSecurityAudit: "SecurityAuditHub",
      SpokeComplianceRead: "ComplianceScannerHub",
      SpokeNetworkRead: "NetworkManagerHub",
    };
    for (const { role, region } of this.#spokes) {
      const hub = this.#hubs.get(hubOf[role.name] ?? "");
      if (hub?.role == null) continue;
      this.#add("spoke", this.#chained(hub, hub.role, role, region));
    }
    const runners = [...this.#runners.values()];
    // One each: refusals of one caller, however many roles it tries, shall not come in bursts.
    const refused = new Set<Use>();
    for (const { role, region, to } of this.#offers) {
      for (const account of to) {
        const runner = this.#runners.get(account);
        if (runner?.role != null) this.#add("offer", this.#chained(runner, runner.role, role, region));
      }
      const other = runners[this.#random.below(Math.max(1, runners.length))];
      if (other?.role == null || to.includes(other.role.account) || role.name.endsWith("-org")) continue;
      if (refused.has(other)) continue;
      refused.add(other);
      const refusal = this.#random.chance(0.5)
        ? ""
        : " because no resource-based policy allows the sts:AssumeRole action";
      this.#add("refused", { ...this.#chained(other, other.role, role, region), refusal });
    }
  }

  /** An assertion may bring them where the trust lets sessions be tagged. */
  #tagsOf({ Action: action }: Statement): Pick<Use, "tags" | "transitiveTagKeys"> {
    if (![action ?? []].flat().includes("sts:TagSession") || !this.#details.chance(0.6))
      return { tags: [], transitiveTagKeys: [] };
    const team = this.#details.pick(["payments", "search", "platform", 'it\'s "ünï"']);
    const tags = [["team", team] as const, ["costCenter", this.#details.text(digits, 4)] as const];
    return { tags, transitiveTagKeys: this.#details.chance(0.5) ? ["team"] : [] };
  }

  #chained(through: Use, caller: Identity, role: Identity, region: string): Use {
    return {
      ...usual,
      ...this.#pathOf(caller.account),
      caller: { kind: "session", role: caller, through },
      role,
      region,
      sessionName: `${caller.name}-${role.account.slice(0, 4)}`.slice(0, 60),
    };
  }

  /** Some accounts reach sts by an endpoint of their network. */
  #pathOf(account: string): Pick<Use, "network" | "vpcEndpoint"> {
    const network = `100.64.${Number(account.slice(0, 6)) % 250}.`;
    const own = this.#details.fork(account);
    return { network, vpcEndpoint: own.chance(0.5) ? `vpce-0${own.text("0123456789abcdef", 16)}` : null };
  }

  #network(): string {
    return `192.0.${this.#random.below(200)}.`;
  }

  #add(kind: string, use: Use): void {
    const uses = this.#kinds.get(kind);
    if (uses === undefined) this.#kinds.set(kind, [use]);
    else uses.push(use);
  }
}

/** Administrators, and what an analysis might take for such. */
function isMighty({ attached, name }: RoleData): boolean {
  return (
    attached.includes(administratorAccess) || attached.includes(powerUserAccess) || name === "BreakGlass"
  );
}

/** The same for each role that the vendor assumes. */
function vendorId(account: string): string {
  const letters = [...account].map((digit) => base32.charAt(Number(digit) * 3)).join("");
  return `AROA${letters}VENDR`;
}

function shuffled<T>(list: readonly T[], random: Random): readonly T[] {
  const made = [...list];
  for (let last = made.length - 1; last > 0; last -= 1) {
    const place = random.below(last + 1);
    const [a, b] = [made[last], made[place]];
    if (a === undefined || b === undefined) continue;
    made[last] = b;
    made[place] = a;
  }
  return made;
}
