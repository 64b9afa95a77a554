/** Counts a trail's uses while it is made, and tells the truth about it in the end. */
import type { TrailPlants } from "./trail-plants.ts";
import type { TrailCase, TrailTruth, TrailUse } from "./trail-truth.ts";
import { accountOf, byOf, depthOf, type Use, type UseCall } from "./use.ts";

const countedCalls: ReadonlySet<UseCall> = new Set([
  "AssumeRole",
  "AssumeRoleWithSAML",
  "AssumeRoleWithWebIdentity",
  "AssumeRoot",
  "SwitchRole",
  "GetFederationToken",
  "GetSessionToken",
]);

type Count = { count: number; first: number; last: number };

export class TrailTally {
  records = 0;
  delivered = 0;
  files = 0;
  #events = 0;
  #assumptions = 0;
  readonly #counts = new Map<Use, Count>();

  /** `copies`: records of it. */
  add(use: Use, time: number, copies: number): void {
    this.records += copies;
    this.#assumptions += 1;
    if (countedCalls.has(use.call)) this.#events += copies;
    const known = this.#counts.get(use);
    if (known === undefined) this.#counts.set(use, { count: 1, first: time, last: time });
    else {
      known.count += 1;
      known.first = Math.min(known.first, time);
      known.last = Math.max(known.last, time);
    }
  }

  truth(
    facts: Pick<TrailTruth, "seed" | "organization" | "from" | "to">,
    plants: TrailPlants,
    isOurs: (account: string) => boolean,
  ): TrailTruth {
    return {
      ...facts,
      records: this.records,
      delivered: this.delivered,
      files: this.files,
      events: this.#events,
      assumptions: this.#assumptions,
      uses: [...this.#counts].map(([use, count]) => told(useTruth(use, count), isOurs)),
      cases: [...plants.cases, ...outsideCases([...this.#counts.keys()], isOurs)].map((one) =>
        told(one, isOurs),
      ),
      lookAlikes: plants.lookAlikes.map((one) => told(one, isOurs)),
      unusedTrusts: plants.unusedTrusts,
      widerTrusts: plants.widerTrusts,
      impossibleUses: plants.impossibleUses.map((one) => told(one, isOurs)),
    };
  }
}

/** Of a caller outside only the account is told to the role's owner. */
function told<One extends { readonly by: string }>(one: One, isOurs: (account: string) => boolean): One {
  const account = one.by.startsWith("arn:") ? (one.by.split(":")[4] ?? "") : "";
  return account === "" || isOurs(account) ? one : { ...one, by: account };
}

function useTruth(use: Use, count: Count): TrailUse {
  return {
    call: use.call,
    by: byOf(use.caller),
    role: use.role?.arn ?? null,
    granted: use.refusal === null,
    console: use.call === "SwitchRole" || use.call === "Federate",
    depth: depthOf(use),
    seconds: use.seconds,
    tags: Object.fromEntries(use.tags),
    transitiveTagKeys: use.transitiveTagKeys,
    vpcEndpoint: use.vpcEndpoint,
    ...count,
  };
}

/** Vendors of the background are outside, too. */
function outsideCases(uses: readonly Use[], isOurs: (account: string) => boolean): readonly TrailCase[] {
  return uses.flatMap((use) => {
    const account = accountOf(use.caller);
    if (account === null || isOurs(account) || use.refusal !== null) return [];
    const why = "an account that is not of the organization";
    return [{ kind: "outside-account" as const, role: use.role?.arn ?? null, by: byOf(use.caller), why }];
  });
}
