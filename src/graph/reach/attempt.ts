/** One technique in one subject's hands: for whom it works, and every decision that makes it work. */
import type { ActionMask, CallEngine, Subject } from "../../authz/calls/index.ts";
import type { CallerDecision, CallTarget, Certainty, Guard, TrustGrant } from "../../authz/types.ts";
import type { AccountIndex, Arn, Group, Resource, Role } from "../../model/index.ts";
import type { Need, Place, Technique } from "../techniques/technique.ts";
import { doubtsOfTrust, federatedRoles } from "./federated-roles.ts";
import { contextOf, filledIn, type NeedAbout } from "./need-context.ts";
import type { NewTrust } from "./new-trust.ts";
import {
  type AccountPlace,
  boundaryOf,
  isAwsManaged,
  isKeptByAws,
  isManagement,
  membersUnder,
  type Target,
} from "./place.ts";
import type { RootAccess } from "./root-access.ts";

export type Allowed = Extract<CallerDecision, { readonly kind: "allowed" }>;

/** A need that is met: the request that meets it. */
export type MetNeed = {
  readonly action: string;
  readonly resource: CallTarget;
  readonly context: Guard;
  /** What the resource's side grants; see `Call`. */
  readonly grants: readonly TrustGrant[] | null;
  readonly decision: Allowed;
};

export type Attempt = {
  readonly technique: Technique;
  readonly gives: Given;
  readonly certainty: Certainty;
  readonly met: readonly MetNeed[];
  /** The role that is assumed at the end, where one is. */
  readonly assumed: Role | null;
};

export type Given =
  /** The principal as it is. */
  | { readonly kind: "principal"; readonly target: Target }
  /** The principal with every permission that its boundary and what denies it leave; `isFreed`: that the latter leaves. */
  | { readonly kind: "changed"; readonly target: Target; readonly isFreed: boolean }
  /** The principal with its own permissions, and no boundary. */
  | { readonly kind: "freed"; readonly target: Target }
  /** The caller, with what a group has. */
  | { readonly kind: "member"; readonly group: Group }
  /** Whoever administers the accounts. */
  | { readonly kind: "administrators"; readonly accounts: readonly AccountIndex[] }
  /** What the organization holds over its accounts. */
  | { readonly kind: "organization" };

/** What attempts are made with. */
export type Workshop = {
  readonly engine: CallEngine;
  readonly place: AccountPlace;
  /** Whose permissions are to be edited, but for the subject's own; absent: anybody's. */
  readonly edited?: ReadonlySet<Arn>;
  /** Null: the snapshot holds no such role or user, or in another account. */
  targetOf(arn: Arn): Target | null;
  /** Once the role's trust policy lets the subject in. */
  readonly newTrust: NewTrust;
  readonly rootAccess: RootAccess;
  /** Actions that some workload's own policy grants to principals, whatever theirs say. */
  readonly grantedByWorkloads: ActionMask;
  /** What the workload's own policy and RCPs grant for the action. */
  grantsOn(resource: Resource, action: string): readonly TrustGrant[] | null;
};

/** `self`: the subject as a target; null for somebody whom an administrator makes. */
export function* attempts(
  subject: Subject,
  self: Target | null,
  technique: Technique,
  shop: Workshop,
): Iterable<Attempt> {
  if (!mayWork(technique, subject.mayAllow | shop.grantedByWorkloads, shop.engine)) return;
  const trial = new Trial(subject, self, technique, shop);
  yield* trial.run();
}

const masks = new WeakMap<Technique, ActionMask>();

/** Whether each of the technique's actions is among those that may be allowed. */
export function mayWork(technique: Technique, allowed: ActionMask, engine: CallEngine): boolean {
  let mask = masks.get(technique);
  if (mask === undefined) {
    mask = engine.actions.maskOf(technique.needs.map(({ action }) => action));
    masks.set(technique, mask);
  }
  return (allowed & mask) === mask;
}

/** Things past this number are not tried one by one, and the technique may work on one of them. */
const mostThings = 2000;

class Trial {
  readonly #subject: Subject;
  readonly #self: Target | null;
  readonly #technique: Technique;
  readonly #shop: Workshop;

