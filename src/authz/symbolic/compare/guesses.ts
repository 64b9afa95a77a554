/**
 * Requests that a statement most likely matches, made from its own texts: cheap to make and to confirm, so they are tried
 * before the algebra. A wrong guess costs little and says nothing.
 */
import { patternMatches } from "../../../logic/index.ts";
import { isAccountId, splitArn } from "../../../model/index.ts";
import type { Condition, PrincipalEntry, Statement } from "../../../policy/ast.ts";
import { operatorFacts } from "../../conditions/operators.ts";
import { readDate } from "../../conditions/read-values.ts";
import { keyFacts } from "../../keys.ts";
import type { RequestToDecide } from "../../request-question.ts";
import { actionPattern, foldAction } from "../action-regions.ts";
import { exampleActions } from "../request-space.ts";
import type { Clause } from "./clauses.ts";
import { usualResource, withUsualResource } from "./usual-resource.ts";

type Asked = { readonly statement: Statement; readonly actions: readonly (string | null)[] };

type Filler = {
  readonly text: string /** Well-known actions are taken where they match. */;
  readonly usual: boolean;
};

const likeliest: Filler = { text: "example", usual: true };
const fillers: readonly Filler[] = [
  likeliest,
  { text: "example", usual: false },
  { text: "", usual: false },
  { text: "zq9", usual: false },
];

export function* guessesOf(asked: readonly Asked[]): Generator<RequestToDecide> {
  for (const filler of fillers) {
    for (const { statement, actions } of asked) {
      const [first] = actions;
      const last = actions.at(-1);
      yield guess(statement, actionOf(statement, first ?? null, filler), filler.text);
      if (last !== first) yield guess(statement, actionOf(statement, last ?? null, filler), filler.text);
    }
  }
}

/**
 * Of requests that two statements match: those of `met`, with an action of both. A statement that denies everything is met
 * where another one allows something.
 */
export function* guessesOfBoth(asked: readonly Asked[], met: readonly Clause[]): Generator<RequestToDecide> {
  for (const { actions } of asked) {
    for (const { statement, actions: own } of met) {
      const action = actions[0] ?? null;
      const both =
        action === null
          ? own.find((text) => !/[*?]/.test(text))
          : (own.find((text) => patternMatches(actionPattern(action), text)) ??
            (own.some((text) => patternMatches(actionPattern(text), action)) ? action : undefined));
      if (both !== undefined) yield guess(statement, actionOf(statement, both, likeliest), "example");
    }
  }
}

/** `folded` null: any that the statement does not list. */
function actionOf({ action }: Statement, folded: string | null, { text, usual }: Filler): string {
  if (folded === null) return usual ? "s3:GetObject" : "ec2:RunInstances";
  const matching = usual && /[*?]/.test(folded) ? actionPattern(folded) : null;
  const known = exampleActions.find(
    (each) => matching !== null && patternMatches(matching, foldAction(each)),
  );
  const written = action.patterns.find((pattern) => foldAction(pattern.text) === folded)?.text;
  return known ?? filled(written ?? folded, text);
}

/** Wildcards filled in; with policy variables it will mostly be wrong. */
function filled(text: string, filler: string): string {
  return text.replaceAll("*", filler).replaceAll("?", "x");
}

/** A filler that is a word is no region and no account, so those get what they usually are. */
function filledArn(text: string, filler: string): string {
  const parts = filler === likeliest.text ? splitArn(text) : null;
  if (parts === null) return filled(text, filler);
  const { partition, service, region, account, resource } = parts;
  return [
    "arn",
    filled(partition, "aws"),
    filled(service, filler),
    filled(region, "us-east-1"),
    filled(account, "111122223333"),
    filled(resource, filler),
  ].join(":");
}

function guess(statement: Statement, action: string, filler: string): RequestToDecide {
  const resource = statement.resource;
  const [pattern] = resource?.patterns ?? [];
  const isFree = resource === null || resource.negated || pattern === undefined || pattern.text === "*";
  const arn = isFree ? usualResource : filledArn(pattern.text, filler);
  const caller = callerOf(statement, filler);
  const request = {
    ...caller,
    action,
    resource: { arn, account: accountOf(caller.principal, arn) },
    context: contextOf(statement.conditions, filler),
  };
  return isFree ? withUsualResource(request) : request;
}

