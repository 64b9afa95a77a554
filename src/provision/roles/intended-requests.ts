/** Requests that a declaration speaks about: those that have to get in, and the nearest that must not. */
import type { AssumeRequest } from "../../authz/concrete/index.ts";
import { glob, patternMatches } from "../../logic/index.ts";
import type { DeclaredPrincipal, SessionTag } from "./declaration.ts";
import type { BoundTrust } from "./trust-text.ts";

export type Probe = {
  readonly request: AssumeRequest;
  /** What is tried, as the end of "… gets in". */
  readonly what: string;
};

type Role = { readonly arn: string; readonly account: string; readonly partition: string };
type Context = Record<string, string | readonly string[]>;

/** Each of the principals with everything that it may state, and with no more than it has to. */
export function intendedProbes(trust: BoundTrust, role: Role): readonly Probe[] {
  return trust.principals.flatMap((principal) => {
    const caller = callerOf(principal, role.partition);
    return externalIdsOf(trust).flatMap((externalId): Probe[] => [
      { request: request(caller, role, contextOf(trust, externalId, "all")), what: `${caller} as declared` },
      {
        request: request(caller, role, contextOf(trust, externalId, "least")),
        what: `${caller} with the least`,
      },
    ]);
  });
}

/** Each differs from what is declared in one thing. `all`: the other ways in, which may let somebody in after all. */
export function refusedProbes(trust: BoundTrust, all: readonly BoundTrust[], role: Role): readonly Probe[] {
  const probes: Probe[] = [];
  const [externalId = null] = externalIdsOf(trust);
  const known = contextOf(trust, externalId, "all");
  for (const principal of trust.principals) {
    const caller = callerOf(principal, role.partition);
    const add = (what: string, context: Context): void => {
      probes.push({ request: request(caller, role, context), what: `${caller} ${what}` });
    };
    for (const [what, context] of spoiltContexts(trust, known)) add(what, context);
    const others = all.flatMap((one) => one.principals);
    const stranger = `arn:${role.partition}:iam::${principal.account}:role/accesslens-somebody-else`;
    if (!others.some((one) => one.kind === "account" && one.account === principal.account)) {
      probes.push({ request: request(stranger, role, known), what: `another role of ${principal.account}` });
    }
  }
  const outsider = ["999999999999", "999999999998", "999999999997"].find(
    (id) => !all.some(({ principals }) => principals.some(({ account }) => account === id)),
  );
  const stranger = `arn:${role.partition}:iam::${outsider}:role/accesslens-somebody-else`;
  probes.push({ request: request(stranger, role, known), what: "a role of an account that is not declared" });
  return probes;
}

/** An account stands for all of its principals: one of them asks. */
export function callerOf(principal: DeclaredPrincipal, partition: string): string {
  return principal.kind === "account"
    ? `arn:${partition}:iam::${principal.account}:role/accesslens-somebody`
    : principal.arn;
}

function request(principal: string, { arn, account }: Role, context: Context): AssumeRequest {
  return { principal, action: "sts:AssumeRole", resource: { arn, account }, context };
}

function externalIdsOf({ externalId }: BoundTrust): readonly (string | null)[] {
  return externalId.kind === "stated" ? externalId.values : [null];
}

function contextOf(trust: BoundTrust, externalId: string | null, how: "all" | "least"): Context {
  const { sessionTags, sourceIdentity } = trust;
  const tags = sessionTags.filter(({ required }) => how === "all" || required);
  const context: Context = externalId === null ? {} : { "sts:ExternalId": externalId };
  for (const tag of tags) context[`aws:RequestTag/${tag.key}`] = exampleOf(tag.values);
  if (tags.length > 0) context["aws:TagKeys"] = tags.map(({ key }) => key);
  const handedOn = tags.filter(({ transitive }) => transitive).map(({ key }) => key);
  if (how === "all" && handedOn.length > 0) context["sts:TransitiveTagKeys"] = handedOn;
  if (sourceIdentity !== null && (how === "all" || sourceIdentity.required)) {
    context["sts:SourceIdentity"] = exampleOf(sourceIdentity.values);
  }
  return context;
}

function* spoiltContexts(
  trust: BoundTrust,
  known: Context,
): Generator<readonly [what: string, context: Context]> {
  const { externalId, sessionTags, sourceIdentity } = trust;
  const without = (...keys: readonly string[]): Context =>
    Object.fromEntries(Object.entries(known).filter(([key]) => !keys.includes(key)));
  if (externalId.kind === "stated") {
    yield ["without its external ID", without("sts:ExternalId")];
    yield [
      "with a wrong external ID",
      { ...known, "sts:ExternalId": `${externalId.values.join("-")}-wrong`.slice(-1224) },
    ];
  }
  const another = "accesslens-not-declared";
  const keys = known["aws:TagKeys"] ?? [];
  yield [
    "with a tag that is not declared",
    { ...known, [`aws:RequestTag/${another}`]: "x", "aws:TagKeys": [...keys, another] },
  ];
  for (const tag of sessionTags) yield* spoiltTag(tag, known, without);
  if (sourceIdentity === null) {
    yield ["with a source identity", { ...known, "sts:SourceIdentity": "somebody" }];
    return;
  }
  if (sourceIdentity.required) yield ["without a source identity", without("sts:SourceIdentity")];
  const wrong = noneOf(sourceIdentity.values);
  if (wrong !== null) yield ["with another source identity", { ...known, "sts:SourceIdentity": wrong }];
}

function* spoiltTag(
  { key, values, required, transitive }: SessionTag,
  known: Context,
  without: (...keys: readonly string[]) => Context,
): Generator<readonly [what: string, context: Context]> {
  const name = `aws:RequestTag/${key}`;
  const keys = [known["aws:TagKeys"] ?? []].flat().filter((one) => one !== key);
  const handedOn = [known["sts:TransitiveTagKeys"] ?? []].flat().filter((one) => one !== key);
  if (required) {
    yield [
      `without tag ${key}`,
      { ...without(name), "aws:TagKeys": keys, "sts:TransitiveTagKeys": handedOn },
    ];
  }
  const wrong = noneOf(values);
  if (wrong !== null) yield [`with another value of tag ${key}`, { ...known, [name]: wrong }];
  if (!transitive) yield [`handing tag ${key} on`, { ...known, "sts:TransitiveTagKeys": [...handedOn, key] }];
}

function exampleOf(values: readonly string[]): string {
  const [first = "*"] = values;
  const text = first.replaceAll("*", "x").replaceAll("?", "x");
  return text.length < 2 ? `${text}${first.includes("*") ? "x" : ""}` : text;
}

/** Null: whatever it is, it matches. */
function noneOf(values: readonly string[]): string | null {
  const candidates = ["zz-none", "none-of-them", "0-", "=.=", values.join("-").replaceAll(/[*?]/g, "")];
  const patterns = values.map((value) => glob(value));
  return (
    candidates.find(
      (text) => text.length > 1 && !patterns.some((pattern) => patternMatches(pattern, text)),
    ) ?? null
  );
}