  constructor(subject: Subject, self: Target | null, technique: Technique, shop: Workshop) {
    this.#subject = subject;
    this.#self = self;
    this.#technique = technique;
    this.#shop = shop;
  }

  *run(): Iterable<Attempt> {
    const base = this.#onThings();
    if (base === null) return;
    const { gives } = this.#technique;
    const { place } = this.#shop;
    switch (gives.kind) {
      case "passed-role":
        for (const service of gives.services) {
          for (const { role, doubts } of place.rolesTrusting(service)) {
            if (isKeptByAws(role) || (gives.instanceProfile === true && role.instanceProfiles.length === 0))
              continue;
            const trusted = { ...base, doubts: [...base.doubts, ...doubts] };
            yield* this.#taking({ kind: "role", role }, trusted, { service });
          }
        }
        return;
      case "workload-role":
        for (const [role, workloads] of place.workloadsOf(gives.workload)) {
          const target = this.#shop.targetOf(role);
          const doubts = target === null ? null : doubtsOfTrust(place, target, gives.services);
          if (target === null || doubts === null) continue;
          yield* this.#takingByOne(target, { ...base, doubts: [...base.doubts, ...doubts] }, workloads);
        }
        return;
      case "federated-role":
        for (const { role, provider, doubts } of federatedRoles(place, gives.provider)) {
          const trusted = { ...base, doubts: [...base.doubts, ...doubts] };
          yield* this.#taking({ kind: "role", role }, trusted, { provider });
        }
        return;
      case "user":
        for (const [index, user] of place.users.entries()) {
          if (!this.#isSelf(user.arn)) yield* this.#taking({ kind: "user", user, index }, base, {});
        }
        return;
      case "new-administrator":
        yield* this.#making(base);
        return;
      case "member-administrators": {
        const members = membersUnder(place, gives.servicePrincipal);
        const isOwn = gives.alsoManagement === true && isManagement(place);
        const accounts = isOwn ? [...members, place.index] : members;
        if (accounts.length > 0) yield this.#attempt({ kind: "administrators", accounts }, base, null);
        return;
      }
      case "member-root":
        yield* this.#recovering(base, gives.enabled);
        return;
      case "organization":
        if (isManagement(place)) yield this.#attempt({ kind: "organization" }, base, null);
        return;
      case "assumable-role":
        // An edge of its own kind.
        return;
      case "trusting-role":
        for (const role of place.roles) {
          if (!isKeptByAws(role) && !this.#isSelf(role.arn))
            yield* this.#taking({ kind: "role", role }, base, {});
        }
        return;
      case "self": {
        const self = this.#self;
        if (self === null || !gives.principals.includes(self.kind)) return;
        if (this.#subject.hasEverything && gives.by !== "boundary") return;
        if (self.kind === "role" && isKeptByAws(self.role)) return;
        yield* this.#changing(self, base, gives.by);
        return;
      }
      case "edited":
        for (const target of this.#editable(gives.principal)) {
          const isFreed = gives.frees === true;
          if (!isFreed || boundaryOf(target) !== null) yield* this.#changing(target, base, gives.by, isFreed);
        }
        return;
    }
  }

  #isSelf(arn: Arn): boolean {
    return this.#subject.arn === arn;
  }

  #isWanted(arn: Arn): boolean {
    const { edited } = this.#shop;
    return edited === undefined || edited.has(arn);
  }

  *#editable(kind: "role" | "user"): Iterable<Target> {
    const { place } = this.#shop;
    if (kind === "user") {
      for (const [index, user] of place.users.entries()) {
        if (!this.#isSelf(user.arn) && this.#isWanted(user.arn)) yield { kind: "user", user, index };
      }
      return;
    }
    for (const role of place.roles) {
      if (!isKeptByAws(role) && !this.#isSelf(role.arn) && this.#isWanted(role.arn))
        yield { kind: "role", role };
    }
  }

  *#taking(target: Target, base: Base, about: About): Iterable<Attempt> {
    const made = this.#meet(base, { ...about, target });
    if (made !== null) yield this.#attempt({ kind: "principal", target }, made, target);
  }

  /** By the first of them that surely works, else by the first that may. */
  *#takingByOne(target: Target, base: Base, workloads: readonly Resource[]): Iterable<Attempt> {
    let best: Attempt | null = null;
    for (const workload of workloads) {
      for (const attempt of this.#taking(target, base, { workload })) {
        best ??= attempt;
        if (attempt.certainty.kind === "proven") best = attempt;
      }
      if (best?.certainty.kind === "proven") break;
    }
    if (best !== null) yield best;
  }

