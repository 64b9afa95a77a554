/** What advice is asked about, checked: who is to do what, to which resources, and what is known of both ends. */
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
import { type GrantResource, parseGrantResource } from "../grants/grant-resource.ts";
import type { UnmergeableText } from "../standing-policy-text.ts";

export type NamedCaller = {
  readonly kind: "role" | "user" | "account";
  readonly account: AccountId;
  readonly partition: Partition;
  /** ARN; of an account, that of its root. */
  readonly text: string;
};

export type AdviceCaller =
  | NamedCaller
  /** Everybody of it. */
  | { readonly kind: "organization"; readonly text: "*" }
  /** Such as `lambda.amazonaws.com`. */
  | { readonly kind: "service"; readonly text: string }
  /** Without a signature. */
  | { readonly kind: "anonymous"; readonly text: "*" };

/** Nobody but Identity Center changes its policies (IAM-SEMANTICS 42). */
export function isOfIdentityCenter({ kind, text }: AdviceCaller): boolean {
  return kind === "role" && text.includes(":role/aws-reserved/sso.amazonaws.com/");
}

export type AdviceTarget = {
  /** As it was given. */
  readonly arn: string;
  readonly service: string;
  readonly partition: Partition;
  readonly region: string | null;
  /** Whose it is. */
  readonly account: AccountId;
  /** Null: of no kind whose policy `grant` writes. */
  readonly grantable: GrantResource | null;
  /** Of its service, as given. */
  readonly actions: readonly string[];
};

/** By which key the resources are encrypted: one of an account's own, or one of AWS's (`alias/aws/s3`). */
export type AdviceKey =
  | { readonly kind: "own"; readonly arn: string; readonly account: AccountId; readonly region: string }
  | { readonly kind: "aws"; readonly name: string };

export type AdviceQuestion = {
  readonly caller: AdviceCaller;
  readonly targets: readonly AdviceTarget[];
  readonly organization: OrganizationId | null;
  /** Null: it was not told. */
  readonly key: AdviceKey | null;
  /** The caller was said to need its own permissions in the same session. */
  readonly keepsOwn: boolean;
  /** Of buckets, whose ARN has none. */
  readonly region: string | null;
};

export type AdviceAsked = {
  readonly from: string;
  readonly to: readonly string[];
  readonly actions: readonly string[];
  readonly organization?: string;
  readonly account?: string;
  readonly key?: string;
  readonly region?: string;
  readonly keepsOwn?: boolean;
};

/** `ownerOf`: where a resource's ARN does not tell its account. `roleOf`: the ARN of the role of a session, whose own has no path. */
export function readQuestion(
  asked: AdviceAsked,
  ownerOf: (arn: string) => AccountId | null,
  roleOf: (session: string) => string | null,
): Result<AdviceQuestion, UnmergeableText> {
  const { organization = null, account = null } = asked;
  if (organization !== null && !isOrganizationId(organization)) {
    return fault(`${organization} is no organization's id`, "Such as o-a1b2c3d4e5.");
  }
  if (account !== null && !isAccountId(account)) {
    return fault(`--account: ${account} is no account id`, "Account ids are twelve digits.");
  }
  const actions = [...new Set(asked.actions.map((action) => action.trim()))].filter((one) => one !== "");
  const wrong = actions.find((action) => !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/i.test(action));
  if (wrong !== undefined) return fault(`${wrong} is no action`, "Actions are written as s3:GetObject.");
  const targets: AdviceTarget[] = [];
  for (const arn of new Set(asked.to)) {
    const target = targetOf(arn, actions, (one) => account ?? ownerOf(one));
    if (!target.ok) return target;
    targets.push(target.value);
  }
  const [first] = targets;
  if (first === undefined) return fault("no resource is named", "Name it by --to ARN.");
  const stray = actions.find((action) => !targets.some((target) => target.actions.includes(action)));
  if (stray !== undefined) {
    return fault(`${stray} is an action of no resource that is named`, "Name one of its service by --to.");
  }
  const caller = callerOf(asked.from, first.partition, organization, roleOf);
  if (!caller.ok) return caller;
  const key = keyOf(asked.key);
  if (!key.ok) return key;
  return ok({
    ...{ caller: caller.value, targets, organization, key: key.value },
    keepsOwn: asked.keepsOwn === true,
    region: asked.region ?? null,
  });
}

