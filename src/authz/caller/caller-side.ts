/** The callers' side of the question, over a whole snapshot. */
import {
  type Account,
  type AccountId,
  type AccountIndex,
  type Arn,
  type RoleIndex,
  type Snapshot,
  splitArn,
} from "../../model/index.ts";
import { type ActionLens, assumeLens } from "../action-lens.ts";
import { actionBit } from "../actions.ts";
import { testOfTerm } from "../conditions/terms.ts";
import { termOf } from "../conditions/test.ts";
import { variableNames } from "../conditions/texts.ts";
import {
  type ControlLibrary,
  controlLibrary,
  isServiceLinked,
  type Scps,
} from "../controls/control-library.ts";
import type { CompiledTrust } from "../trust/compile.ts";
import type { PartyDraft } from "../trust/drafts.ts";
import { canPass } from "../trust/possible.ts";
import { residualOf } from "../trust/residual.ts";
import {
  callerArn,
  controllerOf,
  type PrincipalTags,
  situationOf,
  tagsByKey,
  type World,
} from "../trust/situation.ts";
import { keysOfTest, witnessFor } from "../trust/witness.ts";
import type {
  CallerDecision,
  CallTarget,
  Guard,
  OrganizationView,
  Party,
  Request,
  TrustGrant,
} from "../types.ts";
import { decideCaller } from "./decide-caller.ts";
import { isOneOf, type OneOfOurs } from "./membership.ts";
import { type CallerPrincipal, PolicyLibrary, type PrincipalPolicies } from "./principal-policies.ts";

export interface CallerSide {
  /** What was found out about documents, a byte each: a cache that keeps it saves looking at their texts again. */
  documentMarks(): Uint8Array;
  /**
   * Principals of the account with any Allow of the action, whatever its conditions; with a policy whose text is not at
   * hand too. Nobody else of the account can use a trust in their account.
   */
  principalsThatMayCall(account: AccountIndex): Iterable<CallerPrincipal>;
  /** Whether the principal can use the grant of the target's policy, both sides together, within SCPs and RCPs. */
  decide(principal: CallerPrincipal, target: CallTarget, grant: TrustGrant): CallerDecision;
  /**
   * What is left of the grant's guard for callers of whose own policies nothing is known: one principal by its ARN, or
   * somebody of an account by its id. Null: none of them ever passes it.
   */
  guardFor(caller: AccountId | Arn, target: CallTarget, grant: TrustGrant): Guard | null;
  /**
   * The decision for somebody in an account of ours whose data was not read: its SCPs can be told all the same, and the rest
   * is *may*.
   */
  decideUnread(party: PartyOfAccount, target: CallTarget, grant: TrustGrant): CallerDecision;
  /**
   * An example of a call that both sides allow; null where the decision is not a proven Yes, or none can be shown.
   * `trust`: the role's own, compiled.
   */
  witness(
    principal: CallerPrincipal,
    role: RoleIndex,
    grant: TrustGrant,
    decision: CallerDecision,
    trust?: CompiledTrust,
  ): Request | null;
}

/** A party that stands in one account. */
export type PartyOfAccount = Extract<Party, { readonly kind: "role" | "user" | "session" | "account" }>;

/** `keptMarks`: what `documentMarks` gave for the same snapshot, from a cache. */
export function createCallerSide(
  snapshot: Snapshot,
  organization: OrganizationView,
  keptMarks: Uint8Array | null = null,
  lens: ActionLens = assumeLens,
): CallerSide {
  return new SnapshotCallers(snapshot, organization, keptMarks, lens);
}

/** How many principals' policies are kept at hand; one is a few hundred bytes. */
const kept = 16_384;

class SnapshotCallers implements CallerSide {
  readonly #snapshot: Snapshot;
  readonly #organization: OrganizationView;
  readonly #lens: ActionLens;
  readonly #library: PolicyLibrary;
  readonly #controls: ControlLibrary;
  readonly #policies = new Map<string, PrincipalPolicies>();

