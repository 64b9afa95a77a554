import type { RequestToDecide } from "../../authz/request-question.ts";

/**
 * The grammar of the resource's policy: trust policies of roles, and policies of ECR repositories, which are written in
 * the same way, say nothing of a resource, for they stand on the only one that they speak of.
 */
export function resourcePolicyKind({
  action,
  resource,
}: Pick<RequestToDecide, "action" | "resource">): "trust" | "resource" {
  if (/^ecr:/i.test(action)) return "trust";
  return /^sts:/i.test(action) && /^arn:[^:]*:iam::[^:]*:role\//.test(resource.arn) ? "trust" : "resource";
}
