/** Runs the law over seeded random policies and requests. */
import { type Disagreement, judgeRequest, refusedExample, type Subject, subjectOf } from "./agreement.ts";
import { seeded } from "./random.ts";
import { randomPolicy } from "./random-policy.ts";
import { mentionedCallers, mentionedKeys, randomRequest } from "./random-request.ts";
import { type Case, shrink } from "./shrink.ts";

export type Run = {
  /** Policy and request together are a case. */
  readonly cases: number;
  readonly policies: number;
  readonly grants: number;
  readonly provenGrants: number;
  /** Requests that are surely let in, and those that may be. */
  readonly allowed: number;
  readonly unknown: number;
  /** Surely let in, though no grant that covers them is proven. */
  readonly needlessDoubts: number;
  /** Example requests of the symbolic side that were replayed. */
  readonly examples: number;
  readonly provenWithoutExample: number;
  readonly broken: readonly (Case & { readonly seed: number; readonly disagreement: Disagreement })[];
};

export type RunOptions = {
  /** The first policy's seed; the next has the next. */
  readonly seed: number;
  readonly cases: number;
  readonly requestsPerPolicy: number;
  /** Ends early after so many disagreements. */
  readonly stopAfter: number;
  /** Asked between policies. */
  readonly isTimeUp?: () => boolean;
};

export function checkAgreement(options: RunOptions): Run {
  const broken: (Case & { seed: number; disagreement: Disagreement })[] = [];
  let cases = 0;
  let policies = 0;
  let grants = 0;
  let provenGrants = 0;
  let allowed = 0;
  let unknown = 0;
  let needlessDoubts = 0;
  let examples = 0;
  let provenWithoutExample = 0;
  while (cases < options.cases && broken.length < options.stopAfter && options.isTimeUp?.() !== true) {
    const seed = options.seed + policies;
    const random = seeded(seed);
    const policy = randomPolicy(random);
    const subject = subjectOf(policy);
    policies += 1;
    grants += subject.grants.length;
    provenGrants += subject.grants.filter(({ grant }) => grant.certainty.kind === "proven").length;
    for (const grant of subject.grants) {
      if (grant.example !== null) examples += 1;
      else if (grant.grant.certainty.kind === "proven") provenWithoutExample += 1;
      const refused = refusedExample(subject, grant);
      if (refused === null) continue;
      broken.push({ ...smallestRefused({ policy, request: refused.request }), seed });
      break;
    }
    const mentioned = mentionedKeys(policy);
    const likely = mentionedCallers(policy);
    for (let i = 0; i < options.requestsPerPolicy && cases < options.cases; i += 1) {
      const request = randomRequest(random, mentioned, likely);
      cases += 1;
      const { decision, needlessDoubt, disagreement: found } = judgeRequest(subject, request);
      if (decision === "Allowed") allowed += 1;
      if (decision === "Unknown") unknown += 1;
      if (needlessDoubt) needlessDoubts += 1;
      if (found === null) continue;
      const smallest = shrink({ policy, request }, (smaller) => breaks(smaller, found.law));
      const small = judgeRequest(subjectOf(smallest.policy), smallest.request).disagreement ?? found;
      broken.push({ ...smallest, seed, disagreement: small });
      break;
    }
  }
  return {
    cases,
    policies,
    grants,
    provenGrants,
    allowed,
    unknown,
    needlessDoubts,
    examples,
    provenWithoutExample,
    broken,
  };
}

/** Every smaller policy has examples of its own, so the request is taken anew each time. */
function smallestRefused(found: Case): Case & { readonly disagreement: Disagreement } {
  const first = (smaller: Case) => {
    try {
      const subject = subjectOf(smaller.policy);
      for (const grant of subject.grants) {
        const refused = refusedExample(subject, grant);
        if (refused !== null) return refused;
      }
    } catch {
      return null;
    }
    return null;
  };
  const { policy } = shrink(found, (smaller) => smaller.request === found.request && first(smaller) !== null);
  const refused = first({ policy, request: found.request });
  if (refused === null) throw new Error("a disagreement is not repeatable");
  return { policy, request: refused.request, disagreement: refused };
}

function breaks(smaller: Case, law: Disagreement["law"]): boolean {
  let subject: Subject;
  try {
    subject = subjectOf(smaller.policy);
  } catch {
    return false;
  }
  return judgeRequest(subject, smaller.request).disagreement?.law === law;
}
