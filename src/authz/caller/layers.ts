/** The caller's own policies and the SCPs over its account, cut down to the statements that speak of one target. */
import type { ScpLevel, Scps } from "../controls/control-library.ts";
import { coverOf } from "../resource-cover.ts";
import type { CompiledStatement } from "../trust/compiled-statement.ts";
import type { Situation } from "../trust/situation.ts";
import type { CallerEvidence, TrustGrant } from "../types.ts";
import type { NamedIdentityPolicy, PrincipalPolicies } from "./principal-policies.ts";

export type CallerCase = {
  /** How sentences call the caller. */
  readonly name: string;
  readonly policies: Pick<PrincipalPolicies, "identity" | "boundary">;
  /** Why nothing is known of the caller's own policies; null where `policies` holds them. */
  readonly ownSideUnknown: string | null;
  /** Over the caller's account. */
  readonly scps: Scps;
  readonly grant: TrustGrant;
  /** Of the call: the principal, its tags, the role. */
  readonly situation: Situation;
  readonly targetArn: string;
  /** How sentences call the action. */
  readonly action: string;
  readonly sameAccount: boolean;
  /** Why it is not sure that the caller is among those that the grant lets in; null where it is. */
  readonly membershipDoubt: string | null;
};

/** Statements of all layers in one list, so that clauses can point to them by number. */
export type Applied = { readonly statement: CompiledStatement; readonly evidence: CallerEvidence };

export type AppliedLevel = {
  readonly target: string;
  readonly allows: readonly Applied[];
  /** Why the level may allow more than its statements say; empty for one that was read whole. */
  readonly doubts: readonly string[];
};

export type Layers = {
  readonly all: readonly Applied[];
  readonly identity: readonly Applied[];
  readonly boundary: readonly Applied[];
  readonly denies: readonly Applied[];
  /** Each of which has to allow (IAM-SEMANTICS 5). */
  readonly scpLevels: readonly AppliedLevel[];
  readonly scpDenies: readonly Applied[];
  /** Names of policies whose text is not at hand. */
  readonly missingIdentity: readonly string[];
  readonly missingBoundary: string | null;
};

export function layersOf(question: CallerCase): Layers {
  const { policies } = question;
  const all: Applied[] = [];
  for (const policy of policies.identity) add(all, { layer: "identity" }, policy, question);
  if (policies.boundary !== null) add(all, { layer: "boundary" }, policies.boundary, question);
  const levels = question.scps.kind === "levels" ? question.scps.levels : [];
  for (const { target, policies: attached } of levels) {
    for (const policy of attached) add(all, { layer: "scp", target }, policy, question);
  }
  const allows = all.filter(({ evidence }) => evidence.effect === "Allow");
  const denies = all.filter(({ evidence }) => evidence.effect === "Deny");
  return {
    all,
    identity: allows.filter(({ evidence }) => evidence.layer === "identity"),
    boundary: allows.filter(({ evidence }) => evidence.layer === "boundary"),
    denies: denies.filter(({ evidence }) => evidence.layer !== "scp"),
    scpLevels: levels.map((level) => ({
      target: level.target,
      allows: allows.filter(({ evidence }) => evidence.layer === "scp" && evidence.target === level.target),
      doubts: doubtsOfLevel(level),
    })),
    scpDenies: denies.filter(({ evidence }) => evidence.layer === "scp"),
    missingIdentity: policies.identity.flatMap(({ name, policy }) => (policy === null ? [name] : [])),
    missingBoundary: policies.boundary?.policy === null ? policies.boundary.name : null,
  };
}

/** AWS keeps one SCP attached everywhere, so data that shows none is not whole. */
function doubtsOfLevel({ target, policies }: ScpLevel): readonly string[] {
  if (policies.length === 0)
    return [`the data shows no SCP attached to ${target}, where AWS keeps at least one`];
  return policies.flatMap(({ name, policy }) =>
    policy === null ? [`the text of SCP ${name} at ${target} can't be read`] : [],
  );
}

function add(
  all: Applied[],
  place: Pick<CallerEvidence, "layer" | "target">,
  { name, policy }: NamedIdentityPolicy,
  question: CallerCase,
): void {
  for (const statement of policy?.statements ?? []) {
    const texts = {
      texts: statement.resources,
      negated: statement.resourcesNegated,
      variables: statement.variables,
    };
    const cover = coverOf(texts, question.targetArn, question.situation.lookup);
    if (cover === "no") continue;
    const label = `statement ${statement.index + 1} of ${place.layer === "scp" ? "SCP " : ""}${name}`;
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
      evidence: { ...place, policy: name, statement: statement.index, effect: statement.effect },
    });
  }
}
