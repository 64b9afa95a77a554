/**
 * Whether a grant to everybody also lets in requests that nobody signed: S3, SNS and SQS take them (IAM-SEMANTICS 15, 65,
 * 68). Of whoever calls so, no key of a principal or session is there.
 */
import { testOfTerm } from "../conditions/terms.ts";
import { termOf } from "../conditions/test.ts";
import { absent, type KeyValue, known } from "../conditions/values.ts";
import { keyFacts } from "../keys.ts";
import { canPass } from "../trust/possible.ts";
import { residualOf } from "../trust/residual.ts";
import { controllerOf, type Situation, situationOf, tagsByKey, type World } from "../trust/situation.ts";
import type { CallTarget, Guard, OrganizationView, TrustGrant } from "../types.ts";

const unsignedServices = new Set(["s3", "sns", "sqs"]);

/** What is left of the grant's guard for anonymous callers; null: it does not let them in. */
export function anonymousGuard(
  grant: TrustGrant,
  target: CallTarget,
  service: string,
  organization: OrganizationView,
): Guard | null {
  if (grant.party.kind !== "any-account" || !unsignedServices.has(service)) return null;
  const situation = anonymousSituation(target, organization);
  const residual = residualOf(grant.guard.map(testOfTerm), situation);
  if (residual.kind === "failed") return null;
  const possible = canPass(residual.tests, situation);
  if (possible.kind === "exact" && !possible.value) return null;
  return residual.tests.map((test) => termOf(test, controllerOf(situation, test.name)));
}

function anonymousSituation(target: CallTarget, organization: OrganizationView): Situation {
  const world: World = {
    partition: "aws",
    organization,
    owner: target.account,
    ownerText: target.account,
    resourceTags: target.tags === null ? null : tagsByKey(target.tags),
  };
  const signed = situationOf({ kind: "any-account" }, world);
  return { ...signed, lookup: (name) => ofNobody(name) ?? signed.lookup(name) };
}

function ofNobody(name: string): KeyValue | null {
  if (name === "aws:principalaccount" || name === "aws:userid") return known("anonymous");
  if (name === "aws:principaltype") return known("Anonymous");
  const { controlledBy } = keyFacts(name);
  return controlledBy === "principal" || controlledBy === "session" ? absent : null;
}
