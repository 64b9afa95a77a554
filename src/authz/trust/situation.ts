/**
 * What is known of the requests that one party makes of one role: which keys they bring, and with which values
 * (IAM-SEMANTICS A5, the table of keys).
 */
import { ownAccount, splitArn, type Tag } from "../../model/index.ts";
import { absent, type KeyValue, known, type Lookup, open, openAlways } from "../conditions/values.ts";
import { type CallerKind, keyFacts, tokenClaim } from "../keys.ts";
import { organizationOfPath } from "../organization-view.ts";
import type { Controller, OrganizationView } from "../types.ts";
import type { PartyDraft } from "./drafts.ts";

/** What surrounds the trust policy: the same for all its parties. */
export type World = {
  readonly partition: string;
  readonly organization: OrganizationView;
  /** The account behind {@link ownAccount}, and behind its own id. */
  readonly owner: string;
  /** How the policy's texts write the owner: the token, or the id itself. */
  readonly ownerText: string;
  /** The role's tags by lower-case key; null where they are not known. */
  readonly resourceTags: ReadonlyMap<string, string> | null;
  /** Keys in lower case that the request at hand brings, though assumptions have none of them. Absent: none. */
  readonly brings?: ReadonlySet<string>;
};

export type Situation = {
  readonly party: PartyDraft;
  readonly caller: CallerKind;
  readonly world: World;
  readonly lookup: Lookup;
  /** Null where they are not known. */
  readonly principalTags: PrincipalTags | null;
};

/** The tags of a principal that we know. */
export type PrincipalTags = {
  /** Its own, by lower-case key. */
  readonly own: ReadonlyMap<string, string>;
  /** Whether its sessions may bring tags of their own, which come before those of the role (IAM-SEMANTICS 30, 31). */
  sessionsMayBeTagged(): boolean;
};

export function situationOf(
  party: PartyDraft,
  world: World,
  principalTags: PrincipalTags | null = null,
): Situation {
  const situation: Situation = {
    party,
    caller: callerOf(party),
    world,
    principalTags,
    lookup: (name) => valueAt(situation, name),
  };
  return situation;
}

/** Tags as conditions ask for them: keys without regard to case (IAM-SEMANTICS 52). */
export function tagsByKey(tags: readonly Tag[]): ReadonlyMap<string, string> {
  return new Map(tags.map(({ key, value }) => [key.toLowerCase(), value]));
}

function callerOf(party: PartyDraft): CallerKind {
  return party.kind === "service" ? "service" : party.kind === "federated" ? party.protocol : "iam";
}

function accountOf(party: PartyDraft): string | null {
  return "account" in party ? party.account : null;
}

export function isOwn(account: string, world: World): boolean {
  return account === ownAccount || account === world.owner;
}

export function isOurs(account: string, world: World): boolean {
  return world.organization.isOurs(account === ownAccount ? world.owner : account);
}

export function pathOf(account: string, world: World): string | null {
  return world.organization.pathOf(account === ownAccount ? world.owner : account);
}

function valueAt(situation: Situation, name: string): KeyValue {
  const { party, caller, world } = situation;
  if (name.startsWith("aws:resourcetag/") || name.startsWith("iam:resourcetag/")) {
    if (world.resourceTags === null) return open;
    const tag = world.resourceTags.get(name.slice(name.indexOf("/") + 1));
    return tag === undefined ? absent : known(tag);
  }
  switch (name) {
    case "aws:resourceaccount":
      return known(world.ownerText);
    case "aws:resourceorgid":
      return organizationIdOf(world.ownerText, world);
    case "aws:resourceorgpaths":
      return organizationPathsOf(world.ownerText, world);
    case "aws:principalisawsservice":
      return caller === "iam" ? known("false") : caller === "service" ? known("true") : absent;
  }
  if (situation.principalTags !== null && name.startsWith("aws:principaltag/")) {
    return principalTag(situation.principalTags, name.slice(name.indexOf("/") + 1));
  }
  if (world.brings?.has(name) === true) return open;
  if (caller === "iam") return valueForIam(party, world, name);
  if (party.kind === "service" && name === "aws:principalservicename") return known(party.service);
  if (caller === "oidc" && name === "aws:federatedprovider" && party.kind === "federated") {
    return party.provider === "*" ? openAlways : known(party.provider);
  }
  const token = caller === "oidc" ? tokenClaim(name) : null;
  if (token !== null && party.kind === "federated") {
    // Of a wildcard's providers some bring the claim.
    if (party.provider === "*") return open;
    if (token.issuer !== issuerOf(party.provider)) return absent;
  }
  return byTable(caller, name);
}

function principalTag({ own, sessionsMayBeTagged }: PrincipalTags, key: string): KeyValue {
  const tag = own.get(key);
  if (sessionsMayBeTagged()) return tag === undefined ? open : openAlways;
  return tag === undefined ? absent : known(tag);
}

