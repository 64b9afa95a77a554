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
  const scp = scpLayersOf(question);
  const all: Applied[] = [...scp.all];
  for (const policy of policies.identity) add(all, { layer: "identity" }, policy, question);
  if (policies.boundary !== null) add(all, { layer: "boundary" }, policies.boundary, question);
  const own = all.slice(scp.all.length);
  const allows = own.filter(({ evidence }) => evidence.effect === "Allow");
  return {
    all,
    identity: allows.filter(({ evidence }) => evidence.layer === "identity"),
    boundary: allows.filter(({ evidence }) => evidence.layer === "boundary"),
    denies: own.filter(({ evidence }) => evidence.effect === "Deny"),
    scpLevels: scp.levels,
    scpDenies: scp.denies,
    missingIdentity: policies.identity.flatMap(({ name, policy }) => (policy === null ? [name] : [])),
    missingBoundary: policies.boundary?.policy === null ? policies.boundary.name : null,
  };
}

type ScpLayers = {
  readonly all: readonly Applied[];
  readonly levels: readonly AppliedLevel[];
  readonly denies: readonly Applied[];
};

const noScps: ScpLayers = { all: [], levels: [], denies: [] };

/** Thousands of principals of an account are asked about one target under the same SCPs. */
const lastOfLevels = new WeakMap<
  readonly ScpLevel[],
  { readonly targetArn: string; readonly layers: ScpLayers }
>();

function scpLayersOf(question: CallerCase): ScpLayers {
  if (question.scps.kind !== "levels") return noScps;
  const { levels } = question.scps;
  const last = lastOfLevels.get(levels);
  if (last?.targetArn === question.targetArn) return last.layers;
  const layers = scpLayers(levels, question);
  const statements = levels.flatMap((level) =>
    level.policies.flatMap(({ policy }) => policy?.statements ?? []),
  );
  // Variables in a resource are the caller's.
  if (!statements.some(({ variables }) => variables)) {
    lastOfLevels.set(levels, { targetArn: question.targetArn, layers });
  }
  return layers;
}

function scpLayers(levels: readonly ScpLevel[], question: CallerCase): ScpLayers {
  const all: Applied[] = [];
  for (const { target, policies } of levels) {
    for (const policy of policies) add(all, { layer: "scp", target }, policy, question);
  }
  const allows = all.filter(({ evidence }) => evidence.effect === "Allow");
  return {
    all,
    levels: levels.map((level) => ({
      target: level.target,
      allows: allows.filter(({ evidence }) => evidence.target === level.target),
      doubts: doubtsOfLevel(level),
    })),
    denies: all.filter(({ evidence }) => evidence.effect === "Deny"),
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
