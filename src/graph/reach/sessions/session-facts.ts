/**
 * Whether the sessions of a way can carry what its later hops ask of them: tags, a source identity, MFA (IAM-SEMANTICS
 * 29–32). An edge is judged by what its caller is; how that caller's session was made hangs on the hops before.
 */
import type { Subject } from "../../../authz/calls/index.ts";
import type { Guard, TrustGrant } from "../../../authz/types.ts";
import { edgeKind } from "../edge-table.ts";
import type { Entrance } from "../entrance.ts";
import type { ReachGraph } from "../reach-graph.ts";
import type { Step } from "../search.ts";
import { subjectAt } from "../subject-at.ts";
import { isForced, isMfaAsked, needsOf, type SessionNeeds, settingOf, shareValue } from "./session-needs.ts";

/** What a hop has to set, so that a later hop is let through. */
export type SessionSetting = { readonly step: number; readonly terms: Guard };

export type SessionAnswer =
  | { readonly kind: "no" }
  | {
      readonly kind: "possible";
      readonly doubts: readonly string[];
      readonly sets: readonly SessionSetting[];
    };

export type WayToJudge = { readonly steps: readonly Step[]; readonly entrance: Entrance | null };

const no: SessionAnswer = { kind: "no" };
const yes: SessionAnswer = { kind: "possible", doubts: [], sets: [] };
const noNeeds: SessionNeeds = { tags: [], identity: [], unsure: false };

function doubted(doubt: string): SessionAnswer {
  return { kind: "possible", doubts: [doubt], sets: [] };
}

function both(one: SessionAnswer, other: SessionAnswer): SessionAnswer {
  if (one.kind === "no" || other.kind === "no") return no;
  return {
    kind: "possible",
    doubts: [...new Set([...one.doubts, ...other.doubts])],
    sets: [...one.sets, ...other.sets],
  };
}

/** The first without doubts, else the first that is possible. */
function bestOf(answers: Iterable<SessionAnswer>): SessionAnswer {
  let best: SessionAnswer = no;
  for (const answer of answers) {
    if (answer.kind === "no") continue;
    if (answer.doubts.length === 0) return answer;
    if (best.kind === "no") best = answer;
  }
  return best;
}

/** One way in which a hop is allowed. */
type Alternative = {
  readonly guard: Guard;
  readonly needs: SessionNeeds;
  readonly grant: TrustGrant;
  readonly isSure: boolean;
};

/** Past so many, a decision does not tell all of its alternatives. */
const mostAlternatives = 16;
/** Tags past this number are not tried in every combination. */
const mostTags = 3;

/** Judges the ways of one question; decisions are kept, as ways share most of their hops. */
export class SessionFacts {
  readonly #graph: ReachGraph;
  readonly #kept = new Map<string, readonly Alternative[] | null>();

  constructor(graph: ReachGraph) {
    this.#graph = graph;
  }

  /** Of the hop that the step at `at` is made by; hops that are no assumptions ask for nothing here. */
  judge(way: WayToJudge, at: number): SessionAnswer {
    const step = way.steps[at];
    if (at === 0 || step?.by?.kind !== edgeKind.assume) return yes;
    const from = way.steps[at - 1]?.node ?? 0;
    // An edge that is there is not taken away for any other reason than sessions.
    if (this.#roleAt(from) === null || this.#alternatives(from, step.node, [])?.length === 0) return yes;
    return this.#hop(way, at, [], noNeeds);
  }

  /** Whether the session at a step may be such that the guard holds, which is asked of it there. */
  judgeGuard(way: WayToJudge, at: number, guard: Guard): SessionAnswer {
    const subject = this.#roleAt(way.steps[at]?.node ?? 0);
    return subject === null ? yes : this.#session(way, at, needsOf(guard, subject));
  }

  /** `setting`: what the call brings besides; `inherited`: what the caller's session has to have and to hand on. */
  #hop(way: WayToJudge, at: number, setting: Guard, inherited: SessionNeeds): SessionAnswer {
    const from = way.steps[at - 1]?.node ?? 0;
    const to = way.steps[at]?.node ?? 0;
    const alternatives = this.#alternatives(from, to, setting);
    if (alternatives === null) return doubted("not every way in which the hop is allowed was looked at");
    const set: SessionAnswer =
      setting.length === 0 ? yes : { kind: "possible", doubts: [], sets: [{ step: at, terms: setting }] };
    const isRole = this.#roleAt(from) !== null;
    return bestOf(
      alternatives.map((one) => {
        const tags = [...one.needs.tags, ...inherited.tags];
        const identity = [...one.needs.identity, ...inherited.identity];
        const unsure = one.needs.unsure || inherited.unsure;
        const before = isRole
          ? this.#session(way, at - 1, { tags, identity, unsure }, inherited.tags.length > 0)
          : tags.length === 0 && identity.length === 0
            ? yes
            : no;
        return [
          set,
          before,
          this.#sameIdentity(way, at, one.guard),
          ...(one.isSure ? [] : [doubted("whether the hop is allowed in this way is not known")]),
          ...(isRole && isMfaAsked(one.guard) ? [doubted(mfaDoubt)] : []),
          ...(inherited.tags.length > 0 && !one.grant.session.tagSession ? [doubted(inheritedDoubt)] : []),
        ].reduce(both, yes);
      }),
    );
  }

