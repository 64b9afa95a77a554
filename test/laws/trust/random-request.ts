/**
 * Random requests for a given policy: callers and values that the policy mentions, near misses of them, and absent keys.
 * What a key can be in such a request (always there, never there, its type) comes from the table of condition keys.
 */
import type { AssumeRequest } from "../../../src/authz/concrete/index.ts";
import { keyFacts, tokenClaim } from "../../../src/authz/keys.ts";
import type { Random } from "./random.ts";
import type { RandomPolicy } from "./random-policy.ts";
import { type CallerOfWorld, callers, member, owner, roleArn } from "./world.ts";

/** Condition keys that a policy speaks of, with the values it names. Lower-case key → values. */
export type Mentioned = ReadonlyMap<string, readonly string[]>;

export function mentionedKeys(policy: RandomPolicy): Mentioned {
  const mentioned = new Map<string, string[]>();
  const add = (key: string, values: readonly string[]): void => {
    const lower = key.toLowerCase();
    const known = mentioned.get(lower) ?? [];
    known.push(...values);
    mentioned.set(lower, known);
    for (const value of values) {
      for (const [, variable] of value.matchAll(/\$\{([^*?$},][^},]*)/g)) {
        if (variable !== undefined && !mentioned.has(variable.toLowerCase()))
          mentioned.set(variable.toLowerCase(), []);
      }
    }
  };
  for (const { Condition } of policy.Statement) {
    for (const block of Object.values(Condition ?? {})) {
      for (const [key, values] of Object.entries(block)) add(key, values);
    }
  }
  return mentioned;
}

/** Keys that the evaluator derives from the caller; stating them would only repeat it. */
const derived = new Set([
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principaltype",
  "aws:username",
  "aws:principalorgpaths",
]);

/** The callers of whom the policy speaks, as far as they are callers of this world. */
export function mentionedCallers(policy: RandomPolicy): readonly CallerOfWorld[] {
  const text = JSON.stringify(
    policy.Statement.map(({ Principal, NotPrincipal }) => [Principal, NotPrincipal]),
  );
  return callers.filter((caller: CallerOfWorld) => {
    const name = typeof caller.principal === "string" ? caller.principal : caller.principal.federated;
    return text.includes(name) || (caller.role !== undefined && text.includes(caller.role));
  });
}

/** Keys whose presence in a request asks for a further action; they are mentioned by few policies, yet always possible. */
const sessionKeys = ["aws:requesttag/team", "sts:transitivetagkeys", "sts:sourceidentity"] as const;

export function randomRequest(
  random: Random,
  mentioned: Mentioned,
  likely: readonly CallerOfWorld[] = [],
): AssumeRequest {
  const [first, ...others] = likely;
  const caller: CallerOfWorld =
    first !== undefined && random.chance(50) ? random.pick([first, ...others]) : random.pick(callers);
  const context: Record<string, string | string[]> = {};
  for (const [key, values] of mentioned) {
    const value = randomValue(random, caller, key, values);
    if (value !== null) context[key] = value;
  }
  for (const key of sessionKeys) {
    if (key in context || !random.chance(4)) continue;
    context[key] = keyFacts(key).multiValued ? ["team"] : "a";
  }
  stateTagKeys(context);
  // Organization and place in it come together.
  if ("aws:principalorgid" in context)
    context["aws:principalorgpaths"] = ["o-other00000/r-else/ou-else-00000000/"];
  return {
    principal: caller.principal,
    action: caller.action,
    resource: { arn: roleArn, account: owner },
    context,
    ...(caller.role === undefined ? {} : { role: caller.role }),
  };
}

/** The tag keys of a request are those of its tags. */
function stateTagKeys(context: Record<string, string | string[]>): void {
  if ("aws:requesttag/team" in context) {
    const stated = context["aws:tagkeys"];
    const others = Array.isArray(stated) ? stated.filter((key) => !isTeam(key)) : [];
    context["aws:tagkeys"] = ["team", ...others];
  } else if (Array.isArray(context["aws:tagkeys"]) && context["aws:tagkeys"].some(isTeam)) {
    context["aws:requesttag/team"] = "a";
  }
}

