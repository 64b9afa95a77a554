/** The organization behind `npm run demo`: forty accounts of a made-up company, with a dozen and more mistakes. */
import type { Result } from "../../model/index.ts";
import { defaultNow, type SynthOptions } from "../options.ts";
import { completePlan } from "../organization-plan.ts";
import { Planter } from "../planter.ts";
import { seeded } from "../random.ts";
import { type Synthesis, synthesisOf } from "../synthesize.ts";
import { type WriteProblem, type Written, writeSynthesis } from "../write-directory.ts";
import { demoSizes, demoSketches } from "./accounts.ts";
import { tellStory } from "./story.ts";

/** `now` in seconds since 1970: pass the present to have "last used yesterday" mean yesterday. */
export function demoOrganization(seed = 7, now = defaultNow): Synthesis {
  const options: SynthOptions = {
    accounts: demoSketches.length,
    roles: 15,
    seed,
    mix: "realistic",
    partition: "aws",
    now,
    plants: true,
  };
  const plan = completePlan("acme", demoSketches, demoSizes, seeded(seed).fork("demo"));
  const planter = new Planter(plan, plan.random.fork("story"));
  tellStory(planter);
  return synthesisOf(options, plan, planter);
}

/** Writes it as a directory of AWS CLI output; the directory must be empty or not there yet. */
export function writeDemo(
  directory: string,
  options: { readonly seed?: number; readonly now?: number } = {},
): Promise<Result<Written, WriteProblem>> {
  return writeSynthesis(demoOrganization(options.seed, options.now), directory);
}