  /** Whether the session that the step gives can have the needed. `handedOn`: as transitive tags. */
  #session(way: WayToJudge, at: number, needs: SessionNeeds, handedOn = false): SessionAnswer {
    if (needs.tags.length === 0 && needs.identity.length === 0) return yes;
    const found = this.#sessionFor(way, at, needs, handedOn);
    return found.kind === "no" && needs.unsure
      ? doubted("whether the role's own tags suffice was not settled")
      : found;
  }

  #sessionFor(way: WayToJudge, at: number, needs: SessionNeeds, handedOn: boolean): SessionAnswer {
    const by = way.steps[at]?.by ?? null;
    // Whoever starts as a role has a session of it, made as it liked.
    if (at === 0 || by === null)
      return way.entrance === null ? yes : this.#entrance(way.entrance, needs, handedOn);
    if (by.kind === edgeKind.is) return this.#session(way, at - 1, needs, handedOn);
    if (by.kind !== edgeKind.assume)
      return doubted("whether a session that a technique gives can carry what is asked of it is not known");
    return bestOf(this.#splits(way, at, needs, handedOn));
  }

  /** Everything that is needed is set here, or was set before and is handed on. */
  *#splits(way: WayToJudge, at: number, { tags, identity, unsure }: SessionNeeds, handedOn: boolean) {
    const count = tags.length > mostTags ? 0 : tags.length;
    for (let mask = 0; mask < 1 << count; mask++) {
      const kept = tags.filter((_, number) => ((mask >> number) & 1) === 1);
      const set = tags.filter((_, number) => ((mask >> number) & 1) === 0);
      for (const keepsIdentity of identity.length === 0 ? [false] : [false, true]) {
        const setting = settingOf({ tags: set, identity: keepsIdentity ? [] : identity }, handedOn);
        const inherited = { tags: kept, identity: keepsIdentity ? identity : [], unsure };
        yield this.#hop(way, at, setting, inherited);
      }
    }
    if (count < tags.length) yield doubted("not every way to set so many session tags was tried");
  }

  #entrance({ role, grant }: Entrance, needs: SessionNeeds, handedOn: boolean): SessionAnswer {
    const { tags, identity } = needs;
    const fits = ({ session }: TrustGrant): boolean =>
      (tags.length === 0 || session.tagSession) && (identity.length === 0 || session.setSourceIdentity);
    if (!fits(grant)) {
      return this.#graph.assumptions.grantsOf(role).some(fits)
        ? doubted("whether they who come in may set what the session needs is not known")
        : no;
    }
    const limits = grant.guard.some(({ key }) =>
      /^(aws:(requesttag\/|tagkeys|principaltag\/)|sts:transitivetagkeys|sts:sourceidentity)/i.test(key),
    );
    const set: SessionAnswer = {
      kind: "possible",
      doubts: [],
      sets: [{ step: 0, terms: settingOf(needs, handedOn) }],
    };
    return limits
      ? both(set, doubted("whether the trust policy lets them set the right values was not settled"))
      : set;
  }

  /** A source identity stays once it is set, so that a chain has one (IAM-SEMANTICS 32). */
  #sameIdentity(way: WayToJudge, at: number, guard: Guard): SessionAnswer {
    const asked = guard.filter(isForced);
    if (asked.length === 0) return yes;
    for (let before = at - 1; before >= 0; before--) {
      const by = way.steps[before]?.by ?? null;
      if (by !== null && by.kind !== edgeKind.assume && by.kind !== edgeKind.is) return yes;
      const guards = this.#guardsInto(way, before);
      if (guards === null) continue;
      const forced = guards.map((one) => one.filter(isForced));
      if (forced.length === 0 || forced.some((terms) => terms.length === 0)) continue;
      const agrees = forced.some((terms) => terms.every((one) => asked.every((two) => shareValue(one, two))));
      if (!agrees) return no;
      return asked.some(({ key }) => /^sts:/i.test(key)) ? doubted(identityDoubt) : yes;
    }
    return yes;
  }

  /** Of the hop into a step; null: not all are known, or it is none. */
  #guardsInto(way: WayToJudge, at: number): readonly Guard[] | null {
    const step = way.steps[at];
    if (at === 0) {
      // By which of a role's grants an outsider comes is its choice.
      const { entrance } = way;
      return entrance === null
        ? null
        : this.#graph.assumptions.grantsOf(entrance.role).map((grant) => grant.guard);
    }
    if (step?.by?.kind !== edgeKind.assume) return null;
    return this.#alternatives(way.steps[at - 1]?.node ?? 0, step.node, [])?.map(({ guard }) => guard) ?? null;
  }

  /** Null: there may be more. */
  #alternatives(from: number, to: number, setting: Guard): readonly Alternative[] | null {
    const key = `${from} ${to} ${JSON.stringify(setting)}`;
    let found = this.#kept.get(key);
    if (found === undefined) {
      found = this.#decided(from, to, setting);
      this.#kept.set(key, found);
    }
    return found;
  }

  #decided(from: number, to: number, setting: Guard): readonly Alternative[] | null {
    const { engine, nodes, snapshot, assumptions } = this.#graph;
    const subject = subjectAt(this.#graph, from, engine);
    const node = nodes.at(to);
    if (subject === null || node.kind !== "principal" || node.principal.kind !== "role") return null;
    const role = node.principal.index;
    const target = snapshot.roles.row(role);
    const isRole = this.#roleAt(from) !== null;
    const found: Alternative[] = [];
    for (const grant of assumptions.grantsOf(role)) {
      if (grant.action !== "sts:AssumeRole") continue;
      const call = { action: "sts:AssumeRole", target, context: setting, grants: [grant] };
      for (const caller of isRole ? [untagged(subject), subject] : [subject]) {
        const decision = engine.decisions.decide(caller, call);
        if (decision.kind === "denied") continue;
        if (decision.guards.length >= mostAlternatives) return null;
        decision.guards.forEach((guard, at) => {
          const needs = isRole ? needsOf(guard, caller) : noNeeds;
          found.push({ guard, needs, grant, isSure: at < decision.sureGuards });
        });
      }
    }
    return found;
  }

  #roleAt(node: number): Subject | null {
    const found = this.#graph.nodes.at(node);
    const isRole =
      (found.kind === "principal" || found.kind === "changed") && found.principal.kind === "role";
    return isRole ? subjectAt(this.#graph, node, this.#graph.engine) : null;
  }
}

/** A session of the role with the role's own tags alone. */
function untagged(subject: Subject): Subject {
  const { tags } = subject;
  return tags === null
    ? subject
    : { ...subject, tags: { own: tags.own, sessionsMayBeTagged: (): boolean => false } };
}

const mfaDoubt = "whether a role's session tells of MFA is not settled by AWS's documentation";
const inheritedDoubt =
  "whether a role whose trust policy does not let its sessions be tagged takes over transitive tags is not settled by AWS's documentation";
const identityDoubt =
  "whether a source identity that was set before counts as set by this call is not settled by AWS's documentation";
