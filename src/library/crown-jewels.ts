/** What must not be lost in an organization, and who comes there. */
import { crownJewels as askCrownJewels, type TagChoice } from "../graph/crown-jewels/index.ts";
import { err, ok, type Result } from "../model/index.ts";
import type { CrownJewelsAnswer } from "../work/crown-jewels-answer.ts";
import type { InputFault } from "./policy-input.ts";
import { asked, type LoadedSnapshot, type ReachOptions, reachOf } from "./reach.ts";

export type CrownJewelsQuestion = ReachOptions & {
  /** What has one of these tags: accounts, roles, users, resources; `value` null: whatever it is. */
  readonly tags?: readonly TagChoice[];
  /** ARNs with wildcards, of roles, users and resources. */
  readonly patterns?: readonly string[];
  /** At most so many, the worst off first; all where it is left out. */
  readonly most?: number;
};

/**
 * Who comes to what is worth most: outsiders first. Without tags and patterns it is what the snapshot shows: control of the
 * organization, the management account, security tooling, log archives, administrators, secrets and keys.
 */
export function crownJewels(
  snapshot: LoadedSnapshot,
  { tags = [], patterns = [], most, ...options }: CrownJewelsQuestion = {},
): Result<CrownJewelsAnswer, InputFault> {
  return asked<CrownJewelsAnswer>(snapshot, options, (named, limits) => {
    if (most !== undefined && (!Number.isInteger(most) || most < 1)) {
      return err({
        message: `${most} crown jewels can't be told`,
        advice: "Give a whole number from 1.",
        at: "most",
      });
    }
    const { graph, scope } = reachOf(snapshot, named.snapshot);
    const choice = { tags, patterns, declared: [] };
    return ok(askCrownJewels(graph, { choice, most: most ?? null, ...limits }, scope));
  });
}
