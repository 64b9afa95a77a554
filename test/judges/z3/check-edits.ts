/**
 * Edits of one character, judged by Z3 in finite domains: where it finds a request that one of the two policies allows (or
 * explicitly denies) and the other does not, the difference of two snapshots must not be silent.
 */
import { z } from "zod";
import { isFaulty, randomPolicyOf } from "../../laws/drift/check-rewrites.ts";
import { driftOf, type PairKind, type TextPair } from "../../laws/drift/policy-pairs.ts";
import { type Random, seeded } from "../../laws/trust/random.ts";
import { findsDifference } from "./judge-pairs.ts";
import type { RandomPair } from "./random/pairs.ts";
import type { RawPolicy, Subject } from "./random/policies.ts";
import type { Z3 } from "./wasm.ts";

export type EditRun = {
  readonly edits: number;
  /** Of which Z3 shows that the meaning differs. */
  readonly differing: number;
  /** No JSON any more, or what AWS would refuse. */
  readonly invalid: number;
  /** A typed value that the judge does not read, such as half an address. */
  readonly notJudged: number;
  /** Told though Z3 finds no difference: its domains are finite, so that this is no fault. */
  readonly toldBesides: number;
  readonly missed: readonly string[];
};

type Edited = {
  readonly pair: TextPair;
  readonly subject: Subject;
  readonly a: RawPolicy;
  readonly b: RawPolicy;
};

/** So many policies stand in one pair of snapshots. */
const together = 200;

/** `cases`: edits whose meaning differs, as Z3 judges. */
export function checkEdits(
  z3: Z3,
  options: { readonly seed: number; readonly cases: number; readonly isTimeUp?: () => boolean },
): EditRun {
  const missed: string[] = [];
  let [edits, differing, invalid, notJudged, toldBesides, seed] = [0, 0, 0, 0, 0, options.seed];
  while (differing < options.cases && options.isTimeUp?.() !== true) {
    const batch: Edited[] = [];
    while (batch.length < together) {
      const edited = randomEdit(seeded(seed++));
      if (edited === null) invalid++;
      else batch.push(edited);
    }
    const { told } = driftOf(batch.map(({ pair }) => pair));
    for (const [at, { pair, subject, a, b }] of batch.entries()) {
      if (differing === options.cases) break;
      const differs = judged(z3, { kind: pair.kind, subject, a, b });
      if (differs === null) {
        notJudged++;
        continue;
      }
      edits++;
      if (differs) differing++;
      if (differs && told[at] !== true) missed.push(`${pair.kind}\n  ${pair.before}\n  ${pair.after}`);
      if (!differs && told[at] === true) toldBesides++;
    }
  }
  return { edits, differing, invalid, notJudged, toldBesides, missed };
}

/** Null: the judge's encoding does not take a value of it. */
function judged(z3: Z3, pair: RandomPair): boolean | null {
  try {
    return findsDifference(z3, pair);
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function randomEdit(random: Random): Edited | null {
  const { kind, subject, policy } = randomPolicyOf(random);
  const before = JSON.stringify(policy);
  if (isFaulty(before, kind)) return null;
  const after = edited(random, before);
  if (after === before || isFaulty(after, kind)) return null;
  const b = rawPolicyOf(after);
  return b === null || !isAccepted(b) ? null : { pair: pairOf(kind, before, after), subject, a: policy, b };
}

function pairOf(kind: PairKind, before: string, after: string): TextPair {
  return { kind, before, after };
}

/** One character of a value is another one, is left out, or stands there besides. */
function edited(random: Random, text: string): string {
  const places = [...text.matchAll(/(?<=")[^"]+(?=")/g)];
  const place = places[random.below(places.length)];
  if (place === undefined) return text;
  const at = place.index + random.below(place[0].length);
  const character = random.pick(["a", "b", "A", "*", "?", "1", "2", "s", "e", "/", ":", "-"]);
  switch (random.below(3)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + character + text.slice(at);
    default:
      return text.slice(0, at) + character + text.slice(at + 1);
  }
}

/** AWS takes as a resource an ARN or the one star, and as a principal what could be one. */
function isAccepted({ Statement }: RawPolicy): boolean {
  return Statement.every(({ Resource = [], NotResource = [], Principal, NotPrincipal }) => {
    const resources = [...Resource, ...NotResource];
    const principals = [Principal, NotPrincipal].flatMap((one) =>
      one === undefined || one === "*" ? [] : (one.AWS ?? []),
    );
    return (
      resources.every((text) => text === "*" || arn.test(text)) &&
      principals.every((text) => principalForm.test(text))
    );
  });
}

const arn = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./;
const principalForm = /^(\*|\d{12}|A[A-Z0-9]+|arn:[^:]+:(iam|sts)::\d{12}:.+)$/;

const texts = z.array(z.string());
const principal = z.union([z.literal("*"), z.record(z.string(), texts)]);
const rawPolicy: z.ZodType<RawPolicy> = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]),
  Statement: z.array(
    z.strictObject({
      Effect: z.enum(["Allow", "Deny"]),
      Principal: principal.exactOptional(),
      NotPrincipal: z.record(z.string(), texts).exactOptional(),
      Action: texts.exactOptional(),
      NotAction: texts.exactOptional(),
      Resource: texts.exactOptional(),
      NotResource: texts.exactOptional(),
      Condition: z.record(z.string(), z.record(z.string(), texts)).exactOptional(),
    }),
  ),
});

/** Null: an element is spelled in another way than the judge's policies are. */
function rawPolicyOf(text: string): RawPolicy | null {
  const read = rawPolicy.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}
