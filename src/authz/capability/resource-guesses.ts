/** Resources that a grant is most likely about, as an example names them: cheap to make, and each is confirmed. */
import type { ActionFacts, ActionResource } from "../action-catalogue.ts";
import { worksOn } from "../action-resources.ts";
import type { ActionGrant } from "../what-can/types.ts";

/** What stands for a wildcard: a name, a part of a path, nothing. */
const fillers = ["example", "example/example", "/example", ""];

/** How many of a statement's resources are looked at. */
const mostLooked = 4;

export function resourceGuesses(facts: ActionFacts, grant: ActionGrant, account: string): readonly string[] {
  if (facts.resources.length === 0) return ["*"];
  const limits = grant.limits.flatMap(({ anyOf }) => anyOf);
  const texts = [grant, ...limits]
    .filter(({ negated }) => !negated)
    .flatMap(({ resources }) => resources.slice(0, mostLooked))
    .filter((text) => !/^\*+$/.test(text));
  const asWritten = texts.flatMap((text) => fillers.map((filler) => filled(text, account, filler)));
  return [...new Set([...usualResources(facts, account), ...asWritten])].filter((arn) => worksOn(facts, arn));
}

/** Whatever the policies say: one of each kind that a call names. */
export function usualResources(facts: ActionFacts, account: string): readonly string[] {
  if (facts.resources.length === 0) return ["*"];
  return mainResources(facts).flatMap(({ arnPatterns }) =>
    arnPatterns.slice(0, mostLooked).map((text) => filled(text, account, "example")),
  );
}

/** Those that a call always names. */
function mainResources({ resources }: ActionFacts): readonly ActionResource[] {
  const required = resources.filter((one) => one.required);
  return required.length > 0 ? required : resources;
}

/** Wildcards of the ARN's first parts are a partition, a region, and the account. */
function filled(text: string, account: string, filler: string): string {
  const usual = ["arn", "aws", null, "us-east-1", account];
  const parts = text.split(":");
  return parts
    .map((part, at) => (at < 5 && /^[*?]+$/.test(part) ? (usual[at] ?? filler) : plain(part, filler)))
    .join(":");
}

function plain(text: string, filler: string): string {
  return text
    .replaceAll(/\$\{[^}]*\}/g, "example")
    .replaceAll("*", filler)
    .replaceAll("?", "x");
}
