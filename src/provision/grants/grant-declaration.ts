/** What a grant is to give, checked: whom, to what, which actions, and within which bounds. */
import {
  type AccountId,
  err,
  isAccountId,
  isOrganizationId,
  type OrganizationId,
  ok,
  type Partition,
  type Result,
  splitArn,
} from "../../model/index.ts";
import type { UnmergeableText } from "../standing-policy-text.ts";
import { type GrantResource, parseGrantResource } from "./grant-resource.ts";

export type GrantPrincipal = {
  readonly kind: "role" | "user" | "account" | "organization";
  /** Null: anybody of the organization. */
  readonly account: AccountId | null;
  /** As a Principal element names it. */
  readonly text: string;
};

export type GrantDeclaration = {
  readonly principal: GrantPrincipal;
  readonly resource: GrantResource;
  /** `service:Name`, as given. */
  readonly actions: readonly string[];
  readonly organization: OrganizationId | null;
  /** Of an S3 bucket or access point: keys begin with it. Empty: all. */
  readonly prefix: string;
};

export type GrantAsked = {
  readonly principal: string;
  readonly resource: string;
  readonly actions: readonly string[];
  readonly organization?: string;
  readonly prefix?: string;
};

/** One sentence, and what to give instead. */
export type GrantFault = UnmergeableText;

export function declareGrant(asked: GrantAsked): Result<GrantDeclaration, GrantFault> {
  const resource = parseGrantResource(asked.resource);
  if (!resource.ok) return resource;
  const { partition, service } = resource.value;
  const principal = principalOf(asked.principal, partition);
  if (!principal.ok) return principal;
  const actions = actionsOf(asked.actions, resource.value);
  if (!actions.ok) return actions;
  const { organization = null } = asked;
  if (organization !== null && !isOrganizationId(organization)) {
    return fault(`${organization} is no organization's id`, "Such as o-a1b2c3d4e5.");
  }
  if (principal.value.kind === "organization" && organization === null) {
    return fault("* is everybody", "Bound it to an organization: --org-id o-….");
  }
  const own = resource.value.prefix;
  if (own !== "" && !/[*/]$/.test(asked.resource)) {
    return fault(
      `${asked.resource} is one object, and grants are of keys that begin alike`,
      `Give ${asked.resource}* if all that begins so is meant.`,
    );
  }
  if (own !== "" && (asked.prefix ?? own) !== own) {
    return fault(`${asked.resource} and ${asked.prefix} are two prefixes`, "Leave one of them out.");
  }
  const prefix = own || (asked.prefix ?? "");
  if (prefix !== "" && service !== "s3") return fault("only S3 has prefixes", "Leave --prefix out.");
  if (/[*?]/.test(prefix) || prefix.includes("${")) {
    return fault(`${prefix} is no prefix of keys`, "Give the beginning of keys as it is, without * and ?.");
  }
  return ok({
    principal: principal.value,
    resource: resource.value,
    actions: actions.value,
    organization,
    prefix,
  });
}

function principalOf(text: string, partition: Partition): Result<GrantPrincipal, GrantFault> {
  if (text === "*") return ok({ kind: "organization", account: null, text: "*" });
  if (isAccountId(text)) {
    return ok({ kind: "account", account: text, text: `arn:${partition}:iam::${text}:root` });
  }
  const parts = splitArn(text);
  const advice = "Give a role's, a user's or an account's ARN, an account id, or * with --org-id.";
  if (parts === null || parts.service !== "iam" || !isAccountId(parts.account)) {
    return fault(`${text} is nobody that a policy can name surely`, advice);
  }
  if (parts.partition !== partition) {
    return fault(
      `${text} is of the partition ${parts.partition}, and the resource of ${partition}: nothing crosses partitions`,
      "Nobody of one partition can be let in by another.",
    );
  }
  const { account, resource } = parts;
  if (resource === "root") return ok({ kind: "account", account, text });
  const [, kind] = /^(role|user)\/[\w+=,.@/-]+$/.exec(resource) ?? [];
  if (kind !== "role" && kind !== "user") return fault(`${text} is no principal of a policy`, advice);
  return ok({ kind, account, text });
}

/** Of SQS, what only the owner's account can be allowed (AWS: "Custom policies for Amazon SQS", cross-account actions). */
const ownersAlone: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    "sqs",
    new Set([
      "addpermission",
      "cancelmessagemovetask",
      "createqueue",
      "deletequeue",
      "listmessagemovetasks",
      "listqueues",
      "listqueuetags",
      "removepermission",
      "setqueueattributes",
      "startmessagemovetask",
      "tagqueue",
      "untagqueue",
    ]),
  ],
]);

function actionsOf(
  given: readonly string[],
  { service, arn }: GrantResource,
): Result<readonly string[], GrantFault> {
  const actions = [...new Set(given.map((action) => action.trim()))].filter((action) => action !== "");
  if (actions.length === 0)
    return fault("there is no action", "Name them: --actions s3:GetObject,s3:ListBucket.");
  for (const action of actions) {
    const [, prefix = "", name = ""] = /^([a-z0-9-]+):([A-Za-z0-9*?]+)$/i.exec(action) ?? [];
    if (prefix.toLowerCase() !== service) {
      return fault(
        `${action} is no action on ${arn}`,
        `A policy there can speak of the service's own actions: ${service}:…`,
      );
    }
    if (ownersAlone.get(service)?.has(name.toLowerCase()) === true) {
      return fault(`${action} can't be given to another account`, "Leave it out: AWS does not look at it.");
    }
    if (service === "ecr" && name.toLowerCase() === "getauthorizationtoken") {
      return fault(
        `${action} is of no repository`,
        "Leave it out: the caller's own policy allows it, on *; the plan tells the statement.",
      );
    }
  }
  return ok(actions.toSorted());
}

function fault(why: string, advice: string): { readonly ok: false; readonly error: GrantFault } {
  return err({ why, advice });
}
