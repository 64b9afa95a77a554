import type { DeadEnd } from "../../../authz/types.ts";
import type { Draft, TrustRule } from "../../rule.ts";

/** A way in that only a resource control policy keeps shut (IAM-SEMANTICS 56–58). */
export const heldBackByRcp: TrustRule = {
  kind: "trust",
  id: "held-back-by-rcp",
  title: "Trust that only an RCP holds back",
  rationale:
    "The trust policy lets somebody in, and a resource control policy of the organization denies all of it. Nobody can " +
    "come in this way today; the day the RCP is changed, detached, or the account leaves the organization, the way is " +
    "open. If the access is not wanted, take it out of the trust policy; if it is, the RCP breaks it.",
  references: [
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  ],
  severity: "info",
  appliesTo: (facts) => facts.hasDeadEnd,

  *check(view): Iterable<Draft> {
    const seen = new Set<string>();
    for (const deadEnd of view.deadEnds) {
      const cause = deadEnd.principal ?? "statement";
      if (deadEnd.cause !== "denied-by-rcp" || seen.has(cause)) continue;
      seen.add(cause);
      yield {
        cause,
        severity: "info",
        reasons: [`${capitalized(deadEnd.because)}.`],
        title: `The trust in ${deadEnd.principal ?? "a statement's principals"} is held back by an RCP alone`,
        grants: [],
        statements: [deadEnd.statement],
      };
    }
  },

  fix: (view, draft) => ({
    summary: "Take the principal out of the trust policy if its access is not wanted.",
    edits: view.deadEnds
      .filter((deadEnd) => isOf(deadEnd, draft))
      .slice(0, 1)
      .map(({ statement, principal }) =>
        principal === null
          ? { kind: "remove-statement", statement }
          : { kind: "remove-principal", statement, value: principal },
      ),
  }),
};

function isOf(deadEnd: DeadEnd, draft: Draft): boolean {
  return (
    deadEnd.cause === "denied-by-rcp" &&
    draft.statements.includes(deadEnd.statement) &&
    draft.cause === (deadEnd.principal ?? "statement")
  );
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