  *#changing(
    target: Target,
    base: Base,
    by: "principal" | "attached-policy" | "own-group" | "joined-group" | "boundary",
    isFreed = false,
  ): Iterable<Attempt> {
    const { place } = this.#shop;
    const changed: Given = { kind: "changed", target, isFreed };
    switch (by) {
      case "boundary": {
        const made = boundaryOf(target) === null ? null : this.#meet(base, { target });
        if (made !== null) yield this.#attempt({ kind: "freed", target }, made, target);
        return;
      }
      case "principal": {
        const made = this.#meet(base, { target });
        if (made !== null) yield this.#attempt(changed, made, target);
        return;
      }
      case "attached-policy":
        for (const policy of place.customerPoliciesOf(target)) {
          const made = this.#meet(base, { target, policy });
          if (made === null) continue;
          yield this.#attempt(changed, made, target);
          return;
        }
        return;
      case "own-group":
        if (target.kind !== "user") return;
        for (const group of place.groupsOf(target.user)) {
          const made = this.#meet(base, { target, group });
          if (made === null) continue;
          yield this.#attempt(changed, made, target);
          return;
        }
        return;
      case "joined-group":
        if (target.kind !== "user") return;
        for (const group of place.groups) {
          if (target.user.groups.includes(group.name)) continue;
          const made = this.#meet(base, { target, group });
          if (made !== null) yield this.#attempt({ kind: "member", group }, made, target);
        }
    }
  }

  /** Root users of members, one by one: policies may name some of them only, and SCPs hold some. */
  *#recovering(base: Base, enabled: "already" | "by-caller"): Iterable<Attempt> {
    const { place, rootAccess } = this.#shop;
    const isEnabled = rootAccess.isEnabledFor(place.index);
    if (isEnabled === (enabled === "by-caller") || (enabled === "by-caller" && !isManagement(place))) return;
    const doubt = "it is not known whether the organization has central root access on: collect account.json";
    const doubts = isEnabled === null ? [...base.doubts, doubt] : base.doubts;
    for (const member of membersUnder(place, "iam.amazonaws.com")) {
      const made = this.#meet({ ...base, doubts }, { member });
      if (made === null || rootAccess.isHeld(member)) continue;
      yield this.#attempt({ kind: "administrators", accounts: [member] }, made, null);
    }
  }

  /** A new principal has to be one that the caller can take over. */
  *#making(base: Base): Iterable<Attempt> {
    const given: Given = { kind: "administrators", accounts: [this.#shop.place.index] };
    const role = base.met.find(({ action }) => action === "iam:CreateRole")?.resource;
    if (role === undefined) {
      yield this.#attempt(given, base, null);
      return;
    }
    const assumption = this.#assume(role, this.#shop.newTrust(this.#subject, role));
    if (assumption !== "refused") {
      yield this.#attempt(given, { ...base, met: [...base.met, assumption] }, null);
    }
  }

  #attempt(gives: Given, { met, doubts }: Made, target: Target | null): Attempt {
    const reasons = [
      ...met.flatMap(({ decision }) => (decision.certainty.kind === "may" ? decision.certainty.reasons : [])),
      ...doubts,
    ];
    const certainty: Certainty =
      reasons.length === 0 ? { kind: "proven" } : { kind: "may", reasons: [...new Set(reasons)] };
    const assumed = target?.kind === "role" && this.#assumes() !== "no" ? target.role : null;
    return { technique: this.#technique, gives, certainty, met, assumed };
  }

  /** Needs about things that the caller chooses: the same for whomever the technique gives. */
  #onThings(): Base | null {
    const byPlace = new Map<string, { readonly place: Exclude<Place, string>; readonly needs: Need[] }>();
    const met: MetNeed[] = [];
    const doubts: string[] = (this.#technique.unseen ?? []).map((fact) => `it is not known whether ${fact}`);
    for (const need of this.#technique.needs) {
      const { on } = need;
      if (typeof on === "string") {
        if (on !== "nothing") continue;
        const one = this.#call(
          need,
          { arn: "*", account: this.#subject.accountId, tags: null },
          contextOf(need, {}, this.#shop.place),
          null,
        );
        if (one === null) return null;
        met.push(one);
        continue;
      }
      const key = "existing" in on ? `${on.existing} ${on.form}` : on.form;
      const group = byPlace.get(key);
      if (group === undefined) byPlace.set(key, { place: on, needs: [need] });
      else group.needs.push(need);
    }
    for (const { place, needs } of byPlace.values()) {
      const found = this.#onThing(place, needs);
      if (found === null) return null;
      met.push(...found.met);
      doubts.push(...found.doubts);
    }
    return { met, doubts };
  }

  #onThing(place: Exclude<Place, string>, needs: readonly Need[]): Made | null {
    if ("existing" in place) {
      const existing = this.#shop.place.existing(place.existing);
      let best: Made | null = null;
      for (const resource of existing.slice(0, mostThings)) {
        const met = this.#allOn(needs, resource);
        if (met === null) continue;
        if (met.every(({ decision }) => decision.certainty.kind === "proven")) return { met, doubts: [] };
        best ??= { met, doubts: [] };
      }
      if (existing.length === 0 && this.#shop.place.holdsAll(place.existing)) return null;
      if (existing.length > 0 && (best !== null || existing.length <= mostThings)) return best;
    }
    const account = this.#subject.accountId;
    const text = filledIn(place.form, this.#shop.place);
    const contexts = needs.map((need) => contextOf(need, {}, this.#shop.place));
    const found = this.#shop.engine.decisions.decideAny(
      this.#subject,
      needs.map((need, at) => ({ action: need.action, context: contexts[at] ?? [] })),
      { text, example: exampleOf(text) },
    );
    if (found.kind === "denied") return null;
    const met = needs.flatMap(({ action }, at): MetNeed[] => {
      const decision = found.decisions[at] ?? found.decisions[0];
      if (decision?.kind !== "allowed") return [];
      const resource = { arn: found.arn, account, tags: null };
      return [{ action, resource, context: contexts[at] ?? [], grants: null, decision }];
    });
    const doubts = "existing" in place ? [doubtAbout(place.existing, this.#shop.place)] : [];
    return { met, doubts };
  }

  #allOn(needs: readonly Need[], resource: Resource): readonly MetNeed[] | null {
    const target = { arn: resource.arn, account: this.#subject.accountId, tags: tagsOf(resource) };
    const met: MetNeed[] = [];
    for (const need of needs) {
      const grants = this.#shop.grantsOn(resource, need.action);
      const one = this.#call(need, target, contextOf(need, {}, this.#shop.place), grants);
      if (one === null) return null;
      met.push(one);
    }
    return met;
  }

  #meet(base: Base, about: About): Made | null {
    const met = [...base.met];
    for (const need of this.#technique.needs) {
      const call = this.#placed(need.on, about);
      if (call === null) continue;
      if (call === "impossible") return null;
      const one = this.#call(
        need,
        call.target,
        contextOf(need, about, this.#shop.place),
        call.grantsOf(need),
      );
      if (one === null) return null;
      met.push(one);
    }
    const assumption = about.target === undefined ? null : this.#assumption(about.target);
    if (assumption === "refused") return null;
    return { met: assumption === null ? met : [...met, assumption], doubts: base.doubts };
  }

  /** Null: it was met before, with the things. */
  #placed(on: Place, about: About): Placed | "impossible" | null {
    const account = this.#subject.accountId;
    const { rootAccess, grantsOn } = this.#shop;
    const { target, workload, policy, group, provider, member } = about;
    switch (on) {
      case "target": {
        if (target === undefined) return "impossible";
        const { arn, tags, account: owner } = target.kind === "role" ? target.role : target.user;
        return { target: { arn, account: owner, tags }, grantsOf: delegated };
      }
      case "provider":
        return provider === undefined
          ? "impossible"
          : { target: { arn: provider, account, tags: null }, grantsOf: delegated };
      case "member-root":
        return member === undefined
          ? "impossible"
          : { target: rootAccess.targetOf(member), grantsOf: () => rootAccess.grantsTo(account, member) };
      case "workload":
        return workload === undefined
          ? "impossible"
          : {
              target: { arn: workload.arn, account, tags: tagsOf(workload) },
              grantsOf: ({ action }) => grantsOn(workload, action),
            };
      case "boundary": {
        const arn = target === undefined ? null : boundaryOf(target);
        return arn === null || isAwsManaged(arn)
          ? "impossible"
          : { target: { arn, account, tags: null }, grantsOf: delegated };
      }
      case "policy":
        return policy === undefined
          ? "impossible"
          : { target: { arn: policy, account, tags: null }, grantsOf: delegated };
      case "group":
        return group === undefined
          ? "impossible"
          : { target: { arn: group.arn, account, tags: null }, grantsOf: delegated };
      default:
        return null;
    }
  }

  #assumes(): "existing-trust" | "new-trust" | "no" {
    const { gives, needs } = this.#technique;
    if (gives.kind === "edited" && gives.taken === "assume") return "existing-trust";
    return needs.some(({ action }) => action === "iam:UpdateAssumeRolePolicy") ? "new-trust" : "no";
  }

  /** Taking the role over: by the trust that it has, or that the technique writes. Null: nothing is assumed. */
  #assumption(target: Target): MetNeed | "refused" | null {
    const how = this.#assumes();
    if (how === "no" || target.kind !== "role") return null;
    const { role } = target;
    const grants =
      how === "existing-trust"
        ? this.#shop.place.grantsOf(role.index)
        : this.#shop.newTrust(this.#subject, role);
    return this.#assume(role, grants);
  }

  #assume(role: CallTarget, grants: readonly TrustGrant[]): MetNeed | "refused" {
    const call = { action: "sts:AssumeRole", target: role, context: [], grants };
    const decision = this.#shop.engine.decisions.decideQuickly(this.#subject, call);
    return decision.kind === "denied"
      ? "refused"
      : { action: "sts:AssumeRole", resource: role, context: [], grants, decision };
  }

  #call(
    { action }: Need,
    target: CallTarget,
    context: Guard,
    grants: readonly TrustGrant[] | null,
  ): MetNeed | null {
    const decision = this.#shop.engine.decisions.decideQuickly(this.#subject, {
      action,
      target,
      context,
      grants,
    });
    return decision.kind === "denied" ? null : { action, resource: target, context, grants, decision };
  }
}

