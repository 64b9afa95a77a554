/**
 * S3's RestrictPublicBuckets (IAM-SEMANTICS 62): as long as one statement of the policy is public, nobody from another
 * account gets in through it, not even by its other statements. Services still do.
 */
import type { PolicyDocument } from "../../../policy/ast.ts";
import { either, type Outcome, unknown } from "../outcome.ts";
import type { Call } from "../statement-match.ts";
import { attribute, isRecord } from "./attributes.ts";
import { isPublic } from "./public-policy.ts";

type Attributes = Readonly<Record<string, unknown>>;

/** Whether the policy lets in nobody from outside the owner's account. */
export function cutsOthersOff(
  call: Pick<Call, "action">,
  policy: PolicyDocument,
  attributes: Attributes,
): Outcome {
  if (!call.action.startsWith("s3:")) return false;
  const restricts = restrictsPublicBuckets(attributes);
  return restricts === false || !isPublic(policy) ? false : restricts;
}

/** An organization's S3 policy overrides the account's settings; of bucket and account the stricter one counts. */
function restrictsPublicBuckets(attributes: Attributes): Outcome {
  const ofBucket = attribute(attributes, "publicaccessblock", "publicaccessblockconfiguration");
  const ofAccount = attribute(
    attributes,
    "accountpublicaccessblock",
    "accountpublicaccessblockconfiguration",
  );
  const ofOrganization = attribute(attributes, "organizationpublicaccessblock");
  return either(
    setting(ofBucket, "bucket"),
    ofOrganization === undefined ? setting(ofAccount, "account") : setting(ofOrganization, "organization"),
  );
}

function setting(block: unknown, whose: string): Outcome {
  if (block === "unknown") return unknown(`the public-access block of the ${whose} is not known`);
  if (!isRecord(block)) return false;
  const inner = attribute(block, "publicaccessblockconfiguration");
  return attribute(isRecord(inner) ? inner : block, "restrictpublicbuckets") === true;
}
