/** Whether what a way would write is enough: asked of the concrete evaluator, request by request, over the snapshot with it in. */
import { explainRequest } from "../../../authz/concrete/index.ts";
import { organizationView } from "../../../authz/index.ts";
import type { NamedPolicy, RequestDecision, RequestToDecide } from "../../../authz/request-question.ts";
import { type Snapshot, splitArn } from "../../../model/index.ts";
import { parsePolicy } from "../../../policy/index.ts";
import { askSimulate, policiesOfSnapshot, withMissing } from "../../simulate/index.ts";
import { layerNames } from "../grants/callers-side.ts";
import type { TriedRequest } from "./requests.ts";

export type Check = TriedRequest & {
  readonly principal: string;
  /** Of a session. */
  readonly role?: string;
};

export type Proof = {
  /** All are allowed; one is denied, whatever else; else not all is known. */
  readonly state: "proven" | "blocked" | "unproven";
  /** One sentence each. */
  readonly blockedBy: readonly string[];
  readonly unknown: readonly string[];
};

export function prove(checks: readonly Check[], snapshot: Snapshot): Proof {
  return proofOf(checks.map((check) => ({ check, decision: decide(check, snapshot) })));
}

/** Of requests through an access point, whose policies are given: that of the access point, and that of the bucket behind it. */
export function proveThrough(
  checks: readonly Check[],
  snapshot: Snapshot,
  { accessPoint, bucket, bucketPolicy }: Readonly<Record<"accessPoint" | "bucket" | "bucketPolicy", string>>,
): Proof {
  const parsed = parsePolicy(accessPoint, { kind: "resource" });
  const policy: NamedPolicy | null = parsed.ok
    ? { name: "access point policy", document: parsed.value, text: accessPoint }
    : null;
  return proofOf(
    checks.map((check) => {
      const request = requestOf(check);
      const held = policiesOfSnapshot(snapshot, request);
      const decided = explainRequest({
        request: { ...request, context: { ...held.context, ...request.context } },
        policies: { ...held.policies, resource: policy, attributes: { bucket, bucketPolicy } },
        organization: organizationView(snapshot),
      });
      return { check, decision: withMissing(decided, held.missing) };
    }),
  );
}

/** Null: the question is none. */
function decide(check: Check, snapshot: Snapshot): RequestDecision | null {
  const asked = askSimulate(snapshot, { request: requestOf(check) });
  return asked.ok ? asked.value.decision : null;
}

function requestOf({ principal, role, action, resource, account, context }: Check): RequestToDecide {
  return {
    ...{ principal, action, context, resource: { arn: resource, account } },
    ...(role === undefined ? {} : { role }),
  };
}

function proofOf(
  decided: readonly { readonly check: Check; readonly decision: RequestDecision | null }[],
): Proof {
  const [blockedBy, unknown] = [new Set<string>(), new Set<string>()];
  for (const { check, decision } of decided) {
    if (decision === null) unknown.add(`${check.action} could not be tried.`);
    else if (decision.decision === "Unknown") {
      for (const one of decision.unknowns) unknown.add(sentence(one));
    } else if (decision.decision !== "Allowed") {
      for (const told of blocks(check, decision)) blockedBy.add(told);
    }
  }
  if (decided.length === 0) unknown.add("No single request could be tried.");
  return {
    state: blockedBy.size > 0 ? "blocked" : unknown.size > 0 ? "unproven" : "proven",
    blockedBy: [...blockedBy],
    unknown: [...unknown],
  };
}

function blocks({ action, principal }: Check, { blockedBy, because }: RequestDecision): readonly string[] {
  const who = splitArn(principal)?.resource.startsWith("assumed-role/") ? "the role's session" : principal;
  return blockedBy.map((layer) => {
    const names = because
      .filter((one) => one.layer === layer)
      .map(({ policy, sid }) => (sid === null ? policy : `${policy}, statement ${sid}`));
    const named = names.length === 0 ? "" : ` (${[...new Set(names)].join("; ")})`;
    return `${action} of ${who} is still blocked by ${layerNames[layer] ?? layer}${named}.`;
  });
}

function sentence(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
