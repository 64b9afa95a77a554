/**
 * From what a trust policy says to who can really call: trust in an account with data becomes its principals whose own
 * policies permit the call, a named principal of ours is asked for its side, everything else stays as it is.
 */
import {
  type CallerPrincipal,
  type CallerSide,
  isExternalParty,
  organizationOfPath,
  type PartyOfAccount,
} from "../authz/index.ts";
import type { CallTarget, Certainty, Guard, OrganizationView, Party, TrustGrant } from "../authz/types.ts";
import { glob, patternMatches } from "../logic/index.ts";
import { type AccountId, type AccountIndex, type Arn, type Snapshot, splitArn } from "../model/index.ts";
import { alternativesOf } from "./alternatives.ts";
import { arnOfPrincipal, principalOf, principalsOfAccount } from "./principals.ts";
import { partyId, type Who } from "./who.ts";

export type Expansion = {
  readonly who: readonly Who[];
  /** Named by the trust policy, and their own side refuses. */
  readonly blocked: readonly BlockedCaller[];
  /** Accounts whose principals are not known, so that more or fewer may be able to call. */
  readonly unknownAccounts: readonly AccountId[];
};

export type BlockedCaller = { readonly principal: Arn; readonly because: string };

export type ExpansionScope = {
  readonly snapshot: Snapshot;
  readonly organization: OrganizationView;
  readonly callers: CallerSide;
  /** Account or vendor name. */
  nameOf(account: string): string | null;
  /** Tell, besides "any AWS account", our own principals that can call: the answer may hold very many. */
  readonly ownBehindAnyone?: boolean;
};

export function expandGrants(
  grants: readonly TrustGrant[],
  target: CallTarget,
  scope: ExpansionScope,
): Expansion {
  const expander = new Expander(target, scope);
  for (const grant of grants) expander.add(grant);
  return expander.result();
}

class Expander {
  readonly #target: CallTarget;
  readonly #owner: AccountId;
  readonly #scope: ExpansionScope;
  /** By kind, id and guard: a principal that is let in twice under the same guard is told once. */
  readonly #who = new Map<string, Who>();
  readonly #blocked = new Map<Arn, string>();
  readonly #unknown = new Set<AccountId>();

  constructor(target: CallTarget, scope: ExpansionScope) {
    this.#target = target;
    this.#owner = target.account;
    this.#scope = scope;
  }

