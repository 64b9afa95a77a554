/** Would AWS allow this request? Over policies that are given, or over those that a snapshot holds for it. */
import { explainRequest } from "../../authz/concrete/index.ts";
import { organizationView } from "../../authz/index.ts";
import type { RequestDecision, RequestToDecide } from "../../authz/request-question.ts";
import { err, ok, type Result, type Snapshot, splitArn } from "../../model/index.ts";
import { namedPrincipal, ownerOfResource, withMissing } from "./asked-request.ts";
import { readRequest } from "./case-request.ts";
import type { CaseFault } from "./fault.ts";
import { CaseReader } from "./read-case.ts";
import { policiesOfSnapshot } from "./snapshot-policies.ts";

/** As `schemas/cases.schema.json` has it; the resource's account may be left out where it follows. */
export type SimulateQuestion = {
  readonly request: Omit<RequestToDecide, "resource" | "context"> & {
    readonly resource: { readonly arn: string; readonly account?: string };
    readonly context?: RequestToDecide["context"];
  };
  /** As a case has them; absent: those that the snapshot holds. */
  readonly policies?: object;
};

export type Simulated = { readonly request: RequestToDecide; readonly decision: RequestDecision };

export function askSimulate(snapshot: Snapshot, question: SimulateQuestion): Result<Simulated, CaseFault> {
  const { policies } = question;
  const request = requestOf(question, snapshot);
  if (!request.ok) return request;
  if (policies !== undefined) {
    const { question: read } = new CaseReader().read(JSON.stringify({ request: request.value, policies }));
    return read.ok ? ok({ request: request.value, decision: explainRequest(read.value) }) : read;
  }
  const held = policiesOfSnapshot(snapshot, request.value);
  const role = request.value.role ?? held.role;
  const whole = {
    ...request.value,
    context: { ...held.context, ...request.value.context },
    ...(role === null ? {} : { role }),
  };
  const organization = organizationView(snapshot);
  const decided = explainRequest({ request: whole, policies: held.policies, organization });
  return ok({ request: whole, decision: withMissing(decided, held.missing) });
}

function requestOf({ request }: SimulateQuestion, snapshot: Snapshot): Result<RequestToDecide, CaseFault> {
  const { resource } = request;
  const principal =
    typeof request.principal === "string" ? namedPrincipal(request.principal) : request.principal;
  const caller = typeof principal === "string" ? splitArn(principal)?.account : undefined;
  const own = ownerOfResource(resource.arn, snapshot);
  const account = resource.account ?? own ?? (resource.arn === "*" ? (caller ?? null) : null);
  if (account === null) {
    const message = `the ARN ${resource.arn} does not tell whose it is: give the account that owns it`;
    return err({ message, at: "request.resource.account" });
  }
  return readRequest({ ...request, principal, resource: { arn: resource.arn, account } });
}
