/** An organization together with its trail: the trail's cases are planted into it, so it has a few roles more. */
import type { AccountId } from "../../model/index.ts";
import { day, type SynthOptions } from "../options.ts";
import { inPartition } from "../partition.ts";
import type { Planter } from "../planter.ts";
import { type Synthesis, synthesize } from "../synthesize.ts";
import { BackgroundUses } from "./background-uses.ts";
import { makeTrail, type TrailPlan } from "./make-trail.ts";
import { type TrailOptions, trailOptionsProblem } from "./options.ts";
import { plantedUses, type TrailSpan } from "./planted-uses.ts";
import { plantTrail } from "./trail-cases.ts";
import type { TrailFile } from "./trail-files.ts";
import type { TrailPlants } from "./trail-plants.ts";
import { TrailTally } from "./trail-tally.ts";
import type { TrailTruth } from "./trail-truth.ts";
import type { Identity } from "./use.ts";

export type SynthesizedTrail = {
  /** Slot by slot, the same every time. Once: the truth counts what was taken. */
  files(): Generator<TrailFile>;
  /** Of all files, once they were taken. */
  truth(): TrailTruth;
};

export type TrailSynthesis = {
  readonly synthesis: Synthesis;
  /** Options must be sound: see {@link trailOptionsProblem}. */
  trail(options: TrailOptions): SynthesizedTrail;
};

export function synthesizeTrail(options: SynthOptions): TrailSynthesis {
  const planted: { planter: Planter; plants: TrailPlants }[] = [];
  const synthesis = synthesize(options, (planter) => {
    planted.push({ planter, plants: plantTrail(planter) });
  });
  const [only] = planted;
  if (only === undefined) throw new Error("nothing was planted");
  return {
    synthesis,
    trail: (trailOptions) => trailOf(synthesis, only.planter, only.plants, trailOptions),
  };
}

function trailOf(
  synthesis: Synthesis,
  planter: Planter,
  plants: TrailPlants,
  options: TrailOptions,
): SynthesizedTrail {
  const problem = trailOptionsProblem(options);
  if (problem !== null) throw new RangeError(problem);
  const { plan, truth } = synthesis;
  const { partition } = synthesis.options;
  const accounts = plan.accounts.filter(({ readable }) => readable);
  const ours: ReadonlySet<string> = new Set(plan.accounts.map(({ id }) => id));
  const span: TrailSpan = { from: truth.now - options.days * day, to: truth.now };
  const random = plan.random.fork("trail");
  const tally = new TrailTally();
  return {
    *files() {
      const { background, identities } = gather(synthesis, planter);
      const trail: TrailPlan = {
        organization: plan.id,
        partition,
        accounts,
        span,
        planted: plantedUses(plants.uses, identities, span, random),
        // Each shall happen several times.
        background: background.chosen(Math.max(8, Math.floor((options.events * options.stsShare) / 12))),
        options,
        random,
      };
      yield* makeTrail(trail, tally);
    },
    truth: () =>
      inPartition(partition).value(
        tally.truth({ seed: truth.seed, organization: plan.id, ...span }, plants, (account) =>
          ours.has(account),
        ),
      ),
  };
}

/** Goes over all accounts once; what was planted is kept by ARN, and of the background what is used. */
function gather(synthesis: Synthesis, planter: Planter) {
  const background = new BackgroundUses(synthesis.plan, synthesis.plan.random.fork("uses"));
  const identities = new Map<string, Identity>();
  for (const account of synthesis.plan.accounts) {
    if (!account.readable) continue;
    const contents = synthesis.contents(account);
    const { names } = planter.additions(account.id);
    background.add(account, contents, names);
    const keep = (kind: "role" | "user", one: { name: string; path: string; uniqueId: string }): void => {
      if (!names.has(one.name.toLowerCase())) return;
      const arn = `arn:aws:iam::${account.id}:${kind}${one.path}${one.name}`;
      const id: AccountId = account.id;
      identities.set(arn, { account: id, arn, name: one.name, id: one.uniqueId });
    };
    for (const role of contents.roles) keep("role", role);
    for (const user of contents.users) keep("user", user);
  }
  return { background, identities };
}