function accountOf(principal: RequestToDecide["principal"], arn: string): string {
  const provider = typeof principal === "string" ? null : splitArn(principal.federated);
  return provider?.account ?? (splitArn(arn)?.account || "111122223333");
}

function callerOf(
  { principal, conditions }: Statement,
  filler: string,
): Pick<RequestToDecide, "principal" | "role"> {
  const entry = principal === null || principal.negated ? undefined : principal.entries[0];
  if (entry !== undefined && entry.value !== "*") return callerNamed(entry);
  const arns = conditions.flatMap((condition) =>
    condition.kind === "test" &&
    condition.key.toLowerCase() === "aws:principalarn" &&
    !operatorFacts[condition.operator].negated
      ? condition.values.map(({ text }) => filled(text, filler))
      : [],
  );
  const [arn] = arns;
  return arn === undefined ? { principal: usualCaller } : callerNamed({ type: "AWS", value: arn });
}

const usualCaller = "arn:aws:iam::111122223333:user/example";

function callerNamed({
  type,
  value,
}: Pick<PrincipalEntry, "type" | "value">): Pick<RequestToDecide, "principal" | "role"> {
  if (type === "Federated") return { principal: { federated: value } };
  if (type !== "AWS") return { principal: value };
  const parts = splitArn(value);
  if (parts === null)
    return { principal: isAccountId(value) ? `arn:aws:iam::${value}:user/example` : usualCaller };
  const { partition, account, resource } = parts;
  if (resource === "root") return { principal: `arn:${partition}:iam::${account}:user/example` };
  const [form, roleName = ""] = resource.split("/");
  if (form === "assumed-role")
    return { principal: value, role: `arn:${partition}:iam::${account}:role/${roleName}` };
  if (!resource.startsWith("role/")) return { principal: value };
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  return { principal: `arn:${partition}:sts::${account}:assumed-role/${name}/example`, role: value };
}

/** Values that the conditions most likely hold for. */
export function contextOf(conditions: readonly Condition[], filler: string): RequestToDecide["context"] {
  const context: Record<string, string | readonly string[]> = {};
  const spelled = new Map<string, string>();
  for (const condition of conditions) {
    if (condition.kind === "unknown") continue;
    const name = condition.key.toLowerCase();
    if (
      spelled.has(name) ||
      clockKeys.has(name) ||
      name === "aws:principalarn" ||
      name === "aws:principalaccount"
    )
      continue;
    const value = valueFor(condition, filler);
    if (value === null) continue;
    spelled.set(name, condition.key);
    context[condition.key] = keyFacts(name).multiValued ? [value] : value;
  }
  return context;
}

/** Two names of one clock, which the algebra keeps together. */
const clockKeys: ReadonlySet<string> = new Set(["aws:currenttime", "aws:epochtime"]);

/** Null: best left out. */
function valueFor(condition: Extract<Condition, { readonly kind: "test" }>, filler: string): string | null {
  const [first] = condition.values;
  const { family, negated, comparison } = operatorFacts[condition.operator];
  if (first === undefined) return null;
  const { text } = first;
  if (family === "null") return /^false$/i.test(text) ? someValue(condition.key) : null;
  if (negated) return condition.quantifier === "ForAnyValue" ? someValue(condition.key) : null;
  const step = comparison.startsWith("<") ? -1 : comparison.startsWith(">") ? 1 : 0;
  switch (family) {
    case "number":
      return String(Number(text) + step);
    case "date": {
      const moment = readDate(text);
      return moment === null ? null : new Date(moment + step * 1000).toISOString().replace(".000Z", "Z");
    }
    case "address":
      return text.split("/")[0] ?? null;
    case "text":
    case "arn":
      return operatorFacts[condition.operator].wildcards ? filled(text, filler || "x") : text;
    case "boolean":
      return text.toLowerCase();
  }
}

export function someValue(key: string): string {
  switch (keyFacts(key).type) {
    case "boolean":
      return "true";
    case "number":
      return "1";
    case "date":
      return "2026-01-01T00:00:00Z";
    case "address":
      return "192.0.2.1";
    case "arn":
      return "arn:aws:iam::111122223333:role/example";
    default:
      return "example";
  }
}
