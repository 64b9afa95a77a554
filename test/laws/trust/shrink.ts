/** Makes a case that breaks a law small, so that a reader sees at once what it is about. */
import type { AssumeRequest } from "../../../src/authz/concrete/index.ts";
import type { RandomPolicy, RandomStatement } from "./random-policy.ts";

export type Case = { readonly policy: RandomPolicy; readonly request: AssumeRequest };

/** Removes parts for as long as the case still breaks the law. */
export function shrink(broken: Case, breaks: (smaller: Case) => boolean): Case {
  let smallest = broken;
  for (;;) {
    const smaller = smallerCases(smallest).find(breaks);
    if (smaller === undefined) return smallest;
    smallest = smaller;
  }
}

function smallerCases({ policy, request }: Case): Case[] {
  const policies = [
    ...without(policy.Statement).map((Statement) => ({ ...policy, Statement })),
    ...policy.Statement.flatMap((statement, i) =>
      smallerStatements(statement).map((smaller) => ({
        ...policy,
        Statement: policy.Statement.with(i, smaller),
      })),
    ),
  ];
  const contexts = Object.keys(request.context).map((key) => {
    const { [key]: _, ...context } = request.context;
    return context;
  });
  return [
    ...policies.map((smaller) => ({ policy: smaller, request })),
    ...contexts.map((context) => ({ policy, request: { ...request, context } })),
  ];
}

function smallerStatements(statement: RandomStatement): RandomStatement[] {
  const { Condition, ...bare } = statement;
  const smaller: RandomStatement[] = [];
  if (Condition !== undefined) {
    const blocks = Object.entries(Condition);
    smaller.push(bare);
    for (const fewer of without(blocks)) smaller.push({ ...bare, Condition: Object.fromEntries(fewer) });
    for (const [operator, block] of blocks) {
      const replaced = (entries: readonly (readonly [string, readonly string[]])[]): RandomStatement => ({
        ...bare,
        Condition: { ...Condition, [operator]: Object.fromEntries(entries) },
      });
      const entries = Object.entries(block);
      if (entries.length > 1) smaller.push(...without(entries).map(replaced));
      for (const [key, values] of entries) {
        if (values.length < 2) continue;
        for (const fewer of without(values))
          smaller.push(replaced(entries.map((e) => (e[0] === key ? [key, fewer] : e))));
      }
    }
  }
  for (const element of ["Action", "NotAction"] as const) {
    const actions = statement[element];
    if (actions === undefined || actions.length < 2) continue;
    for (const fewer of without(actions)) smaller.push({ ...statement, [element]: fewer });
  }
  for (const element of ["Principal", "NotPrincipal"] as const) {
    for (const [type, values] of Object.entries(statement[element] ?? {})) {
      const rest = { ...statement[element] };
      delete rest[type];
      if (Object.keys(rest).length > 0) smaller.push({ ...statement, [element]: rest });
      if (values.length < 2) continue;
      for (const fewer of without(values))
        smaller.push({ ...statement, [element]: { ...rest, [type]: fewer } });
    }
  }
  return smaller;
}

/** Every list that lacks one of the items; none for a list that would become empty of a single item is kept too. */
function without<T>(items: readonly T[]): T[][] {
  return items.length === 0 ? [] : items.map((_, i) => items.filter((__, j) => j !== i));
}
