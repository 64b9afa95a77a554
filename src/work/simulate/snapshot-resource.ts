/** The resource of a request in a snapshot: its policy, and what else was collected of it. */
import type { NamedPolicy, PolicySet, RequestToDecide } from "../../authz/request-question.ts";
import {
  type AccountId,
  type DocumentIndex,
  isAccountId,
  type Resource,
  type Snapshot,
  splitArn,
} from "../../model/index.ts";
import type { PolicyKind } from "../../policy/index.ts";

import { resourcePolicyKind } from "./resource-policy-kind.ts";

type ReadPolicy = (
  document: DocumentIndex,
  owner: AccountId,
  kind: PolicyKind,
  name: string,
) => NamedPolicy | null;

type ResourceSide = Pick<PolicySet, "attributes"> & { readonly policy: PolicySet["resource"] };

/** Services whose resources can have a policy: where none was collected, there may still be one. */
const withPolicies = new Set(
  `acm-pca apigateway backup codeartifact codebuild dynamodb ecr ecr-public elasticfilesystem es events execute-api glacier
   glue iot kinesis kms lambda lex logs mediastore rolesanywhere s3 s3-outposts s3express secretsmanager serverlessrepo ses
   sns sqs ssm-contacts ssm-incidents vpc-lattice`.split(/\s+/),
);

export function resourceInSnapshot(
  snapshot: Snapshot,
  request: RequestToDecide,
  read: ReadPolicy,
): ResourceSide {
  const { arn, account } = request.resource;
  const parts = splitArn(arn);
  if (parts === null) return { policy: null, attributes: {} };
  if (parts.service === "iam") {
    const role = parts.resource.startsWith("role/") ? snapshot.roles.byArn(arn) : null;
    const row = role === null ? null : snapshot.roles.row(role);
    if (row === null || row.trustPolicy === null) {
      return { policy: parts.resource.startsWith("role/") ? "unknown" : null, attributes: {} };
    }
    return {
      policy: read(row.trustPolicy, row.account, "trust", "trust policy") ?? "unknown",
      attributes: {},
    };
  }
  const index = snapshot.accountIndex(account);
  const data = index === null ? null : snapshot.accountData(index);
  const found = data?.resources?.find((one) => isAbout(one, arn));
  if (found === undefined || !isAccountId(account)) {
    return {
      policy: withPolicies.has(parts.service) ? "unknown" : null,
      attributes: unknownParts(parts.service),
    };
  }
  return {
    policy:
      found.policy === null
        ? null
        : (read(found.policy, account, resourcePolicyKind(request), found.arn) ?? "unknown"),
    attributes: {
      ...unknownParts(parts.service),
      ...accountBlock(parts.service, data?.settings ?? null),
      ...lowerCase(found.attributes),
    },
  };
}

/** An object belongs to its bucket, a function's alias to the function's row where the alias has none of its own. */
function isAbout({ arn: owner, type }: Resource, arn: string): boolean {
  return owner === arn || (type === "AWS::S3::Bucket" && arn.startsWith(`${owner}/`));
}

/** What may matter and was not collected. */
function unknownParts(service: string): PolicySet["attributes"] {
  if (service === "kms") return { grants: "unknown" };
  return service === "s3" ? { publicaccessblock: "unknown", accountpublicaccessblock: "unknown" } : {};
}

function accountBlock(service: string, settings: PolicySet["attributes"] | null): PolicySet["attributes"] {
  if (service !== "s3" || settings === null) return {};
  const key = Object.keys(settings).find((name) => name.toLowerCase().startsWith("publicaccessblock"));
  return key === undefined ? {} : { accountpublicaccessblock: settings[key] };
}

/** So that a later member replaces an earlier one of the same name. */
function lowerCase(attributes: PolicySet["attributes"]): PolicySet["attributes"] {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.toLowerCase().replace(/^publicaccessblockconfiguration$/, "publicaccessblock"),
      value,
    ]),
  );
}

/** The account that a bucket belongs to, which its ARN does not tell; null where the snapshot does not hold it. */
export function accountOfResource(snapshot: Snapshot, arn: string): string | null {
  const parts = splitArn(arn);
  if (parts === null) return null;
  if (isAccountId(parts.account)) return parts.account;
  for (const [index, { id }] of snapshot.accounts.entries()) {
    if (snapshot.accountData(index)?.resources?.some((one) => isAbout(one, arn)) === true) return id;
  }
  return null;
}
