/** Every request, as a policy. */
import type { PolicyDocument, Statement } from "../policy/ast.ts";

const range = { start: 0, end: 0 };

/** An Allow of the actions on every resource. `*:*` is every action, and no text that is none. */
export function allowOfAll(actions: "*" | "*:*"): Statement {
  return {
    index: 0,
    sid: null,
    effect: "Allow",
    principal: null,
    action: { negated: false, patterns: [{ text: actions, range }] },
    resource: { negated: false, patterns: [{ text: "*", range }] },
    conditions: [],
    range,
    exact: true,
  };
}

export function policyOf(statements: readonly Statement[]): PolicyDocument {
  return { version: "2012-10-17", id: null, statements, issues: [] };
}