type Base = Made;
type Made = { readonly met: readonly MetNeed[]; readonly doubts: readonly string[] };

type About = NeedAbout & {
  readonly workload?: Resource;
  readonly policy?: Arn;
  readonly group?: Group;
  readonly provider?: string;
  /** Whose root user it is about. */
  readonly member?: AccountIndex;
};

type Placed = {
  readonly target: CallTarget;
  grantsOf(need: Need): readonly TrustGrant[] | null;
};

/** Nothing but what the caller's account delegates. */
const delegated = (): null => null;

function doubtAbout(type: string, place: AccountPlace): string {
  return place.existing(type).length === 0
    ? `the snapshot holds no ${type} of account ${place.account.id}: collect them`
    : `account ${place.account.id} has more than ${mostThings} of ${type}, and not all were tried`;
}

function tagsOf({ attributes }: Resource): CallTarget["tags"] {
  const { tags } = attributes;
  if (typeof tags !== "object" || tags === null || Array.isArray(tags)) return null;
  return Object.entries(tags).flatMap(([key, value]) => (typeof value === "string" ? [{ key, value }] : []));
}

/** Names that no policy is likely to know. */
function exampleOf(form: string): string {
  const parts = form.split(":");
  const region = parts[3] === "*" ? "us-east-1" : (parts[3] ?? "");
  const rest = parts.slice(5).join(":").replaceAll("*", "example-x7q");
  return [...parts.slice(0, 3), region, parts[4] ?? "", rest].join(":");
}
