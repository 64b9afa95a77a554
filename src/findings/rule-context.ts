/** The world around a policy, as rules may ask for it: snapshot, intent and vendors in one. */
import { organizationView } from "../authz/index.ts";
import type { OrganizationView } from "../authz/types.ts";
import { glob, patternMatches } from "../logic/index.ts";
import type { AccountId, AccountIndex, Arn, Role, RoleIndex, Snapshot } from "../model/index.ts";
import type { ApprovedVendor, Intent } from "./intent.ts";
import { rolePowers } from "./role-power.ts";
import type { AccountStanding, RolePower, RuleContext } from "./rule.ts";
import type { VendorDirectory } from "./vendors.ts";

export function ruleContext(
  snapshot: Snapshot,
  intent: Intent,
  vendors: VendorDirectory,
  organization: OrganizationView = organizationView(snapshot),
): RuleContext {
  return new SnapshotContext(snapshot, intent, vendors, organization);
}

class SnapshotContext implements RuleContext {
  readonly snapshot: Snapshot;
  readonly organization: OrganizationView;
  readonly intent: Intent;
  readonly vendors: VendorDirectory;
  readonly now: number;
  readonly companyNames: readonly string[];
  readonly powerOf: (role: RoleIndex) => RolePower;
  /** Approvals left out: they are a matter of the role too. */
  readonly #standings = new Map<string, AccountStanding>();
  readonly #approvals = new Map<string, ApprovedVendor | null>();
  #lastRole: Role | null = null;

  constructor(snapshot: Snapshot, intent: Intent, vendors: VendorDirectory, organization: OrganizationView) {
    this.snapshot = snapshot;
    this.intent = intent;
    this.vendors = vendors;
    this.organization = organization;
    this.now = snapshot.createdAt;
    this.powerOf = rolePowers(snapshot, intent.crownJewels);
    this.companyNames = [...intent.companyNames, ...managementNames(snapshot)];
  }

  role(role: RoleIndex): Role {
    if (this.#lastRole?.index !== role) this.#lastRole = this.snapshot.roles.row(role);
    return this.#lastRole;
  }

  accountOf(role: RoleIndex): AccountId {
    const account = this.snapshot.accounts[this.accountIndexOf(role)];
    if (account === undefined) throw new RangeError(`there is no role ${role}`);
    return account.id;
  }

  accountIndexOf(role: RoleIndex): AccountIndex {
    return this.snapshot.roles.account[role] ?? -1;
  }

  arnOf(role: RoleIndex): Arn {
    return this.snapshot.roles.arn(role);
  }

  // An arrow, because rules and facts take it apart from the context.
  readonly isOurs = (account: string): boolean => this.#known(account).kind === "ours";

  isOurOrganization(id: string): boolean {
    return id === this.organization.organizationId || this.intent.organizations.includes(id);
  }

  standingOf(account: string, role: RoleIndex): AccountStanding {
    const known = this.#known(account);
    const approval = this.#approvalOf(account);
    if (approval === null || known.kind === "ours") return known;
    const lapsed = this.#whyLapsed(approval, role);
    return lapsed === null
      ? { kind: "approved-vendor", name: approval.name, owner: approval.owner }
      : { kind: "known-vendor", name: approval.name, lapsed };
  }

  #known(account: string): AccountStanding {
    let standing = this.#standings.get(account);
    if (standing === undefined) {
      standing = this.#judge(account);
      this.#standings.set(account, standing);
    }
    return standing;
  }

  nameOf(account: string): string | null {
    const index = this.snapshot.accountIndex(account);
    const own = index === null ? null : (this.snapshot.accounts[index]?.name ?? null);
    if (own !== null) return own;
    const standing = this.#known(account);
    return this.#approvalOf(account)?.name ?? ("name" in standing ? standing.name : null);
  }

  #judge(account: string): AccountStanding {
    if (this.organization.isOurs(account) || this.intent.accounts.includes(account)) return { kind: "ours" };
    const vendor = this.vendors.vendorOf(account);
    if (vendor === null) return { kind: "unknown" };
    return vendor.isAwsService
      ? { kind: "aws-service", name: vendor.name }
      : { kind: "known-vendor", name: vendor.name, lapsed: null };
  }

  /** An approval without accounts is for all that the vendor has published. */
  #approvalOf(account: string): ApprovedVendor | null {
    let approval = this.#approvals.get(account);
    if (approval === undefined) {
      const published = this.vendors.vendorOf(account)?.name.toLowerCase();
      const found = this.intent.vendors.find(({ name, accounts }) =>
        accounts.length === 0 ? name.toLowerCase() === published : accounts.includes(account),
      );
      approval = found ?? null;
      this.#approvals.set(account, approval);
    }
    return approval;
  }

  #whyLapsed({ roles, until, name }: ApprovedVendor, role: RoleIndex): string | null {
    if (until !== null && until <= this.now) return `The approval of ${name} has ended.`;
    if (roles.length === 0) return null;
    const own = [this.snapshot.roles.name(role), this.snapshot.roles.arn(role)];
    const isMeant = roles.some((pattern) => own.some((text) => patternMatches(glob(pattern), text)));
    return isMeant ? null : `${name} is approved for other roles only.`;
  }
}

/** The management account mostly bears the company's name. */
function managementNames(snapshot: Snapshot): readonly string[] {
  const { organization } = snapshot;
  const index = organization === null ? null : snapshot.accountIndex(organization.managementAccount);
  const name = index === null ? null : (snapshot.accounts[index]?.name ?? null);
  return name === null ? [] : [name];
}
