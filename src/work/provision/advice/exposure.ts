/** Who else could, once a way is there: the engine's answer over the snapshot with it in, less what holds already. */
import type { Who } from "../../../graph/index.ts";
import type { Snapshot } from "../../../model/index.ts";
import { type Engine, engineOf } from "../../engine.ts";
import { askWhoCan, askWhoCanAssume } from "../../questions.ts";
import type { TriedRequest } from "./requests.ts";

export type Exposure = {
  readonly action: string;
  readonly resource: string;
  /** Who can then, and could not before. */
  readonly gained: readonly Who[];
};

/** So many requests are asked about, each over everybody. */
const askedAtMost = 6;

export type ExposureScope = { readonly before: Engine; readonly after: Engine };

export function exposureScope(before: Engine, after: Snapshot): ExposureScope {
  return { before, after: engineOf(after, before.config) };
}

/** By what would be written at the resources. Null: the snapshot does not tell whose a resource is. */
export function exposures(
  requests: readonly TriedRequest[],
  { before, after }: ExposureScope,
): readonly Exposure[] {
  return requests.slice(0, askedAtMost).flatMap(({ action, resource }) => {
    const now = askWhoCan(after, action, resource);
    if (now === null) return [];
    const was = new Set((askWhoCan(before, action, resource)?.who ?? []).map(keyOf));
    return [{ action, resource, gained: now.who.filter((one) => !was.has(keyOf(one))) }];
  });
}

/** By a role: whoever can assume it can do all of it. */
export function roleExposure(role: string, { before, after }: ExposureScope): Exposure {
  const was = new Set((askWhoCanAssume(before, role)?.who ?? []).map(keyOf));
  const now = askWhoCanAssume(after, role)?.who ?? [];
  return { action: "sts:AssumeRole", resource: role, gained: now.filter((one) => !was.has(keyOf(one))) };
}

function keyOf({ kind, id, guard }: Who): string {
  return `${kind} ${id} ${JSON.stringify(guard)}`;
}
