/** What surrounds the techniques of one account: its principals, policies, groups and workloads. */
import type { TrustGrant } from "../../authz/types.ts";
import type {
  Account,
  AccountIndex,
  Arn,
  Group,
  Resource,
  Role,
  RoleIndex,
  Snapshot,
  User,
} from "../../model/index.ts";
import type { Workload } from "../techniques/technique.ts";
import { pushTo } from "./multimap.ts";
import { RoleNames } from "./role-names.ts";
import { rolesAnywhereResources, rolesAnywhereTypes } from "./roles-anywhere.ts";
import { anyService, trustedServices } from "./service-trust.ts";

/** A role or user to be given. */
export type Target =
  | { readonly kind: "role"; readonly role: Role }
  | { readonly kind: "user"; readonly user: User; readonly index: number };

export function boundaryOf(target: Target): Arn | null {
  return (target.kind === "role" ? target.role : target.user).permissionsBoundary;
}

/** A role that lets a service in, and why it is not known whether that is for something of its account. */
export type TrustingRole = { readonly role: Role; readonly doubts: readonly string[] };

/** Each role once, by the more certain of its grants. */
function withOthers(
  named: readonly TrustingRole[],
  others: readonly TrustingRole[],
): readonly TrustingRole[] {
  const best = new Map<RoleIndex, TrustingRole>();
  for (const one of [...named, ...others]) {
    const known = best.get(one.role.index);
    if (known === undefined || one.doubts.length < known.doubts.length) best.set(one.role.index, one);
  }
  return [...best.values()];
}

export class AccountPlace {
  readonly snapshot: Snapshot;
  readonly index: AccountIndex;
  readonly account: Account;
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  readonly roles: readonly Role[];
  /** Null: the account's resources were not collected. */
  readonly resources: readonly Resource[] | null;
  /** By ARN. Null: not collected. */
  readonly samlProviders: readonly Arn[] | null;
  readonly oidcProviders: readonly Arn[] | null;
  readonly #rolesAnywhere: readonly Resource[];
  readonly #wholeTypes: readonly string[];
  readonly #rolesTrusting = new Map<string, TrustingRole[]>();
  readonly #federated = new Map<Role, TrustGrant[]>();
  readonly #workloads = new Map<Workload, ReadonlyMap<Arn, readonly Resource[]>>();
  #byType: ReadonlyMap<string, readonly Resource[]> | null = null;
  #roleNames: RoleNames | null = null;
  readonly #grantsOf: (role: RoleIndex) => readonly TrustGrant[];

