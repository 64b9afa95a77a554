/**
 * How many read calls AWS takes from an account, as data: each value says where it is published, or that it is assumed.
 * Limits hold for each account, and for each region unless the scope says otherwise.
 */

export type RateLimit = {
  /** As the SDK names the service in lower case: `iam`, `sqs`, `s3`. */
  readonly service: string;
  /** The calls that share the limit; null: all of the service that have none of their own. */
  readonly calls: readonly [string, ...string[]] | null;
  /** `account`: one limit for all regions together (global services). */
  readonly scope: "account" | "account-and-region";
  /** Calls per second, lastingly. */
  readonly perSecond: number;
  /** Calls at once after a pause. */
  readonly burst: number;
  readonly source:
    | { readonly kind: "documented"; readonly url: string }
    | { readonly kind: "assumed"; readonly why: string };
};

const assumedAll: RateLimit = {
  service: "*",
  calls: null,
  scope: "account-and-region",
  perSecond: 10,
  burst: 20,
  source: {
    kind: "assumed",
    why: "AWS publishes no figure for this service; ten a second has proven modest",
  },
};

export const rateLimits: readonly RateLimit[] = [assumedAll];

const byService = Map.groupBy(rateLimits, ({ service }) => service);

/** The narrowest limit that the call falls under. */
export function limitFor(service: string, call: string): RateLimit {
  const ofService = byService.get(service) ?? [];
  return (
    ofService.find(({ calls }) => calls?.includes(call) === true) ??
    ofService.find(({ calls }) => calls === null) ??
    assumedAll
  );
}
