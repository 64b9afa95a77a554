/** The caller's own policies, cut down to the statements that speak of one role. */
import { patternMatches } from "../../logic/patterns.ts";
import { matcherOf } from "../conditions/texts.ts";
import type { CompiledStatement } from "../trust/compile.ts";
import type { Situation } from "../trust/situation.ts";
import type { CallerEvidence, TrustGrant } from "../types.ts";
import type { IdentityStatement } from "./identity-policy.ts";
import type { NamedIdentityPolicy, PrincipalPolicies } from "./principal-policies.ts";

export type CallerCase = {
  readonly policies: PrincipalPolicies;
  readonly grant: TrustGrant;
  /** Of the call: the principal, its tags, the role. */
  readonly situation: Situation;
  readonly roleArn: string;
  readonly sameAccount: boolean;
  /** Why it is not sure that the caller is among those that the grant lets in; null where it is. */
  readonly membershipDoubt: string | null;
};

/** Statements of all layers in one list, so that clauses can point to them by number. */
export type Applied = { readonly statement: CompiledStatement; readonly evidence: CallerEvidence };

export type Layers = {
  readonly all: readonly Applied[];
  readonly identity: readonly Applied[];
  readonly boundary: readonly Applied[];
  readonly denies: readonly Applied[];
  /** Names of policies whose text is not at hand. */
  readonly missingIdentity: readonly string[];
  readonly missingBoundary: string | null;
};

export function layersOf(question: CallerCase): Layers {
  const { policies } = question;
  const all: Applied[] = [];
  for (const policy of policies.identity) add(all, "identity", policy, question);
  if (policies.boundary !== null) add(all, "boundary", policies.boundary, question);
  const allows = all.filter(({ evidence }) => evidence.effect === "Allow");
  return {
    all,
    identity: allows.filter(({ evidence }) => evidence.layer === "identity"),
    boundary: allows.filter(({ evidence }) => evidence.layer === "boundary"),
    denies: all.filter(({ evidence }) => evidence.effect === "Deny"),
    missingIdentity: policies.identity.flatMap(({ name, policy }) => (policy === null ? [name] : [])),
    missingBoundary: policies.boundary?.policy === null ? policies.boundary.name : null,
  };
}

function add(
  all: Applied[],
  layer: CallerEvidence["layer"],
  { name, policy }: NamedIdentityPolicy,
  question: CallerCase,
): void {
  for (const statement of policy?.statements ?? []) {
    const cover = coversRole(statement, question);
    if (cover === "no") continue;
    const label = `statement ${statement.index} of ${name}`;
    const doubts = statement.doubts.map((doubt) => `${label}: ${doubt}`);
    if (cover !== "yes") doubts.push(`${label}: ${cover.doubt}`);
    all.push({
      statement: {
        index: all.length,
        label,
        effect: statement.effect,
        actions: statement.actions,
        principals: [{ kind: "anyone", text: "*", awsOnly: false }],
        principalsNegated: false,
        tests: statement.tests,
        doubts,
      },
      evidence: { layer, policy: name, statement: statement.index, effect: statement.effect },
    });
  }
}

/** Whether the statement's Resource or NotResource speaks of the role (IAM-SEMANTICS 51, 53). */
function coversRole(
  statement: IdentityStatement,
  { roleArn, situation }: { readonly roleArn: string; readonly situation: Situation },
): "yes" | "no" | { readonly doubt: string } {
  let doubt: string | null = null;
  for (const text of statement.resources) {
    const mode = { wildcards: true, ignoreCase: false, arn: true, variables: statement.variables };
    const matcher = matcherOf(text, mode, situation.lookup);
    if (matcher.kind === "opaque") doubt = matcher.reason;
    else if (matcher.kind === "pattern" && patternMatches(matcher.pattern, roleArn)) {
      return statement.resourcesNegated ? "no" : "yes";
    }
  }
  if (doubt !== null) return { doubt };
  return statement.resourcesNegated ? "yes" : "no";
}
