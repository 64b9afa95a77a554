/** The confused-deputy test by real calls: three of AssumeRole for each role, at most. */
import pLimit from "p-limit";
import type { AssumeTrial, TrialOutcome } from "../../../aws/index.ts";
import { isExternalId } from "../../../provision/external-ids/external-id.ts";
import { drawn } from "./registry.ts";

export type CalledRole = {
  readonly right: TrialOutcome;
  readonly wrong: TrialOutcome;
  readonly missing: TrialOutcome;
};

export type RoleToCall = { readonly arn: string; readonly right: readonly string[] };

/** So many calls are made for each role. */
export function callsFor({ right }: RoleToCall): number {
  return right.length + 2;
}

/**
 * The right one first; a role that can't be asked at all is not asked again. The wrong one is the right one with one behind it
 * that is drawn anew for each role: nobody can have put it into a policy, and a pattern that begins like the right one takes it. Answers stand in the order of `roles`.
 */
export async function callRoles(
  roles: readonly RoleToCall[],
  assume: AssumeTrial,
  atOnce: number,
  onDone: (done: number) => void = () => undefined,
): Promise<readonly CalledRole[]> {
  const limit = pLimit(atOnce);
  let done = 0;
  return Promise.all(
    roles.map((role) =>
      limit(async () => {
        const called = await callRole(role, assume);
        done += 1;
        onDone(done);
        return called;
      }),
    ),
  );
}

async function callRole({ arn, right }: RoleToCall, assume: AssumeTrial): Promise<CalledRole> {
  let first: TrialOutcome = { kind: "unknown", code: "not tried" };
  for (const externalId of right) {
    first = await assume(arn, externalId);
    if (first.kind !== "accepted") break;
  }
  if (first.kind === "unknown" && right.length > 0) return { right: first, wrong: first, missing: first };
  return { right: first, wrong: await assume(arn, wrongBeside(right)), missing: await assume(arn, null) };
}

function wrongBeside([right = ""]: readonly string[]): string {
  const wrong = right + drawn();
  return isExternalId(wrong) ? wrong : drawn();
}