function byTable(caller: CallerKind, name: string): KeyValue {
  const presence = keyFacts(name).presence[caller];
  return presence === "never" ? absent : presence === "always" ? openAlways : open;
}

/** The issuer of an OIDC provider, as its keys begin; lower case. */
function issuerOf(provider: string): string {
  const marker = ":oidc-provider/";
  const at = provider.indexOf(marker);
  return (at < 0 ? provider : provider.slice(at + marker.length)).toLowerCase();
}

function valueForIam(party: PartyDraft, world: World, name: string): KeyValue {
  switch (name) {
    case "aws:principalarn":
      return party.kind === "role" || party.kind === "user" ? known(party.arn) : openAlways;
    case "aws:principalaccount": {
      const account = accountOf(party);
      return account === null ? openAlways : known(account);
    }
    case "aws:principaltype":
      return principalType(party);
    case "aws:username":
      if (party.kind === "user" && !isRoot(party.arn))
        return known(party.arn.slice(party.arn.lastIndexOf("/") + 1));
      return "arn" in party ? absent : open;
    case "aws:tokenissuetime":
      return party.kind === "role" || party.kind === "session" ? openAlways : open;
    case "aws:principalorgid":
      return principalOrganization(party, world);
    case "aws:principalorgpaths":
      return principalPaths(party, world);
  }
  return byTable("iam", name);
}

/** The root user, whose requests AWS tells by the account (table of `aws:PrincipalType`). */
function isRoot(arn: string): boolean {
  return arn.endsWith(":root");
}

function principalType(party: PartyDraft): KeyValue {
  if (party.kind === "role" || party.kind === "session") return known("AssumedRole");
  if (party.kind === "user") return known(isRoot(party.arn) ? "Account" : "User");
  return openAlways;
}

function principalOrganization(party: PartyDraft, world: World): KeyValue {
  if (party.kind === "organization") return known(party.id);
  if (party.kind === "organizational-unit") {
    const id = organizationOfPath(party.path);
    return id === null ? openAlways : known(id);
  }
  const account = accountOf(party);
  return account === null ? open : organizationIdOf(account, world);
}

function principalPaths(party: PartyDraft, world: World): KeyValue {
  if (party.kind === "organization" || party.kind === "organizational-unit") return openAlways;
  const account = accountOf(party);
  return account === null ? open : organizationPathsOf(account, world);
}

function organizationIdOf(account: string, world: World): KeyValue {
  const id = world.organization.organizationId;
  return id !== null && isOurs(account, world) ? known(id) : open;
}

function organizationPathsOf(account: string, world: World): KeyValue {
  if (world.organization.organizationId === null || !isOurs(account, world)) return open;
  const path = pathOf(account, world);
  return path === null ? openAlways : known(path);
}

/** Whether the party's account is known to stand outside our organization, so that our id can't be its own. */
export function isOutside(situation: Situation): boolean {
  const account = accountOf(situation.party);
  return (
    account !== null &&
    situation.world.organization.organizationId !== null &&
    !isOurs(account, situation.world)
  );
}

/** Who decides what the key is worth, for this party (DESIGN §4). */
export function controllerOf(situation: Situation, name: string): Controller {
  const { controlledBy } = keyFacts(name);
  if (controlledBy === "caller") {
    if (situation.caller === "service") return "service";
    return situation.caller === "iam" ? "caller" : "identity-provider";
  }
  if (name.startsWith("aws:principaltag/")) {
    if (situation.caller === "service") return "service";
    if (situation.caller !== "iam") return "identity-provider";
    return tagsAreOurs(situation) ? "principal" : "caller";
  }
  return controlledBy;
}

/** In its own account a principal's administrators write its tags, so outsiders give themselves whichever they like. */
function tagsAreOurs(situation: Situation): boolean {
  const { party, world } = situation;
  if (party.kind === "organization") return party.id === world.organization.organizationId;
  if (party.kind === "organizational-unit") {
    return organizationOfPath(party.path) === world.organization.organizationId;
  }
  const account = accountOf(party);
  return account !== null && (isOwn(account, world) || isOurs(account, world));
}

/**
 * Splits an ARN of a principal; null where it names nobody that could call. STS lets neither the root user assume roles nor
 * a federated user (API reference of AssumeRole and GetFederationToken).
 */
export function callerArn(arn: string): {
  readonly kind: "role" | "user";
  readonly account: string;
  readonly partition: string;
} | null {
  const parts = splitArn(arn);
  if (parts === null) return null;
  const { partition, service, account, resource } = parts;
  if (service === "iam" && resource.startsWith("role/")) return { kind: "role", account, partition };
  if (service === "iam" && resource.startsWith("user/")) return { kind: "user", account, partition };
  return null;
}