  constructor(
    snapshot: Snapshot,
    organization: OrganizationView,
    keptMarks: Uint8Array | null,
    lens: ActionLens,
  ) {
    this.#snapshot = snapshot;
    this.#organization = organization;
    this.#lens = lens;
    this.#library = new PolicyLibrary(snapshot, lens, keptMarks);
    this.#controls = controlLibrary(snapshot, lens);
  }

  documentMarks(): Uint8Array {
    return this.#library.marks.all();
  }

  *principalsThatMayCall(account: AccountIndex): Iterable<CallerPrincipal> {
    const [first, end] = this.#snapshot.roles.ofAccount(account);
    for (let index = first; index < end; index++) {
      if (!this.#library.mayConcernRole(index)) continue;
      const principal: CallerPrincipal = { kind: "role", index };
      if (this.#mayCall(principal)) yield principal;
    }
    const users = this.#snapshot.accountData(account)?.users ?? [];
    for (let index = 0; index < users.length; index++) {
      const principal: CallerPrincipal = { kind: "user", account, index };
      if (this.#mayCall(principal)) yield principal;
    }
  }

  #mayCall(principal: CallerPrincipal): boolean {
    const policies = this.#policiesOf(principal);
    return policies !== null && patternsOf(policies).length > 0;
  }

  decide(principal: CallerPrincipal, target: CallTarget, grant: TrustGrant): CallerDecision {
    const policies = this.#policiesOf(principal);
    if (policies === null) return { kind: "denied", because: "there is no such user" };
    if (grant.action !== "sts:AssumeRole") {
      return {
        kind: "denied",
        because: `${grant.action} is called with a token or an assertion, not by a principal`,
      };
    }
    const account = this.#account(policies.account);
    const world = this.#worldOf(target, account.partition);
    const party: OneOfOurs = {
      kind: policies.kind,
      arn: policies.arn,
      account: account.id,
      named: "pinned",
    };
    const situation = situationOf(party, world, this.#tagsOf(principal, policies));
    const membership = isOneOf(party, grant.party, situation);
    if (membership === "no") {
      return { kind: "denied", because: `${policies.arn} is not among those that the grant lets in` };
    }
    if ((splitArn(target.arn)?.partition ?? account.partition) !== account.partition) {
      return { kind: "denied", because: `${target.arn} is of another partition` };
    }
    return decideCaller({
      name: policies.arn,
      policies,
      grant,
      situation,
      targetArn: target.arn,
      action: this.#lens.action,
      sameAccount: account.id === target.account,
      membershipDoubt: membership === "yes" ? null : membership.doubt,
      ownSideUnknown: null,
      scps: this.#scpsOf(policies.arn, policies.account),
    });
  }

  guardFor(caller: AccountId | Arn, target: CallTarget, grant: TrustGrant): Guard | null {
    const world = this.#worldOf(target, splitArn(target.arn)?.partition ?? "aws");
    const situation = situationOf(unknownCaller(caller), world);
    const residual = residualOf(grant.guard.map(testOfTerm), situation);
    if (residual.kind === "failed") return null;
    const possible = canPass(residual.tests, situation);
    if (possible.kind === "exact" && !possible.value) return null;
    return residual.tests.map((test) => termOf(test, controllerOf(situation, test.name)));
  }

  decideUnread(party: PartyOfAccount, target: CallTarget, grant: TrustGrant): CallerDecision {
    const index = this.#snapshot.accountIndex(party.account);
    if (index === null) throw new RangeError(`the snapshot knows no account ${party.account}`);
    const account = this.#account(index);
    const draft: PartyDraft =
      party.kind === "session" ? { ...party, roleName: roleNameOf(party.arn) } : party;
    const ownSideUnknown = `the principals of account ${account.id} were not read`;
    const name = party.kind === "account" ? `account ${party.account}` : party.arn;
    return decideCaller({
      name,
      policies: { identity: [], boundary: null },
      grant,
      situation: situationOf(draft, this.#worldOf(target, account.partition)),
      targetArn: target.arn,
      action: this.#lens.action,
      sameAccount: account.id === target.account,
      membershipDoubt: null,
      ownSideUnknown,
      scps: this.#scpsOf(name, index),
    });
  }

  #account(index: AccountIndex): Account {
    const account = this.#snapshot.accounts[index];
    if (account === undefined) throw new RangeError(`there is no account ${index}`);
    return account;
  }

  #worldOf(target: CallTarget, partition: string): World {
    return {
      partition,
      organization: this.#organization,
      owner: target.account,
      ownerText: target.account,
      resourceTags: target.tags === null ? null : tagsByKey(target.tags),
    };
  }

  #scpsOf(arn: string, account: AccountIndex): Scps {
    const path = /:role(\/.*\/)[^/]*$/.exec(arn)?.[1] ?? "/";
    return isServiceLinked(path) ? { kind: "none" } : this.#controls.scpsOf(account);
  }

  witness(
    principal: CallerPrincipal,
    role: RoleIndex,
    grant: TrustGrant,
    decision: CallerDecision,
    trust?: CompiledTrust,
  ): Request | null {
    const policies = this.#policiesOf(principal);
    const account = policies === null ? undefined : this.#snapshot.accounts[policies.account];
    if (decision.kind === "denied" || policies === null || account === undefined) return null;
    // A session is one of the role's, and its own ARN says more than the role's.
    const party: Party =
      grant.party.kind === "session"
        ? grant.party
        : { kind: policies.kind, arn: policies.arn, account: account.id, named: "pinned" };
    for (const guard of decision.guards.slice(0, decision.sureGuards)) {
      const request = witnessFor(
        { ...grant, party, guard, certainty: decision.certainty },
        {
          role: this.#snapshot.roles.row(role),
          organization: this.#organization,
          caller: { tags: this.#tagsOf(principal, policies), keys: keysOf(policies) },
          ...(trust === undefined ? {} : { trust }),
        },
      );
      if (request !== null) return request;
    }
    return null;
  }

  #tagsOf(principal: CallerPrincipal, { tags }: PrincipalPolicies): PrincipalTags {
    return {
      own: tagsByKey(tags),
      sessionsMayBeTagged: () =>
        principal.kind === "role" && this.#library.sessionsMayBeTagged(principal.index),
    };
  }

  #policiesOf(principal: CallerPrincipal): PrincipalPolicies | null {
    const key = principal.kind === "role" ? `${principal.index}` : `${principal.account}/${principal.index}`;
    let policies = this.#policies.get(key) ?? null;
    if (policies === null) {
      policies = this.#library.policiesOf(principal);
      if (this.#policies.size >= kept) this.#policies.clear();
      if (policies !== null) this.#policies.set(key, policies);
    }
    return policies;
  }
}

function unknownCaller(caller: AccountId | Arn): PartyDraft {
  const parts = splitArn(caller);
  if (parts === null) return { kind: "account", account: caller };
  const kind = callerArn(caller)?.kind;
  return kind === undefined
    ? { kind: "account", account: parts.account }
    : { kind, arn: caller, account: parts.account, named: "pinned" };
}

/** The condition keys and variables of the principal's own policies. */
function keysOf({ identity, boundary }: PrincipalPolicies): readonly string[] {
  const all = boundary === null ? identity : [...identity, boundary];
  return all.flatMap(({ policy }) =>
    (policy?.statements ?? []).flatMap(({ tests, resources, variables }) => [
      ...tests.flatMap(keysOfTest),
      ...(variables ? resources.flatMap(variableNames) : []),
    ]),
  );
}

function patternsOf(policies: PrincipalPolicies): readonly string[] {
  const patterns = new Set<string>();
  for (const { policy } of policies.identity) {
    if (policy === null) patterns.add("*");
    for (const { effect, actions, resources, resourcesNegated } of policy?.statements ?? []) {
      if (effect === "Deny" || (actions & actionBit["sts:AssumeRole"]) === 0) continue;
      if (resourcesNegated) patterns.add("*");
      else for (const resource of resources) patterns.add(resource);
    }
  }
  return [...patterns];
}

/** `arn:…:assumed-role/NAME/SESSION` */
function roleNameOf(sessionArn: string): string {
  return splitArn(sessionArn)?.resource.split("/")[1] ?? "";
}
