/** A witness of the algebra as a request in the shape that `simulate` reads, everything stated that the answer hangs on. */
import { printAddress } from "../../logic/addresses.ts";
import type { Assignment, Value } from "../../logic/types.ts";
import { isAccountId, splitArn } from "../../model/index.ts";
import type { RequestToDecide } from "../request-question.ts";
import { sessionPermissions } from "../service-facts/session-permissions.ts";
import { refusedParameter } from "./decision/call-kinds.ts";
import { otherKeyFor } from "./decision/needed-calls.ts";
import { callerOf, exampleCaller, principalDimension } from "./principal-texts.ts";
import { actionDimension, type KeyKind, type RequestSpace, resourceDimension } from "./request-space.ts";

const exampleAccount = "111122223333";
const exampleUser = `arn:aws:iam::${exampleAccount}:user/example`;

/** Keys that evaluators derive from the principal unless the request states them: their absence has to be stated. */
const derivedKeys = new Set([
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principaltype",
  "aws:username",
  "aws:userid",
]);

export type ExampleDefaults = { readonly action: string; readonly resource: string };

/** `spell` gives a folded action back in the policies' own spelling. */
export function exampleRequest(
  requests: RequestSpace,
  values: Assignment,
  defaults: ExampleDefaults,
  spell: (action: string) => string,
): RequestToDecide {
  const context = new Map<string, string | readonly string[]>();
  for (const [name, texts] of requests.given ?? []) state(context, requests, name, texts);
  for (const [dimension, value] of values) {
    if (dimension === actionDimension || dimension === resourceDimension) continue;
    if (dimension === principalDimension || dimension === "aws:principalarn") continue;
    if (dimension.startsWith("fact ") || stateTrait(context, dimension, value)) continue;
    if (dimension === "aws:currenttime") stateClock(context, requests, value);
    else state(context, requests, dimension, textsOf(value, requests.kindOf(dimension)));
  }
  const { principal, role } = requests.withPrincipal
    ? statedCaller(values.get(principalDimension))
    : { principal: principalOfIdentity(requests, values.get("aws:principalarn"), context), role: null };
  const action = textOf(values.get(actionDimension));
  const resource = textOf(values.get(resourceDimension)) ?? defaults.resource;
  return {
    principal,
    action: action === null ? defaults.action : spell(action),
    resource: { arn: resource, account: requests.resourceAccount ?? ownerOf(resource, principal) },
    context: Object.fromEntries([...context].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(role === null ? {} : { role }),
  };
}

/** A key that asks for a permission and that no policy tests: any such key shows it. */
function stateTrait(
  context: Map<string, string | readonly string[]>,
  dimension: string,
  value: Value,
): boolean {
  if (dimension === refusedParameter) return true;
  const permission = sessionPermissions.find(({ action }) => otherKeyFor(action) === dimension);
  if (permission === undefined) return false;
  const [beginning] = permission.beginnings;
  if (value.kind !== "absent")
    context.set(beginning.endsWith("/") ? `${beginning}example` : beginning, "example");
  return true;
}

function textOf(value: Value | undefined): string | null {
  return value?.kind === "text" ? value.text : null;
}

function state(
  context: Map<string, string | readonly string[]>,
  { keys }: RequestSpace,
  name: string,
  texts: readonly string[],
): void {
  const spelled = keys.get(name) ?? name;
  const [only] = texts;
  if (texts.length === 0) {
    if (derivedKeys.has(name)) context.set(spelled, []);
  } else if (texts.length === 1 && only !== undefined) context.set(spelled, only);
  else context.set(spelled, texts);
}

function textsOf(value: Value, kind: KeyKind): readonly string[] {
  switch (value.kind) {
    case "absent":
      return [];
    case "text":
      return [value.text];
    case "set":
      return value.texts;
    case "number":
      return [kind === "date" ? dateText(value.number) : String(value.number)];
    case "address":
      return [printAddress(value)];
  }
}

/** The last moment of ISO 8601 with four digits of a year. */
const lastMoment = Date.parse("9999-12-31T23:59:59Z");
const firstMoment = Date.parse("0000-01-01T00:00:00Z");

function dateText(milliseconds: number): string {
  return Number.isInteger(milliseconds) && milliseconds >= firstMoment && milliseconds <= lastMoment
    ? new Date(milliseconds).toISOString().replace(".000Z", "Z")
    : String(milliseconds / 1000);
}

/** `aws:CurrentTime` and `aws:EpochTime` are one clock. */
function stateClock(
  context: Map<string, string | readonly string[]>,
  requests: RequestSpace,
  value: Value,
): void {
  if (value.kind !== "number") {
    for (const name of ["aws:currenttime", "aws:epochtime"]) {
      if (requests.keys.has(name)) state(context, requests, name, textsOf(value, "text"));
    }
    return;
  }
  if (requests.keys.has("aws:currenttime")) {
    const kind = requests.kindOf("aws:currenttime");
    state(context, requests, "aws:currenttime", textsOf(value, kind));
  }
  if (requests.keys.has("aws:epochtime")) {
    state(context, requests, "aws:epochtime", [String(value.number / 1000)]);
  }
}

function statedCaller(
  value: Value | undefined,
): Pick<RequestToDecide, "principal"> & { readonly role: string | null } {
  const caller = callerOf(textOf(value) ?? exampleCaller);
  switch (caller.kind) {
    case "federated":
      return { principal: { federated: caller.provider }, role: null };
    case "iam":
      return { principal: caller.principal, role: caller.role };
    case "other":
      return { principal: caller.principal, role: null };
  }
}

/** A policy without principals says nothing of who calls but through keys. */
function principalOfIdentity(
  requests: RequestSpace,
  value: Value | undefined,
  context: Map<string, string | readonly string[]>,
): string {
  if (value === undefined) return exampleUser;
  const arn = textOf(value);
  const parts = arn === null ? null : splitArn(arn);
  if (arn !== null && parts?.service === "iam" && /^(user\/|role\/|root$)/.test(parts.resource)) return arn;
  if (requests.keys.has("aws:principalarn")) {
    state(context, requests, "aws:principalarn", arn === null ? [] : [arn]);
  }
  if (requests.keys.has("aws:principalaccount")) {
    state(context, requests, "aws:principalaccount", parts === null ? [] : [parts.account]);
  }
  return exampleUser;
}

/** The account in the resource's ARN; where it has none, that of the identity provider, which must live there. */
export function ownerOf(resource: string, principal: RequestToDecide["principal"]): string {
  const provider = typeof principal === "string" ? null : splitArn(principal.federated);
  if (provider !== null) return provider.account;
  const account = splitArn(resource)?.account ?? "";
  return isAccountId(account) ? account : exampleAccount;
}