  add(grant: TrustGrant): void {
    const { party } = grant;
    switch (party.kind) {
      case "role":
      case "user":
      case "session":
        this.#addNamed(party, grant);
        break;
      case "account":
        this.#addAccount(party.account, grant, "direct");
        break;
      case "organization":
      case "organizational-unit":
        this.#addMembers(party, grant);
        break;
      case "any-account":
        this.#tell(this.#asTold(party), grant.guard, grant.certainty, "direct");
        if (this.#scope.ownBehindAnyone === true) this.#addOwnBehindAnyone(grant);
        break;
      case "federated":
      case "service":
        this.#tell(this.#asTold(party), grant.guard, grant.certainty, "direct");
        break;
    }
  }

  result(): Expansion {
    const able = new Set([...this.#who.values()].map((who) => who.id));
    return {
      who: [...this.#who.values()],
      blocked: [...this.#blocked]
        .filter(([principal]) => !able.has(principal))
        .map(([principal, because]) => ({ principal, because })),
      unknownAccounts: [...this.#unknown],
    };
  }

  #addNamed(party: Extract<Party, { kind: "role" | "user" | "session" }>, grant: TrustGrant): void {
    if (!this.#hasData(party.account)) {
      this.#tellUnread(party, grant, "direct");
      return;
    }
    const principal = principalOf(party.arn, this.#scope.snapshot);
    if (principal === null) this.#blocked.set(party.arn, "it does not exist");
    else this.#decide(principal, party.kind, party.arn, grant, "direct");
  }

  #addAccount(account: AccountId, grant: TrustGrant, via: Who["via"]): void {
    const { snapshot } = this.#scope;
    if (!this.#hasData(account)) {
      this.#tellUnread({ kind: "account", account }, grant, via);
      return;
    }
    const index = snapshot.accountIndex(account) ?? 0;
    // A wildcard in the role's own account takes callers in without any permission of their own (IAM-SEMANTICS A2).
    const callers =
      grant.matchedAs === "wildcard" && account === this.#owner
        ? principalsOfAccount(index, snapshot)
        : callersOf(index, this.#scope.callers);
    for (const principal of callers) {
      this.#decide(principal, principal.kind, arnOfPrincipal(principal, snapshot), grant, "account");
    }
  }

  #addMembers(
    party: Extract<Party, { kind: "organization" | "organizational-unit" }>,
    grant: TrustGrant,
  ): void {
    const { snapshot, organization } = this.#scope;
    const id = party.kind === "organization" ? party.id : organizationOfPath(party.path);
    if (id === null || id !== organization.organizationId) {
      this.#tell(this.#asTold(party), grant.guard, grant.certainty, "direct");
      return;
    }
    const within = party.kind === "organizational-unit" ? glob(party.path) : null;
    for (const account of snapshot.accounts) {
      if (!organization.isOurs(account.id)) continue;
      const path = organization.pathOf(account.id);
      // One whose place is not known may stand there.
      if (within !== null && path !== null && !patternMatches(within, path)) continue;
      this.#addAccount(account.id, grant, "account");
    }
  }

  /** Accounts that were not read are told by "any AWS account" already. */
  #addOwnBehindAnyone(grant: TrustGrant): void {
    for (const account of this.#scope.snapshot.accounts) {
      if (account.hasData && this.#scope.organization.isOurs(account.id)) {
        this.#addAccount(account.id, grant, "account");
      }
    }
  }

  #decide(principal: CallerPrincipal, kind: Who["kind"], arn: Arn, grant: TrustGrant, via: Who["via"]): void {
    const decision = this.#scope.callers.decide(principal, this.#target, grant);
    if (decision.kind === "denied") {
      if (via === "direct") this.#blocked.set(arn, decision.because);
      return;
    }
    const account = splitArn(arn)?.account ?? "";
    const name = this.#scope.nameOf(account);
    const told = {
      kind,
      id: arn,
      external: account !== this.#owner && !this.#scope.organization.isOurs(account),
      ...(name === null ? {} : { name }),
    };
    for (const { guard, certainty } of alternativesOf(decision)) this.#tell(told, guard, certainty, via);
  }

  /** Of an outside account we must assume the worst; of one of ours we don't know the callers, and know their SCPs. */
  #tellUnread(party: PartyOfAccount, grant: TrustGrant, via: Who["via"]): void {
    const { snapshot, organization, callers } = this.#scope;
    const isOurs = organization.isOurs(party.account);
    if (!isOurs || snapshot.accountIndex(party.account) === null) {
      const guard =
        party.kind === "account" ? callers.guardFor(party.account, this.#target, grant) : grant.guard;
      if (guard === null) return;
      const certainty = isOurs ? unknownCallers(party.account) : grant.certainty;
      if (isOurs) this.#unknown.add(party.account);
      this.#tell(this.#asTold(party), guard, certainty, via);
      return;
    }
    const decision = callers.decideUnread(party, this.#target, grant);
    if (decision.kind === "denied") {
      if (via === "direct" && party.kind !== "account") this.#blocked.set(party.arn, decision.because);
      return;
    }
    this.#unknown.add(party.account);
    for (const { guard, certainty } of alternativesOf(decision))
      this.#tell(this.#asTold(party), guard, certainty, via);
  }

  #asTold(party: Party): Told {
    const name = "account" in party ? this.#scope.nameOf(party.account) : null;
    return {
      kind: party.kind,
      id: partyId(party),
      external: isExternalParty(party, this.#owner, this.#scope.organization),
      ...(name === null ? {} : { name }),
    };
  }

  #tell(told: Told, guard: Guard, certainty: Certainty, via: Who["via"]): void {
    const key = `${told.kind} ${told.id} ${JSON.stringify(guard)}`;
    const known = this.#who.get(key);
    const proven = certainty.kind === "proven" || known?.proven === true;
    this.#who.set(key, { ...told, proven, guard, via: known?.via === "direct" ? "direct" : via });
  }

  #hasData(account: string): boolean {
    const index = this.#scope.snapshot.accountIndex(account);
    return index !== null && this.#scope.snapshot.accounts[index]?.hasData === true;
  }
}

/** Hundreds of findings ask for the same account's callers: each account's are looked for once. */
const knownCallers = new WeakMap<CallerSide, Map<AccountIndex, readonly CallerPrincipal[]>>();

function callersOf(account: AccountIndex, side: CallerSide): readonly CallerPrincipal[] {
  let byAccount = knownCallers.get(side);
  if (byAccount === undefined) {
    byAccount = new Map();
    knownCallers.set(side, byAccount);
  }
  let callers = byAccount.get(account);
  if (callers === undefined) {
    callers = [...side.principalsThatMayCall(account)];
    byAccount.set(account, callers);
  }
  return callers;
}

type Told = Pick<Who, "kind" | "id" | "external" | "name">;

function unknownCallers(account: AccountId): Certainty {
  return { kind: "may", reasons: [`the principals of account ${account} were not read`] };
}
