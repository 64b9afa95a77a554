/** An access point before the bucket, tried. */
import {
  type AdviceTarget,
  type Circumstances,
  grantFor,
  pageOf,
  type Reason,
  reason,
} from "../../../provision/advice/index.ts";
import {
  addStatements,
  grantServices,
  grantStatements,
  throughAccessPoint,
} from "../../../provision/index.ts";
import { type Exposure, exposureScope, exposures } from "./exposure.ts";
import { proveThrough } from "./proof.ts";
import { callerPolicy, withCallerPolicy, withPolicies } from "./put-in.ts";
import { accessPointCommand, callerSide, grantCommand, joinedReady } from "./ready.ts";
import { requestsFor } from "./requests.ts";
import { directChecks, type Trial, type TrialScope } from "./trial.ts";

/** The access point is not there yet: its policy and the bucket's are given to the evaluator as they would be. */
export function tryAccessPoint(scope: TrialScope): Trial {
  const { question, known, ground } = scope;
  const [target] = question.targets;
  const bucket = target?.grantable ?? null;
  const region = target === undefined ? null : known.regionOf(target);
  if (target === undefined || bucket === null || region === null)
    throw new Error("no bucket to stand before");
  const name = accessPointName(question.caller.text);
  const arn = `arn:${target.partition}:s3:${region}:${target.account}:accesspoint/${name}`;
  const inside = bucket.prefix === "" ? arn : `${arn}/object/${bucket.prefix}*`;
  const declared = grantFor(question, target, inside);
  if (!declared.ok) throw new Error(declared.error.why);
  const before = known.policyOf(target);
  const reasons: Reason[] = [];
  const merge = (statements: ReturnType<typeof grantStatements>, text: string | null): string => {
    const merged = addStatements(statements, grantServices.bucket.limit)(text);
    if (merged.kind === "refused") {
      const words = { resource: bucket.arn, why: merged.why, page: pageOf("bucket") };
      reasons.push(reason("policy-full", words));
    }
    return merged.kind === "changed" ? (merged.text ?? "") : (text ?? "");
  };
  const own = grantStatements(declared.value, known.catalogue);
  const ofBucket = throughAccessPoint(declared.value, bucket.name, known.catalogue);
  const [accessPoint, bucketPolicy] = [merge(own, null), merge(ofBucket, before ?? null)];
  const place: AdviceTarget = { ...target, arn: inside, region, grantable: declared.value.resource };
  const there = { ...question, targets: [place] };
  const text = callerPolicy(there, known);
  const after = withCallerPolicy(ground.snapshot, question, text);
  const through = { "s3:DataAccessPointArn": arn, "s3:DataAccessPointAccount": target.account };
  const tried = directChecks(there, known, ground.snapshot).map((check) => ({
    ...check,
    context: { ...check.context, ...through },
  }));
  const { account } = target;
  const policy = { account, type: "AWS::S3::AccessPoint", region, statements: own };
  return {
    ...proveThrough(tried, after, { accessPoint, bucket: bucket.name, bucketPolicy }),
    ready: joinedReady(
      {
        commands: [
          accessPointCommand(target, { bucket: bucket.name, name, region }),
          grantCommand(question, target, { resource: inside }),
        ],
        files: [],
      },
      callerSide(question, text),
    ),
    policies: [
      { ...policy, resource: arn, before: null, isKnown: true, after: accessPoint },
      {
        ...{ ...policy, type: grantServices.bucket.type, statements: ofBucket, resource: bucket.arn },
        ...{ before: before ?? null, isKnown: before !== undefined, after: bucketPolicy },
      },
    ],
    ...{ tried, reasons },
    exposes: exposedThrough(scope, target, { bucketPolicy, known }),
  };
}

/** Whoever the two policies let in is let in by the statement of the bucket's, that asks for the access point. */
function exposedThrough(
  { question, ground, before }: TrialScope,
  target: AdviceTarget,
  { bucketPolicy, known }: { readonly bucketPolicy: string; readonly known: Circumstances },
): readonly Exposure[] {
  const { account, grantable } = target;
  if (grantable === null) return [];
  const plan = {
    ...{ account, resource: grantable.arn, type: grantServices.bucket.type, region: null },
    ...{ before: null, isKnown: true, after: bucketPolicy, statements: [] },
  };
  const text = callerPolicy(question, known);
  const after = withCallerPolicy(withPolicies(ground.snapshot, [plan]), question, text);
  return exposures(requestsFor(target, known), exposureScope(before, after));
}

function accessPointName(caller: string): string {
  const own = caller.slice(Math.max(caller.lastIndexOf("/"), caller.lastIndexOf(":")) + 1);
  const account = /:(\d{12}):root$/.exec(caller)?.[1];
  const name = `for-${account ?? own}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return name.slice(0, 50).replace(/-+$/, "").padEnd(3, "x");
}