  constructor(snapshot: Snapshot, index: AccountIndex, grantsOf: (role: RoleIndex) => readonly TrustGrant[]) {
    const account = snapshot.accounts[index];
    if (account === undefined) throw new RangeError(`there is no account ${index}`);
    const data = snapshot.accountData(index);
    this.snapshot = snapshot;
    this.index = index;
    this.account = account;
    this.users = data?.users ?? [];
    this.groups = data?.groups ?? [];
    this.resources = data?.resources ?? null;
    this.samlProviders = data?.samlProviders ?? null;
    this.oidcProviders = data?.oidcProviders?.map(({ arn }) => arn) ?? null;
    this.#rolesAnywhere = rolesAnywhereResources(data?.rolesAnywhere ?? null);
    const isWhole = !snapshot.coverage.some(
      (gap) => gap.what === "roles-anywhere" && gap.account === account.id,
    );
    // Lists of several regions are joined: those of a region that could not be read may be missing.
    this.#wholeTypes = isWhole ? rolesAnywhereTypes(data?.rolesAnywhere ?? null) : [];
    this.#grantsOf = grantsOf;
    const [first, end] = snapshot.roles.ofAccount(index);
    const roles: Role[] = [];
    for (let role = first; role < end; role++) {
      const row = snapshot.roles.row(role);
      roles.push(row);
      const grants = grantsOf(role);
      for (const grant of grants) {
        if (grant.party.kind === "federated") pushTo(this.#federated, row, grant);
      }
      for (const [service, doubts] of trustedServices(grants, account.id)) {
        const known = this.#rolesTrusting.get(service);
        if (known === undefined) this.#rolesTrusting.set(service, [{ role: row, doubts }]);
        else known.push({ role: row, doubts });
      }
    }
    this.roles = roles;
  }

  /** Roles that trust identity providers, with what they grant to those. */
  get federated(): ReadonlyMap<Role, readonly TrustGrant[]> {
    return this.#federated;
  }

  grantsOf(role: RoleIndex): readonly TrustGrant[] {
    return this.#grantsOf(role);
  }

  rolesTrusting(service: string): readonly TrustingRole[] {
    const named = this.#rolesTrusting.get(service) ?? [];
    const others = this.#rolesTrusting.get(anyService) ?? [];
    return others.length === 0 ? named : withOthers(named, others);
  }

  userOf(index: number): User | null {
    return this.users[index] ?? null;
  }

  /** Customer-managed policies that are attached to the principal, a user's groups' included. */
  customerPoliciesOf(target: Target): readonly Arn[] {
    const own = target.kind === "role" ? target.role : target.user;
    const attached =
      target.kind === "role"
        ? own.attachedPolicies
        : [
            ...own.attachedPolicies,
            ...this.groupsOf(target.user).flatMap(({ attachedPolicies }) => attachedPolicies),
          ];
    return attached.filter((arn) => !isAwsManaged(arn));
  }

  groupsOf(user: User): readonly Group[] {
    return this.groups.filter(({ name }) => user.groups.includes(name));
  }

  /** Those that run as a role, by it. */
  workloadsOf(workload: Workload): ReadonlyMap<Arn, readonly Resource[]> {
    let found = this.#workloads.get(workload);
    if (found === undefined) {
      found = this.#findWorkloads(workload);
      this.#workloads.set(workload, found);
    }
    return found;
  }

  #findWorkloads({ types, roleFrom }: Workload): ReadonlyMap<Arn, readonly Resource[]> {
    const found = new Map<Arn, Resource[]>();
    this.#roleNames ??= new RoleNames(this.roles);
    const names = this.#roleNames;
    for (const resource of types.flatMap((type) => this.existing(type))) {
      for (const role of names.rolesOf(resource, roleFrom)) pushTo(found, role, resource);
    }
    return found;
  }

  /** Whether the snapshot surely holds all of the type. */
  holdsAll(type: string): boolean {
    return this.#wholeTypes.includes(type);
  }

  existing(type: string): readonly Resource[] {
    this.#byType ??= Map.groupBy([...(this.resources ?? []), ...this.#rolesAnywhere], ({ type }) => type);
    return this.#byType.get(type) ?? [];
  }
}

export function isAwsManaged(arn: string): boolean {
  return arn.includes(":iam::aws:policy/");
}

/** IAM lets nobody edit or pass these: services and Identity Center keep them. */
export function isKeptByAws({ path }: Pick<Role, "path">): boolean {
  return path.startsWith("/aws-service-role/") || path.startsWith("/aws-reserved/");
}

export function isManagement({ snapshot, account }: AccountPlace): boolean {
  return snapshot.organization?.managementAccount === account.id;
}

/**
 * The accounts that the service reaches for callers of this one. A delegated administrator does not reach the management
 * account, nor does it matter for the management account itself, whose administrators need no such way.
 */
export function membersUnder(place: AccountPlace, servicePrincipal: string): readonly AccountIndex[] {
  const { snapshot, account } = place;
  const delegated = snapshot.organization?.delegatedAdministrators?.some(
    (one) => one.account === account.id && one.servicePrincipal === servicePrincipal,
  );
  if (!isManagement(place) && delegated !== true) return [];
  const management = snapshot.organization?.managementAccount;
  return snapshot.accounts.flatMap(({ id, inOrganization }, index) =>
    inOrganization && id !== management && id !== account.id ? [index] : [],
  );
}