function randomValue(
  random: Random,
  caller: CallerOfWorld,
  key: string,
  values: readonly string[],
): string | string[] | null {
  if (derived.has(key)) return null;
  if (key === "aws:userid" && caller.kind === "iam") return caller.userid ?? null;
  if (key === "aws:resourceaccount") return owner;
  if (key === "aws:principalservicename" && caller.kind === "service") return providerOf(caller);
  if (key === "aws:federatedprovider" && caller.kind === "oidc") return providerOf(caller);
  if (key === "aws:principalorgid") {
    // Of our own accounts it is derived; a stranger may be in another organization, or in none.
    const ours = typeof caller.principal === "string" && /::(1{12}|2{12}):/.test(caller.principal);
    return caller.kind === "iam" && !ours && random.chance(40) ? "o-other00000" : null;
  }
  if (key === "aws:principalisawsservice" && (caller.kind === "iam" || caller.kind === "service")) {
    return String(caller.kind === "service");
  }
  const { presence, type, multiValued } = keyFacts(key);
  const claim = tokenClaim(key);
  // A token brings the claims of its own issuer alone.
  if (caller.kind === "oidc" && claim !== null && !providerOf(caller).endsWith(claim.issuer)) return null;
  // A role's credentials are temporary, so they tell when they were issued.
  const possible = key === "aws:tokenissuetime" && isRole(caller) ? "always" : presence[caller.kind];
  if (possible === "never" || (possible === "maybe" && random.chance(30))) return null;
  if (!multiValued) {
    const text = oneValue(random, type, values);
    // STS takes no other texts for these.
    return /^sts:(externalid|rolesessionname|sourceidentity)$/.test(key)
      ? text.replaceAll(/[^\w+=,.@-]/g, "-").slice(0, 64) || "a"
      : text;
  }
  const several = Array.from({ length: random.pick([1, 1, 2, 3]) }, () => oneValue(random, type, values));
  return [...new Set(several)];
}

function isRole({ principal }: CallerOfWorld): boolean {
  return typeof principal === "string" && /:(assumed-)?role\//.test(principal);
}

function providerOf({ principal }: CallerOfWorld): string {
  return typeof principal === "string" ? principal : principal.federated;
}

const instants = [
  "2026-06-01T00:00:00Z",
  "2026-05-31T23:59:59Z",
  "2026-06-01T00:00:01Z",
  "2026-12-31T12:00:00Z",
  "2027-01-01T00:00:00Z",
] as const;
const addresses = [
  "10.0.0.0",
  "10.255.255.255",
  "11.0.0.0",
  "203.0.113.6",
  "203.0.113.7",
  "203.0.113.0",
  "203.0.113.1",
  "203.0.113.2",
  "127.255.255.255",
  "128.0.0.0",
  "2001:db8::1",
  "2001:db9::",
  "::1",
] as const;

function oneValue(
  random: Random,
  type: ReturnType<typeof keyFacts>["type"],
  values: readonly string[],
): string {
  switch (type) {
    case "boolean":
      return random.pick(["true", "false"]);
    case "number":
      return random.pick(["0", "59", "60", "60.5", "61", "3600", "3601"]);
    case "date":
      return random.pick(instants);
    case "address":
      return random.pick(addresses);
    case "arn":
      return random.chance(30)
        ? random.pick([
            `arn:aws:iam::${member}:role/app`,
            "arn:aws:s3:::bucket",
            "arn:aws:sns:us-east-1:999999999999:a",
          ])
        : nearby(random, values);
    case "text":
    case "binary":
      return nearby(random, values);
  }
}

/** A text that one of the policy's values matches, or nearly does. */
function nearby(random: Random, values: readonly string[]): string {
  const [first, ...others] = values;
  if (first === undefined || random.chance(20))
    return random.pick(["a", "b", "ab", "A", "", "team", "ä", "run"]);
  const text = random
    .pick([first, ...others])
    .replaceAll(/\$\{([*?$])\}/g, (_, escaped: string) => escaped)
    .replaceAll(/\$\{[^}]*\}/g, () => random.pick(["a", "b", "ada", member]))
    .replaceAll("*", () => random.pick(["", "x", "a", "xb", "*", "/y", "-evil:"]))
    .replaceAll("?", () => random.pick(["x", "a", "?", "ä"]));
  switch (random.below(12)) {
    case 0:
      return `${text}x`;
    case 1:
      return text.slice(1);
    case 2:
      return text.toUpperCase();
    case 3:
      return text.toLowerCase();
    default:
      return text;
  }
}

/** Keys of tags are the same in any case (IAM-SEMANTICS 52). */
function isTeam(key: string): boolean {
  return key.toLowerCase() === "team";
}
