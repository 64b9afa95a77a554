/**
 * S3's access control lists. What they give is not modelled: one that gives anything to others than the owner makes the
 * resource's side unknown where no policy allows (IAM-SEMANTICS 62).
 */
import { type Outcome, unknown } from "../outcome.ts";
import type { Call } from "../statement-match.ts";
import { attribute, isRecord, textOf } from "./attributes.ts";

const mayAllow = unknown(
  "an access control list of the bucket or object may allow it, and lists are not evaluated",
);

/** Never true. */
export function listMayAllow(call: Call, attributes: Readonly<Record<string, unknown>>): Outcome {
  if (!call.action.startsWith("s3:")) return false;
  if (textOf(attribute(attributes, "objectownership"))?.toLowerCase() === "bucketownerenforced") return false;
  const list = attribute(attributes, "acl", "accesscontrollist", "accesscontrolpolicy");
  if (list === "unknown") return mayAllow;
  if (!isRecord(list)) return false;
  const owner = attribute(list, "owner");
  const ownerId = isRecord(owner) ? textOf(attribute(owner, "id")) : null;
  const grants = attribute(list, "grants");
  if (!Array.isArray(grants)) return false;
  const toOthers = grants.some((grant: unknown) => {
    const grantee = isRecord(grant) ? attribute(grant, "grantee") : undefined;
    return !isRecord(grantee) || ownerId === null || textOf(attribute(grantee, "id")) !== ownerId;
  });
  return toOthers ? mayAllow : false;
}
