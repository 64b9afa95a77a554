/** Three ways to ask whether a call is allowed, which have to tell the same. */
import { type CallEngine, callEngine, type Subject, withEverything } from "../../../src/authz/calls/index.ts";
import { createCallerSide, organizationView } from "../../../src/authz/index.ts";
import type { CallerDecision, TrustGrant } from "../../../src/authz/types.ts";
import { buildAssumeGraph, trustReader } from "../../../src/graph/index.ts";
import type { Snapshot } from "../../../src/model/index.ts";
import { type OrganizationPlan, snapshotOf } from "../../support/planned-organization.ts";
import { callersOf } from "./callers.ts";

export type CallDisagreement = {
  readonly law: string;
  readonly about: string;
  readonly told: readonly string[];
};
export type CallsChecked = {
  readonly asked: number;
  readonly allowed: number;
  readonly disagreement: CallDisagreement | null;
};

const otherActions = [
  "iam:PassRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:PutRolePolicy",
  "lambda:CreateFunction",
];

/** Kind and certainty, and what has to hold; reasons are told in words of their own. */
function shown(decision: CallerDecision): string {
  return decision.kind === "denied" ? "denied" : `allowed, ${decision.certainty.kind}`;
}

export function checkCalls(plan: OrganizationPlan): CallsChecked {
  return new Checker(snapshotOf(plan)).run();
}

class Checker {
  readonly #snapshot: Snapshot;
  readonly #engine: CallEngine;
  #asked = 0;
  #allowed = 0;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#engine = callEngine(snapshot, organizationView(snapshot), otherActions);
  }

  run(): CallsChecked {
    const disagreement = this.#assumptions() ?? this.#others();
    return { asked: this.#asked, allowed: this.#allowed, disagreement };
  }

  #assumptions(): CallDisagreement | null {
    const snapshot = this.#snapshot;
    const organization = organizationView(snapshot);
    const side = createCallerSide(snapshot, organization);
    const assumptions = buildAssumeGraph(trustReader(snapshot, organization));
    for (let role = 0; role < snapshot.roles.count; role++) {
      const target = snapshot.roles.row(role);
      for (const grant of assumptions.grantsOf(role)) {
        if (grant.action !== "sts:AssumeRole") continue;
        for (const principal of callersOf(snapshot)) {
          const own = this.#engine.subjects.subjectOf(principal);
          if (own === null) continue;
          const call = { action: "sts:AssumeRole", target, context: [], grants: [grant] };
          const about = `${own.name} and ${target.arn} by ${JSON.stringify(grant)}`;
          const told = [
            shown(this.#engine.decisions.decide(own, call)),
            shown(side.decide(principal, target, grant)),
          ];
          if (told[0] !== told[1]) return { law: "decided as by the caller's side", about, told };
          const found =
            this.#quickly(own, call, about) ??
            this.#quickly(this.#all(own), call, `${about}, with everything`);
          if (found !== null) return found;
        }
      }
    }
    return null;
  }

  #all(own: Subject): Subject {
    return withEverything(own, this.#engine.actions.all);
  }

  /** Calls that the owner's account delegates. */
  #others(): CallDisagreement | null {
    const snapshot = this.#snapshot;
    for (const principal of callersOf(snapshot)) {
      const own = this.#engine.subjects.subjectOf(principal);
      if (own === null) continue;
      for (let role = 0; role < snapshot.roles.count; role++) {
        const target = snapshot.roles.row(role);
        for (const action of otherActions) {
          const call = { action, target, context: [], grants: null };
          const about = `${own.name}: ${action} on ${target.arn}`;
          const administrator = this.#engine.subjects.administratorOf(own.account);
          for (const subject of [own, this.#all(own), administrator]) {
            const found = this.#quickly(subject, call, about);
            if (found !== null) return found;
          }
        }
      }
    }
    return null;
  }

  #quickly(
    subject: Subject,
    call: Parameters<CallEngine["decisions"]["decide"]>[1] & {
      readonly grants: readonly TrustGrant[] | null;
    },
    about: string,
  ): CallDisagreement | null {
    this.#asked++;
    const whole = this.#engine.decisions.decide(subject, call);
    if (whole.kind === "allowed") this.#allowed++;
    const told = [shown(whole), shown(this.#engine.decisions.decideQuickly(subject, call))];
    return told[0] === told[1] ? null : { law: "decided quickly as at length", about, told };
  }
}
