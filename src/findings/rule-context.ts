/** The world around a policy, as rules may ask for it: snapshot, intent and vendors in one. */
import { organizationView } from "../authz/index.ts";
import type { OrganizationView } from "../authz/types.ts";
import type { AccountId, AccountIndex, Arn, Role, RoleIndex, Snapshot } from "../model/index.ts";
import type { Intent } from "./intent.ts";
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
  readonly #standings = new Map<string, AccountStanding>();
  #lastRole: Role | null = null;

  constructor(snapshot: Snapshot, intent: Intent, vendors: VendorDirectory, organization: OrganizationView) {
    this.snapshot = snapshot;
    this.intent = intent;
    this.vendors = vendors;
    this.organization = organization;
    this.now = snapshot.createdAt;
    this.powerOf = rolePowers(snapshot);
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
  readonly isOurs = (account: string): boolean => this.standingOf(account).kind === "ours";

  isOurOrganization(id: string): boolean {
    return id === this.organization.organizationId || this.intent.organizations.includes(id);
  }

  standingOf(account: string): AccountStanding {
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
    const standing = this.standingOf(account);
    return "name" in standing ? standing.name : null;
  }

  #judge(account: string): AccountStanding {
    if (this.organization.isOurs(account) || this.intent.accounts.includes(account)) return { kind: "ours" };
    const approved = this.intent.vendors.find((vendor) => vendor.accounts.includes(account));
    if (approved !== undefined)
      return { kind: "approved-vendor", name: approved.name, owner: approved.owner };
    const vendor = this.vendors.vendorOf(account);
    if (vendor === null) return { kind: "unknown" };
    return vendor.isAwsService
      ? { kind: "aws-service", name: vendor.name }
      : { kind: "known-vendor", name: vendor.name };
  }
}

/** The management account mostly bears the company's name. */
function managementNames(snapshot: Snapshot): readonly string[] {
  const { organization } = snapshot;
  const index = organization === null ? null : snapshot.accountIndex(organization.managementAccount);
  const name = index === null ? null : (snapshot.accounts[index]?.name ?? null);
  return name === null ? [] : [name];
}
