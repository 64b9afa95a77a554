/** Would AWS allow this request? */
import { decideRequest, explainRequest } from "../authz/concrete/decide-request.ts";
import { answerObject, type DecidedCase, type FaultyCase, faultObject } from "../work/simulate/answer.ts";
import { CaseReader } from "../work/simulate/read-case.ts";
import { jsonOf, type PolicyInput } from "./policy-input.ts";

type ContextValue = string | number | boolean;

/** A request in full: what is not stated is absent from it. */
export type RequestInput = {
  /**
   * The ARN of a user, role, session or root user; `anonymous`; a service such as `lambda.amazonaws.com`; or an identity
   * provider, for those whom it vouches for.
   */
  readonly principal: string | { readonly federated: string };
  /** Of a session: its role's ARN, with the path that the session's ARN lacks. */
  readonly role?: string;
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** `arn`: `*` for actions that take no resource. `account`: its owner's, 12 digits. */
  readonly resource: { readonly arn: string; readonly account: string };
  /**
   * Condition keys: an empty text is present and empty, an empty list is absent. What follows from the principal
   * (`aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:PrincipalType`, `aws:username`, `aws:userid`) need not be stated.
   */
  readonly context?: Readonly<Record<string, ContextValue | readonly ContextValue[]>>;
};

export type NamedPolicyInput = { readonly name?: string; readonly document: PolicyInput };
export type ControlLevelInput = { readonly target?: string; readonly policies: readonly NamedPolicyInput[] };

/**
 * Every policy that applies. Null, or left out: no policy of that kind applies, and it limits nothing (identity policies
 * left out are none). An empty list: one applies and allows nothing. `"unknown"`: not known, so that the answer is Unknown
 * where it matters.
 */
export type PoliciesInput = {
  readonly identity?: readonly NamedPolicyInput[] | null | "unknown";
  /** The policy on the resource: a bucket policy, a key policy, a role's trust policy. */
  readonly resource?: PolicyInput | null;
  readonly boundary?: readonly NamedPolicyInput[] | null;
  readonly session?: readonly NamedPolicyInput[] | null;
  /** Levels along the path of the principal's account: the root first, the account last. */
  readonly scps?: readonly ControlLevelInput[] | null;
  /** Along the path of the resource's account. */
  readonly rcps?: readonly ControlLevelInput[] | null;
  readonly endpoint?: readonly NamedPolicyInput[] | null;
  /** Grants, block settings and the like, in the AWS CLI's own shapes: docs/simulate.md lists them. */
  readonly attributes?: Readonly<Record<string, unknown>>;
};

/** A request and the policies that apply to it, as a line of `accesslens simulate --cases` has them. */
export type CaseInput = {
  /** Given back with the answer. */
  readonly name?: string;
  readonly request: RequestInput;
  readonly policies: PoliciesInput;
};

/** A decision, or what is wrong with the case. Never thrown. */
export type SimulateAnswer = DecidedCase | FaultyCase;

export type Simulator = {
  readonly simulate: (one: CaseInput | string) => SimulateAnswer;
  readonly explain: (one: CaseInput | string) => SimulateAnswer;
};

/** For many cases: policies that come again are read once. It keeps a few thousand of them. */
export function createSimulator(): Simulator {
  const reader = new CaseReader();
  return {
    simulate: (one) => answerTo(reader, one, decideRequest),
    explain: (one) => answerTo(reader, one, explainRequest),
  };
}

/**
 * Would AWS allow it, and by which statements?
 *
 * ```ts
 * const answer = simulate({
 *   request: {
 *     principal: "arn:aws:iam::111111111111:user/ada",
 *     action: "s3:GetObject",
 *     resource: { arn: "arn:aws:s3:::data/report.csv", account: "111111111111" },
 *   },
 *   policies: { identity: [{ name: "read", document: policy }] },
 * });
 * if ("error" in answer) console.error(answer.error.at, answer.error.message);
 * else console.log(answer.decision); // Allowed, ExplicitlyDenied, ImplicitlyDenied or Unknown
 * ```
 */
export function simulate(one: CaseInput | string): SimulateAnswer {
  return answerTo(new CaseReader(), one, decideRequest);
}

/** As {@link simulate}; of an implicit denial also `nearest`, the Allow that came closest, and what did not match. */
export function explain(one: CaseInput | string): SimulateAnswer {
  return answerTo(new CaseReader(), one, explainRequest);
}

function answerTo(reader: CaseReader, one: CaseInput | string, decide: typeof decideRequest): SimulateAnswer {
  const text = typeof one === "string" ? { ok: true as const, value: one } : jsonOf(one, "case");
  if (!text.ok) return faultObject(null, { message: text.error.message, at: text.error.at });
  const { name, question } = reader.read(text.value);
  return question.ok ? answerObject(name, decide(question.value)) : faultObject(name, question.error);
}
