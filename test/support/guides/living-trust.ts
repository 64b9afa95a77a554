/**
 * AssumeRole as the trust policies that stand in moto say, where moto lets everybody in: read apart from the product, with the few
 * operators that the guides' roles have. What else a policy might have is refused aloud, so that nobody takes it for checked.
 */
import type { AwsRequest } from "../aws-request.ts";
import { accessKey, type Fault, fault } from "../fault-proxy.ts";
import { roleIn } from "../live-roles.ts";
import { literally } from "./shown.ts";

type Holder = {
  readonly arn: string;
  readonly sourceIdentity: string | null;
};

export type CallerPlace = { readonly organization: string; readonly path: string };

/** Values of condition keys; a key that is absent is not there. */
type Context = Readonly<Record<string, readonly string[]>>;

export class LivingTrust {
  readonly #holders = new Map<string, Holder>();
  readonly #places: (account: string) => CallerPlace | null;

  /** `users`: ARNs by access key. `places`: null for accounts outside. */
  constructor(users: Readonly<Record<string, string>>, places: (account: string) => CallerPlace | null) {
    for (const [key, arn] of Object.entries(users)) this.#holders.set(key, { arn, sourceIdentity: null });
    this.#places = places;
  }

  /** Null: the call passes, or is none of those that matter here. */
  async fault(request: AwsRequest): Promise<Fault | null> {
    const holder = this.#holders.get(accessKey(request));
    if (holder === undefined) return null;
    if (request.call === "GetCallerIdentity" && holder.arn.includes(":iam:")) return identityOf(holder.arn);
    if (request.call !== "AssumeRole") return null;
    const asked = new URLSearchParams(request.body);
    const arn = asked.get("RoleArn") ?? "";
    const [, account = "", name = ""] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
    const role = await roleIn(account, name);
    const context = this.#contextOf(holder, asked);
    const missing = actionsOf(asked, holder).find(
      (action) => role === null || !role.trust.Statement.some((one) => allows(one, action, holder, context)),
    );
    if (missing === undefined) return null;
    const message = `User: ${holder.arn} is not authorized to perform: ${missing} on resource: ${arn}`;
    return fault("AccessDenied", 403, message);
  }

  /** Remembers whose credentials were given. */
  answered(request: AwsRequest, body: string): void {
    const key = /<AccessKeyId>([^<]+)</.exec(body)?.[1];
    const before = this.#holders.get(accessKey(request));
    if (request.call !== "AssumeRole" || key === undefined || before === undefined) return;
    const asked = new URLSearchParams(request.body);
    const sourceIdentity = asked.get("SourceIdentity") ?? before.sourceIdentity;
    this.#holders.set(key, { arn: asked.get("RoleArn") ?? "", sourceIdentity });
  }

  #contextOf(holder: Holder, asked: URLSearchParams): Context {
    const place = this.#places(holder.arn.split(":")[4] ?? "");
    const externalId = asked.get("ExternalId");
    const sourceIdentity = asked.get("SourceIdentity") ?? holder.sourceIdentity;
    const tags = Array.from({ length: 50 }, (_, index) => index + 1).flatMap((number) => {
      const key = asked.get(`Tags.member.${number}.Key`);
      return key === null ? [] : [[key, asked.get(`Tags.member.${number}.Value`) ?? ""] as const];
    });
    return {
      "aws:PrincipalArn": [holder.arn],
      ...(place === null
        ? {}
        : { "aws:PrincipalOrgID": [place.organization], "aws:PrincipalOrgPaths": [place.path] }),
      ...(externalId === null ? {} : { "sts:ExternalId": [externalId] }),
      ...(sourceIdentity === null ? {} : { "sts:SourceIdentity": [sourceIdentity] }),
      ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, [value]])),
      ...(tags.length === 0 ? {} : { "aws:TagKeys": tags.map(([key]) => key) }),
    };
  }
}

function actionsOf(asked: URLSearchParams, holder: Holder): readonly string[] {
  return [
    "sts:AssumeRole",
    ...(asked.has("Tags.member.1.Key") ? ["sts:TagSession"] : []),
    ...(asked.has("SourceIdentity") || holder.sourceIdentity !== null ? ["sts:SetSourceIdentity"] : []),
  ];
}

function allows(
  statement: Readonly<Record<string, unknown>>,
  action: string,
  holder: Holder,
  context: Context,
): boolean {
  const { Effect, Principal, Action, Condition } = statement;
  if (Effect !== "Allow" || !listOf(Action).includes(action)) return false;
  const root = `arn:aws:iam::${holder.arn.split(":")[4]}:root`;
  const named =
    typeof Principal === "object" && Principal !== null && "AWS" in Principal ? Principal.AWS : [];
  if (!listOf(named).some((one) => one === holder.arn || one === root)) return false;
  return Object.entries(Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys ?? {}).every(([key, values]) => holds(operator, context[key], listOf(values))),
  );
}

function holds(operator: string, present: readonly string[] | undefined, values: readonly string[]): boolean {
  const [first = ""] = present ?? [];
  switch (operator) {
    case "StringEquals":
      return present !== undefined && values.includes(first);
    case "StringLike":
    case "ForAnyValue:StringLike":
      return present?.some((value) => values.some((one) => isLike(value, one))) ?? false;
    case "StringLikeIfExists":
      return present === undefined || values.some((one) => isLike(first, one));
    case "ForAllValues:StringEquals":
      return present?.every((value) => values.includes(value)) ?? true;
    case "Null":
      return (present === undefined) === values.includes("true");
    default:
      throw new Error(`the stand-in does not know the operator ${operator}`);
  }
}

function isLike(value: string, pattern: string): boolean {
  return new RegExp(`^${pattern.split("*").map(literally).join(".*")}$`).test(value);
}

function listOf(value: unknown): readonly string[] {
  return [value].flat().map(String);
}

/** moto calls every user moto. */
function identityOf(arn: string): Fault {
  const account = arn.split(":")[4];
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AIDA00000000000000001</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
  return { kind: "answer", answer: { status: 200, headers: { "content-type": "text/xml" }, body } };
}
