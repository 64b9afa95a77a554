/** The request of a case: who, what, on which resource, with which context; every shape checked. */
import type { RequestToDecide } from "../../authz/request-question.ts";
import { ok, type Result } from "../../model/index.ts";
import { type CaseFault, fault } from "./fault.ts";

type Fields = Readonly<Record<string, unknown>>;

export function readRequest(value: unknown): Result<RequestToDecide, CaseFault> {
  if (!isFields(value)) return fault("request", "the request is no object");
  const stray = strayMember(value, ["principal", "action", "resource", "context", "role"]);
  if (stray !== null) return fault(`request.${stray}`, "the member is not known");
  const principal = readPrincipal(value.principal);
  if (!principal.ok) return principal;
  const { action, resource, role } = value;
  if (typeof action !== "string" || !/^[^:\s*?]+:[^:\s*?]+$/.test(action)) {
    return fault("request.action", 'the action is no text such as "s3:GetObject"');
  }
  if (!isFields(resource)) return fault("request.resource", "the resource is no object with arn and account");
  const strayPart = strayMember(resource, ["arn", "account"]);
  if (strayPart !== null) return fault(`request.resource.${strayPart}`, "the member is not known");
  const { arn, account } = resource;
  if (typeof arn !== "string" || arn === "") return fault("request.resource.arn", "the resource has no ARN");
  if (typeof account !== "string" || account === "") {
    return fault("request.resource.account", "the resource has no account");
  }
  if (role !== undefined && typeof role !== "string") return fault("request.role", "the role is no text");
  const context = readContext(value.context);
  if (!context.ok) return context;
  return ok({
    principal: principal.value,
    action,
    resource: { arn, account },
    context: context.value,
    ...(role === undefined ? {} : { role }),
  });
}

function readPrincipal(value: unknown): Result<RequestToDecide["principal"], CaseFault> {
  if (typeof value === "string") {
    return isPrincipal(value)
      ? ok(value)
      : fault(
          "request.principal",
          'the principal is neither an ARN of a user, role, session or root user, nor a service, nor "anonymous"',
        );
  }
  if (isFields(value) && typeof value.federated === "string") {
    const stray = strayMember(value, ["federated"]);
    return stray === null
      ? ok({ federated: value.federated })
      : fault(`request.principal.${stray}`, "the member is not known");
  }
  return fault("request.principal", 'the principal is neither a text nor {"federated": …}');
}

function isPrincipal(text: string): boolean {
  if (text === "anonymous") return true;
  if (!text.startsWith("arn:")) return /^[a-z0-9.-]+\.[a-z]+$/i.test(text);
  return /^arn:[^:]+:(?:iam:[^:]*:[^:]+:(?:root|user\/.+|role\/.+)|sts:[^:]*:[^:]+:(?:assumed-role\/[^/]+\/.+|federated-user\/.+))$/.test(
    text,
  );
}

function readContext(value: unknown): Result<RequestToDecide["context"], CaseFault> {
  if (value === undefined) return ok({});
  if (!isFields(value)) return fault("request.context", "the context is no object");
  // Mostly texts and lists of texts, which need no copy.
  const plain: Record<string, string | readonly string[]> = {};
  for (const key of Object.keys(value)) {
    const one = value[key];
    const texts = Array.isArray(one) ? one.map(contextText) : contextText(one);
    if (texts === null || (Array.isArray(texts) && texts.includes(null))) {
      return fault(`request.context.${key}`, "a condition key's value is a text or a list of texts");
    }
    plain[key] = Array.isArray(texts) ? texts.filter((text) => text !== null) : texts;
  }
  return ok(plain);
}

/** AWS has numbers and booleans as texts, too. */
function contextText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function strayMember(value: Fields, known: readonly string[]): string | null {
  for (const key of Object.keys(value)) if (!known.includes(key)) return key;
  return null;
}
