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
};

export type Change = {
  /** The policies that change, as they stand and as they would. */
  readonly before: readonly ResourceState[];
  readonly after: readonly ResourceState[];
  /** Null: nothing is known but them. */
  readonly base: Engine | null;
};

/** Both ends of a change, to be asked of any of its resources. */
export class ChangeInSnapshot {
  readonly #before: Engine;
  readonly #after: Engine;

  private constructor(before: Engine, after: Engine) {
    this.#before = before;
    this.#after = after;
  }

  static async of({ before, after, base }: Change): Promise<ChangeInSnapshot> {
    const [was, is] = await Promise.all([snapshotWith(before, base), snapshotWith(after, base)]);
    const config = base?.config ?? {};
    return new ChangeInSnapshot(engineOf(was, config), engineOf(is, config));
  }

  get after(): Snapshot {
    return this.#after.snapshot;
  }

  whoGains(state: ResourceState): Gains {
    const drift = driftOfSubjects(this.#before, this.#after, [subjectOf(state)], {
      findings: false,
      catalogue: openActionCatalogue(),
    });
    return {
      gained: drift.changes.flatMap(({ gained }) => gained),
      lost: drift.changes.flatMap(({ lost }) => lost),
    };
  }
}

function subjectOf({ account, type, arn, region }: ResourceState): Subject {
  return { kind: "resource", account, type, arn, region };
}

async function snapshotWith(states: readonly ResourceState[], base: Engine | null): Promise<Snapshot> {
  const reads = states.map((state) => ({
    account: state.account,
    parts: {
      "resource-policies": [
        {
          Arn: state.arn,
          Type: state.type,
          ...(state.region === null ? {} : { Region: state.region }),
          Policy: state.policy,
          Attributes: state.attributes,
        },
      ],
    },
  }));
  const read = await snapshotOfReads(reads, 0);
  return base === null ? read : withSubjects(base.snapshot, read, states.map(subjectOf));
}
