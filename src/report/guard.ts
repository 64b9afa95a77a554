/** Guards and parties in words. */
import type { Guard, GuardTerm } from "../authz/types.ts";
import type { Who } from "../findings/types.ts";
import { plain } from "./plain.ts";

const controllers: Readonly<Record<GuardTerm["controlledBy"], string>> = {
  principal: "who asks",
  caller: "the caller sets it",
  network: "network",
  session: "session",
  "identity-provider": "identity provider",
  service: "AWS service",
  resource: "resource",
  time: "time",
  unknown: "not known who sets it",
};

/** As many values as people read in one line; JSON has all. */
const mostValues = 10;

/** `sts:ExternalId StringEquals x (the caller sets it)`. */
export function termText(term: GuardTerm): string {
  const shown = term.values.slice(0, mostValues);
  const more = term.values.length - shown.length;
  if (more > 0) shown.push(`… and ${more} more`);
  const values = shown.length === 1 ? (shown[0] ?? "") : `[${shown.join(", ")}]`;
  return plain(`${term.key} ${term.operator} ${values} (${controllers[term.controlledBy]})`);
}

/** `no condition`, or all terms joined by "and". */
export function guardText(guard: Guard): string {
  return guard.length === 0 ? "no condition" : guard.map(termText).join(" and ");
}

export function whoText(who: Who): string {
  const name = who.name === undefined || who.id.includes(who.name) ? "" : ` (${who.name})`;
  switch (who.kind) {
    case "any-account":
      return "any AWS account";
    case "anonymous":
      return "anybody, without credentials";
    case "account":
      return plain(`account ${who.id}${name}`);
    case "organization":
      return plain(`organization ${who.id}${name}`);
    case "organizational-unit":
      return plain(`organizational unit ${who.id}${name}`);
    case "service":
      return plain(`service ${who.id}`);
    case "federated":
      return plain(`identity provider ${who.id}`);
    case "role":
    case "user":
    case "session":
      return plain(`${who.id}${name}`);
  }
}
