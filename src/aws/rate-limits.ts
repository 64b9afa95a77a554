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
  source: { kind: "assumed", why: "no figure of the service is known here; ten a second is modest" },
};

const kmsPage = "https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html";
const lambdaPage = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
const sqsPage =
  "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html";
const stsPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";

function documented(url: string): RateLimit["source"] {
  return { kind: "documented", url };
}

function assumed(why: string): RateLimit["source"] {
  return { kind: "assumed", why };
}

export const rateLimits: readonly RateLimit[] = [
  assumedAll,
  {
    service: "sts",
    calls: null,
    scope: "account-and-region",
    perSecond: 600,
    burst: 600,
    source: documented(stsPage),
  },
  {
    service: "iam",
    calls: null,
    scope: "account",
    perSecond: 15,
    burst: 30,
    source: assumed("AWS publishes no figure; calls at this rate are seldom throttled"),
  },
  {
    service: "config",
    calls: ["SelectAggregateResourceConfig"],
    scope: "account-and-region",
    perSecond: 5,
    burst: 5,
    source: assumed("AWS publishes no figure; queries of an aggregator cost more than other reads"),
  },
  {
    service: "organizations",
    calls: null,
    scope: "account",
    perSecond: 5,
    burst: 10,
    source: assumed("AWS names limits for each call, of which the lowest for reads are about this"),
  },
  {
    service: "ec2",
    calls: null,
    scope: "account-and-region",
    perSecond: 20,
    burst: 50,
    source: assumed("AWS refills its buckets for describing calls at about this rate"),
  },
  {
    service: "s3",
    calls: ["GetObject", "ListObjectsV2"],
    scope: "account",
    perSecond: 3500,
    burst: 5500,
    source: documented("https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html"),
  },
  {
    service: "s3",
    calls: null,
    scope: "account",
    perSecond: 50,
    burst: 100,
    source: assumed("AWS publishes figures for objects only, which are far higher"),
  },
  ...(
    [
      ["ListKeys", 100],
      ["DescribeKey", 100],
      ["GetKeyPolicy", 30],
      ["ListGrants", 100],
    ] as const
  ).map(
    ([call, perSecond]): RateLimit => ({
      service: "kms",
      calls: [call],
      scope: "account-and-region",
      perSecond,
      burst: perSecond,
      // Higher today; these were the lowest that the page has had.
      source: documented(kmsPage),
    }),
  ),
  {
    service: "sqs",
    calls: ["ReceiveMessage", "DeleteMessageBatch", "ChangeMessageVisibilityBatch"],
    scope: "account-and-region",
    // Of a FIFO queue; standard ones take nearly any number.
    perSecond: 300,
    burst: 300,
    source: documented(sqsPage),
  },
  {
    service: "lambda",
    calls: ["GetPolicy"],
    scope: "account-and-region",
    perSecond: 15,
    burst: 15,
    source: documented(lambdaPage),
  },
  {
    service: "lambda",
    calls: null,
    scope: "account-and-region",
    perSecond: 15,
    burst: 15,
    source: documented(lambdaPage),
  },
];

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
