/** Policies by where they stand: what is read there, and the edit that writes something else there. */
import {
  type AccountId,
  type Arn,
  type DocumentIndex,
  type PolicyHolder,
  type Snapshot,
  type SnapshotEdit,
  splitArn,
} from "../../../model/index.ts";
import { principalOf } from "../../principals.ts";

/** Where it stands, by names that hold in every snapshot of the organization, be it of a part or after an edit. */
export type RemovablePlace =
  | { readonly kind: "trust-policy"; readonly role: Arn }
  | {
      readonly kind: "inline-policy";
      readonly holder: Arn;
      readonly name: string;
    }
  /** Shared by whomever it is attached to. */
  | { readonly kind: "managed-policy"; readonly account: AccountId; readonly policy: Arn }
  /** The policy is AWS's own, or its text is not at hand: it can be detached only. */
  | { readonly kind: "attachment"; readonly holder: Arn; readonly policy: Arn }
  | { readonly kind: "resource-policy"; readonly account: AccountId; readonly resource: Arn };

/** `text`: what the policy reads then; null: it goes whole, which a trust policy and a managed one can't. Null: there is none. */
export function placeEdit(
  snapshot: Snapshot,
  place: RemovablePlace,
  text: string | null,
): SnapshotEdit | null {
  switch (place.kind) {
    case "trust-policy": {
      const role = snapshot.roles.byArn(place.role);
      return role === null || text === null ? null : { kind: "trust-policy", role, text };
    }
    case "inline-policy": {
      const holder = holderOf(snapshot, place.holder);
      return holder === null ? null : { kind: "inline-policy", holder, name: place.name, text };
    }
    case "managed-policy": {
      const account = snapshot.accountIndex(place.account);
      return account === null || text === null
        ? null
        : { kind: "managed-policy", account, policy: place.policy, text };
    }
    case "attachment": {
      const holder = holderOf(snapshot, place.holder);
      return holder === null ? null : { kind: "detach-policy", holder, policy: place.policy };
    }
    case "resource-policy": {
      const account = snapshot.accountIndex(place.account);
      return account === null ? null : { kind: "resource-policy", account, resource: place.resource, text };
    }
  }
}

/** Null: the snapshot holds no such policy. */
export function documentOf(snapshot: Snapshot, place: RemovablePlace): DocumentIndex | null {
  switch (place.kind) {
    case "trust-policy": {
      const role = snapshot.roles.byArn(place.role);
      return role === null ? null : snapshot.roles.row(role).trustPolicy;
    }
    case "inline-policy": {
      const holder = holderOf(snapshot, place.holder);
      if (holder === null) return null;
      const data = holder.kind === "role" ? null : snapshot.accountData(holder.account);
      const { inlinePolicies } =
        holder.kind === "role"
          ? snapshot.roles.row(holder.role)
          : ((holder.kind === "user" ? data?.users : data?.groups)?.find(
              ({ name }) => name === holder.name,
            ) ?? {
              inlinePolicies: [],
            });
      return inlinePolicies.find(({ name }) => name === place.name)?.document ?? null;
    }
    case "managed-policy":
    case "attachment": {
      const id = place.kind === "managed-policy" ? place.account : (splitArn(place.holder)?.account ?? "");
      const account = snapshot.accountIndex(id);
      return account === null ? null : (snapshot.managedPolicy(place.policy, account)?.document ?? null);
    }
    case "resource-policy": {
      const account = snapshot.accountIndex(place.account);
      const resources = account === null ? null : snapshot.accountData(account)?.resources;
      return resources?.find(({ arn }) => arn === place.resource)?.policy ?? null;
    }
  }
}

function holderOf(snapshot: Snapshot, arn: Arn): PolicyHolder | null {
  const principal = principalOf(arn, snapshot);
  if (principal?.kind === "role") return { kind: "role", role: principal.index };
  const account = snapshot.accountIndex(splitArn(arn)?.account ?? "");
  const data = account === null ? null : snapshot.accountData(account);
  if (account === null || data === null) return null;
  const user = data.users.find((one) => one.arn === arn);
  if (user !== undefined) return { kind: "user", account, name: user.name };
  const group = data.groups.find((one) => one.arn === arn);
  return group === undefined ? null : { kind: "group", account, name: group.name };
}

/** Whom a removal concerns: the role, whoever holds or is given the policy, or the resource. By ARN. */
export function concernedBy(snapshot: Snapshot, place: RemovablePlace): readonly Arn[] {
  switch (place.kind) {
    case "trust-policy":
      return [place.role];
    case "resource-policy":
      return [place.resource];
    case "inline-policy":
    case "attachment":
      return withMembers(snapshot, place.holder);
    case "managed-policy": {
      const account = snapshot.accountIndex(place.account);
      const data = account === null ? null : snapshot.accountData(account);
      if (account === null || data === null) return [];
      const [first, end] = snapshot.roles.ofAccount(account);
      const has = (one: {
        readonly attachedPolicies: readonly Arn[];
        readonly permissionsBoundary?: Arn | null;
      }): boolean => one.attachedPolicies.includes(place.policy) || one.permissionsBoundary === place.policy;
      const roles = Array.from({ length: end - first }, (_, at) => snapshot.roles.row(first + at)).filter(
        has,
      );
      const users = data.users.filter(has);
      const groups = data.groups.filter(has).flatMap(({ arn }) => withMembers(snapshot, arn));
      return [...new Set([...roles.map(({ arn }) => arn), ...users.map(({ arn }) => arn), ...groups])];
    }
  }
}

/** A group's members instead of the group. */
function withMembers(snapshot: Snapshot, holder: Arn): readonly Arn[] {
  if (!isGroup(holder)) return [holder];
  const account = snapshot.accountIndex(splitArn(holder)?.account ?? "");
  const data = account === null ? null : snapshot.accountData(account);
  const group = data?.groups.find(({ arn }) => arn === holder);
  return (data?.users ?? []).flatMap(({ arn, groups }) =>
    group !== undefined && groups.includes(group.name) ? [arn] : [],
  );
}

/** Those whom an identity policy there may concern: whoever is or may become a member counts where groups have it. */
export function mayConcern(snapshot: Snapshot, place: RemovablePlace): readonly Arn[] {
  const concerned = concernedBy(snapshot, place);
  const id = "holder" in place ? splitArn(place.holder)?.account : "account" in place ? place.account : null;
  const account = snapshot.accountIndex(id ?? "");
  const data = account === null ? null : snapshot.accountData(account);
  const isOfGroups =
    place.kind === "managed-policy"
      ? data?.groups.some(({ attachedPolicies }) => attachedPolicies.includes(place.policy)) === true
      : "holder" in place && isGroup(place.holder);
  return isOfGroups ? [...new Set([...concerned, ...(data?.users ?? []).map(({ arn }) => arn)])] : concerned;
}

function isGroup(arn: Arn): boolean {
  return /:group\//.test(arn);
}