function targetOf(
  arn: string,
  actions: readonly string[],
  ownerOf: (arn: string) => AccountId | null,
): Result<AdviceTarget, UnmergeableText> {
  const parts = splitArn(arn);
  if (parts === null) return fault(`${arn} is no ARN`, "Name a resource by its ARN.");
  const { service, partition, region } = parts;
  const own = actions.filter((action) => action.toLowerCase().startsWith(`${service.toLowerCase()}:`));
  if (service === "iam" && actions.some((action) => /^sts:/i.test(action))) {
    return fault(
      `${arn} is assumed by its own trust policy, and there is one way alone`,
      "accesslens role plan makes roles that somebody can assume.",
    );
  }
  if (own.length === 0) return fault(`no action is of ${arn}`, `Name some by --action ${service}:…`);
  const grantable = parseGrantResource(arn);
  const kind = grantable.ok ? grantable.value : null;
  const account = isAccountId(parts.account) ? parts.account : ownerOf(kind?.arn ?? arn);
  if (account === null) {
    return fault(`whose ${arn} is, neither its ARN nor the snapshot tells`, "Name the account by --account.");
  }
  return ok({
    ...{ arn, service, partition, account, grantable: kind, actions: own },
    region: region === "" ? null : region,
  });
}

function callerOf(
  text: string,
  partition: Partition,
  organization: OrganizationId | null,
  roleOf: (session: string) => string | null,
): Result<AdviceCaller, UnmergeableText> {
  if (text === "*") return ok({ kind: organization === null ? "anonymous" : "organization", text });
  if (text === "anonymous") return ok({ kind: "anonymous", text: "*" });
  if (isAccountId(text)) {
    return ok({ kind: "account", account: text, partition, text: `arn:${partition}:iam::${text}:root` });
  }
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(text)) return ok({ kind: "service", text });
  const advice =
    "Give a role's, a user's, a session's or an account's ARN, an account id, a service such as lambda.amazonaws.com, or * with --org-id.";
  const parts = splitArn(text);
  if (parts === null || !isAccountId(parts.account)) return fault(`${text} is nobody that we know`, advice);
  const { account } = parts;
  const [, session] = /^assumed-role\/([\w+=,.@-]+)\/[\w+=,.@-]+$/.exec(parts.resource) ?? [];
  if (parts.service === "sts" && session !== undefined) {
    const role = roleOf(text) ?? `arn:${parts.partition}:iam::${account}:role/${session}`;
    return ok({ kind: "role", account, partition: parts.partition, text: role });
  }
  const [, kind] = /^(?:(role|user)\/[\w+=,.@/-]*[\w+=,.@-]|root)$/.exec(parts.resource) ?? [null];
  if (parts.service !== "iam" || kind === null) return fault(`${text} is nobody that we know`, advice);
  const named = kind === "role" || kind === "user" ? kind : "account";
  return ok({ kind: named, account, partition: parts.partition, text });
}

function keyOf(text: string | undefined): Result<AdviceKey | null, UnmergeableText> {
  if (text === undefined) return ok(null);
  if (/^(alias\/)?aws\/[a-z0-9-]+$/.test(text)) {
    return ok({ kind: "aws", name: text.startsWith("alias/") ? text : `alias/${text}` });
  }
  const parts = splitArn(text);
  const isKey = parts?.service === "kms" && parts.resource.startsWith("key/") && isAccountId(parts.account);
  if (parts === null || !isKey || !isAccountId(parts.account)) {
    return fault(`--key: ${text} is no key`, "Give a KMS key's ARN, or alias/aws/… for a key of AWS's.");
  }
  return ok({ kind: "own", arn: text, account: parts.account, region: parts.region });
}

function fault(why: string, advice: string): { readonly ok: false; readonly error: UnmergeableText } {
  return err({ why, advice });
}
