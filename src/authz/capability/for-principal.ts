/**
 * A policy with what is known of one principal's requests put in, such as its ARN: what is left are open conditions, and
 * variables that nobody knows the value of.
 */
import type { PolicyDocument, ResourceElement, Statement, TextWithRange } from "../../policy/ast.ts";
import { decide } from "../conditions/decide.ts";
import { testOf } from "../conditions/test.ts";
import type { Lookup } from "../conditions/values.ts";

/** The same object where it says the same for every principal. */
export function forPrincipal(document: PolicyDocument, lookup: Lookup): PolicyDocument {
  let isSame = true;
  const hasVariables = document.version === "2012-10-17";
  const statements = document.statements.flatMap((statement): readonly Statement[] => {
    const conditions = openConditions(statement, document.version, lookup);
    const resource = hasVariables ? knownResource(statement.resource, lookup) : statement.resource;
    const areSame = conditions?.length === statement.conditions.length;
    if (areSame && resource === statement.resource) return [statement];
    isSame = false;
    return conditions === null || resource === "none" ? [] : [{ ...statement, resource, conditions }];
  });
  return isSame ? document : { ...document, statements };
}

/** A variable without a value makes its text match nothing (IAM-SEMANTICS 53). `none`: no resource is left. */
function knownResource(resource: ResourceElement | null, lookup: Lookup): ResourceElement | null | "none" {
  if (resource === null || !resource.patterns.some(({ text }) => text.includes("${"))) return resource;
  const patterns = resource.patterns.flatMap((pattern) => knownText(pattern, lookup) ?? []);
  if (patterns.length > 0) return { ...resource, patterns };
  if (!resource.negated) return "none";
  return { negated: false, patterns: resource.patterns.slice(0, 1).map((one) => ({ ...one, text: "*" })) };
}

/** Null: it matches nothing. Variables with a default or with an unknown value stay. */
function knownText(pattern: TextWithRange, lookup: Lookup): TextWithRange | null {
  let isAbsent = false;
  const text = pattern.text.replaceAll(/\$\{([^{}*?$,]+)\}/g, (variable, name: string) => {
    const value = lookup(name.trim().toLowerCase());
    if (value.kind === "absent") isAbsent = true;
    const [only] = value.kind === "known" ? value.texts : [];
    return only === undefined || value.kind !== "known" || value.texts.length > 1
      ? variable
      : only.replaceAll(/[*?$]/g, "${$&}");
  });
  return isAbsent ? null : { ...pattern, text };
}

/** Null: one of them holds for no request. */
function openConditions(
  { conditions }: Statement,
  version: PolicyDocument["version"],
  lookup: Lookup,
): Statement["conditions"] | null {
  const open = [];
  for (const condition of conditions) {
    if (condition.kind === "test") {
      const test = testOf(condition, version);
      const outcome = decide(test, lookup(test.name), lookup);
      if (outcome === "false") return null;
      if (outcome === "true") continue;
    }
    open.push(condition);
  }
  return open;
}
