/**
 * Who may assume a role, checked as AWS would where moto lets everybody: written apart from the product's own reading of
 * trust policies.
 */
import type { AwsRequest } from "./aws-request.ts";
import { accessKey, type Fault, fault } from "./fault-proxy.ts";

export type StrictTrust = {
  /** The role's name without path. */
  readonly role: string;
  /** Null: none is asked for. */
  readonly externalId: string | null;
  /** Whether sessions may have tags. */
  readonly tagSession: boolean;
  /** Accounts where the role exists; null: in all. */
  readonly accounts: readonly string[] | null;
};

/** Null: the call passes, or is none that assumes a role. */
export function refusedByTrust({ body, call }: AwsRequest, trust: StrictTrust): Fault | null {
  if (call !== "AssumeRole") return null;
  const asked = new URLSearchParams(body);
  const [, account = "", role = ""] =
    /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(asked.get("RoleArn") ?? "") ?? [];
  const exists = role === trust.role && (trust.accounts?.includes(account) ?? true);
  const hasId = trust.externalId === null || asked.get("ExternalId") === trust.externalId;
  const hasTags = [...asked.keys()].some((key) => key.startsWith("Tags."));
  if (exists && hasId && (!hasTags || trust.tagSession)) return null;
  const action = hasTags && !trust.tagSession && exists && hasId ? "sts:TagSession" : "sts:AssumeRole";
  const message = `User: arn:aws:sts::123456789012:user/moto is not authorized to perform: ${action} on resource: ${asked.get("RoleArn")}`;
  return fault("AccessDenied", 403, message);
}

/** A role whose trust policy says this much. */
export type StrictRole = {
  readonly arn: string;
  /** ARNs of users and roles, or ids of accounts. */
  readonly principals: readonly string[];
  readonly externalId?: string;
  readonly tagSession?: boolean;
  readonly setSourceIdentity?: boolean;
  readonly secondFactor?: boolean;
  /** An hour where it is not given. */
  readonly maxSeconds?: number;
};

/** Whose credentials: of a user, or of a session with what it brings along. */
type Holder = {
  readonly arn: string;
  readonly isSession: boolean;
  readonly transitive: readonly string[];
  readonly sourceIdentity: string | null;
  readonly hasSecondFactor: boolean;
};

/**
 * The same over chains of roles: whose credentials a call is made with is known from the answers that gave them. What STS
 * does with source identity and transitive tags is kept (IAM-SEMANTICS 29 to 32).
 */
export class StrictSessions {
  readonly #roles: StrictRole[];
  readonly #holders: Map<string, Holder>;

  /** `users`: by access key. */
  constructor(roles: readonly StrictRole[], users: Readonly<Record<string, string>>) {
    this.#roles = [...roles];
    const plain = { isSession: false, transitive: [], sourceIdentity: null, hasSecondFactor: false };
    this.#holders = new Map(Object.entries(users).map(([key, arn]) => [key, { ...plain, arn }]));
  }

  add(role: StrictRole): void {
    this.#roles.push(role);
  }

  /** Null: the call passes, or is none of those that matter here. */
  fault(request: AwsRequest): Fault | null {
    if (request.call === "GetCallerIdentity") return this.#identity(request);
    if (request.call !== "AssumeRole") return null;
    const asked = new URLSearchParams(request.body);
    const arn = asked.get("RoleArn") ?? "";
    const holder = this.#holders.get(accessKey(request));
    const role = this.#roles.find((one) => one.arn === arn);
    const missing = holder === undefined ? "sts:AssumeRole" : missingPermission(role, holder, asked);
    if (missing !== null) {
      const message = `User: ${holder?.arn} is not authorized to perform: ${missing} on resource: ${arn}`;
      return fault("AccessDenied", 403, message);
    }
    const seconds = Number(asked.get("DurationSeconds") ?? 3600);
    if (holder?.isSession === true && seconds > 3600) {
      const message =
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining";
      return fault("ValidationError", 400, message);
    }
    return seconds > (role?.maxSeconds ?? 3600)
      ? fault(
          "ValidationError",
          400,
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        )
      : null;
  }

  /** moto calls every user moto. */
  #identity(request: AwsRequest): Fault | null {
    const holder = this.#holders.get(accessKey(request));
    if (holder === undefined || holder.isSession) return null;
    const { arn } = holder;
    const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AIDA00000000000000001</UserId><Account>${arn.split(":")[4]}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
    return { kind: "answer", answer: { status: 200, headers: { "content-type": "text/xml" }, body } };
  }

  /** Remembers whose credentials were given. */
  answered(request: AwsRequest, body: string): void {
    const key = /<AccessKeyId>([^<]+)</.exec(body)?.[1];
    const before = this.#holders.get(accessKey(request));
    if (key === undefined || before === undefined) return;
    if (request.call === "GetSessionToken") this.#holders.set(key, { ...before, hasSecondFactor: true });
    if (request.call !== "AssumeRole") return;
    const asked = new URLSearchParams(request.body);
    this.#holders.set(key, {
      arn: asked.get("RoleArn") ?? "",
      isSession: true,
      transitive: [...before.transitive, ...listOf(asked, /^TransitiveTagKeys\.member\.\d+$/)],
      sourceIdentity: asked.get("SourceIdentity") ?? before.sourceIdentity,
      hasSecondFactor: false,
    });
  }
}

function missingPermission(
  role: StrictRole | undefined,
  holder: Holder,
  asked: URLSearchParams,
): string | null {
  const account = holder.arn.split(":")[4] ?? "";
  if (role === undefined || !role.principals.some((one) => one === holder.arn || one === account))
    return "sts:AssumeRole";
  if (role.externalId !== undefined && asked.get("ExternalId") !== role.externalId) return "sts:AssumeRole";
  if (role.secondFactor === true && !holder.hasSecondFactor) return "sts:AssumeRole";
  const tags = listOf(asked, /^Tags\.member\.\d+\.Key$/);
  if (tags.some((key) => holder.transitive.includes(key))) return "sts:TagSession";
  if ((tags.length > 0 || holder.transitive.length > 0) && role.tagSession !== true) return "sts:TagSession";
  const identity = asked.get("SourceIdentity");
  if (holder.sourceIdentity !== null && identity !== null && identity !== holder.sourceIdentity)
    return "sts:SetSourceIdentity";
  const needsIdentity = identity !== null || holder.sourceIdentity !== null;
  return needsIdentity && role.setSourceIdentity !== true ? "sts:SetSourceIdentity" : null;
}

function listOf(asked: URLSearchParams, name: RegExp): readonly string[] {
  return [...asked].flatMap(([key, value]) => (name.test(key) ? [value] : []));
}
