/** Who gains and who loses by a change of one policy: the engine's answer over a snapshot before and after it. */
import { snapshotOfReads } from "../../../collect/live/index.ts";
import { driftOfSubjects } from "../../../drift/index.ts";
import {
  type AccessParty,
  type AccountId,
  type Snapshot,
  type Subject,
  withSubjects,
} from "../../../model/index.ts";
import { openActionCatalogue } from "../../action-file.ts";
import { type Engine, engineOf } from "../../engine.ts";

export type ResourceState = {
  readonly account: AccountId;
  readonly arn: string;
  /** CloudFormation's. */
  readonly type: string;
  readonly region: string | null;
  readonly policy: string | null;
  /** Beside the policy, as `resource-policies.json` has them. */
  readonly attributes: Readonly<Record<string, unknown>>;
};

export type Gains = {
  readonly gained: readonly AccessParty[];
  readonly lost: readonly AccessParty[];
  readonly summary: string;
  readonly notes: readonly string[];
};

/** `base` null: nothing is known but the resource. */
export async function whoGains(
  before: ResourceState,
  after: ResourceState,
  base: Engine | null,
): Promise<Gains & { readonly after: Snapshot }> {
  const subject: Subject = {
    kind: "resource",
    account: before.account,
    type: before.type,
    arn: before.arn,
    region: before.region,
  };
  const [was, is] = await Promise.all([
    snapshotWith(before, base, subject),
    snapshotWith(after, base, subject),
  ]);
  const config = base?.config ?? {};
  const drift = driftOfSubjects(engineOf(was, config), engineOf(is, config), [subject], {
    findings: false,
    catalogue: openActionCatalogue(),
  });
  return {
    gained: drift.changes.flatMap(({ gained }) => gained),
    lost: drift.changes.flatMap(({ lost }) => lost),
    summary: drift.changes.map(({ summary }) => summary).join(" "),
    notes: drift.changes.flatMap(({ notes }) => notes),
    after: is,
  };
}

async function snapshotWith(state: ResourceState, base: Engine | null, subject: Subject): Promise<Snapshot> {
  const row = {
    Arn: state.arn,
    Type: state.type,
    ...(state.region === null ? {} : { Region: state.region }),
    Policy: state.policy,
    Attributes: state.attributes,
  };
  const read = await snapshotOfReads([{ account: state.account, parts: { "resource-policies": [row] } }], 0);
  return base === null ? read : withSubjects(base.snapshot, read, [subject]);
}
