/** The sentences of changes. */
import type { AccessParty, GuardChange } from "../model/index.ts";
import { partyText } from "./breadth.ts";

const mostNamed = 3;

/** `X, Y and 4 others`. */
export function listed(texts: readonly string[]): string {
  const shown = texts.length <= mostNamed ? texts : texts.slice(0, mostNamed - 1);
  const rest = texts.length - shown.length;
  const all = rest === 0 ? shown : [...shown, `${rest} others`];
  const last = all.at(-1) ?? "";
  return all.length <= 1 ? last : `${all.slice(0, -1).join(", ")} and ${last}`;
}

function parties(all: readonly AccessParty[]): string {
  return listed(all.map(partyText));
}

/** `does`: such as `assume it`. */
export function gainedAndLost(
  all: readonly AccessParty[],
  lost: readonly AccessParty[],
  does: string,
): readonly string[] {
  const clauses: string[] = [];
  // Beside anyone, our own few are no news.
  const anyone = all.filter(({ kind }) => kind === "any-account" || kind === "anonymous");
  const gained =
    anyone.length > 0 ? [...anyone, ...all.filter((one) => one.external && !anyone.includes(one))] : all;
  const sure = gained.filter(({ proven }) => proven);
  const unsure = gained.filter(({ proven }) => !proven);
  if (sure.length > 0) clauses.push(`${parties(sure)} can ${does} now`);
  if (unsure.length > 0) clauses.push(`${parties(unsure)} may be able to ${does} now`);
  if (lost.length > 0) clauses.push(`${parties(lost)} can no longer ${does}`);
  return clauses;
}

export function guardClauses(guards: readonly GuardChange[]): readonly string[] {
  const byText = new Map<string, string[]>();
  for (const guard of guards) {
    const text = guardClause(guard);
    byText.set(text, [...(byText.get(text) ?? []), guard.who]);
  }
  return [...byText].map(([text, who]) => `${text} ${listed([...new Set(who)])}`);
}

function guardClause({ change, key }: GuardChange): string {
  switch (change) {
    case "external-id-dropped":
      return "the external ID is no longer asked of";
    case "organization-dropped":
      return "membership of the organization is no longer asked of";
    case "mfa-dropped":
      return "MFA is no longer asked of";
    case "condition-dropped":
      return `the condition on ${key} is gone for`;
    case "condition-widened":
      return `the condition on ${key} is wider for`;
    case "condition-added":
      return `there is a condition on ${key} now for`;
    case "condition-narrowed":
      return `the condition on ${key} is narrower for`;
    case "condition-changed":
      return `the condition on ${key} is another for`;
    case "principal-widened":
      return "the principal is wider:";
    case "principal-narrowed":
      return "the principal was wider:";
    case "proven-now":
      return "what was not sure is proven now for";
    case "unproven-now":
      return "what was proven is not sure now for";
  }
}

/** One sentence. */
export function sentence(clauses: readonly string[]): string {
  const text = clauses.join("; ");
  // Names keep their case.
  const begin = /^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() : text.charAt(0);
  return text === "" ? "" : `${begin}${text.slice(1)}.`;
}
