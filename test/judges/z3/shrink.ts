/** Makes questions small, so that a reader sees at once what a disagreement is about. */
import type { RandomPair } from "./random/pairs.ts";
import type { RawConditions, RawPolicy, RawStatement } from "./random/policies.ts";
import type { Choices, RandomQuestion, RawSet } from "./random/questions.ts";

/** Takes the first smaller one that is still broken, for as long as there is one. */
export function shrink<T>(broken: T, smaller: (item: T) => readonly T[], isBroken: (item: T) => boolean): T {
  let smallest = broken;
  for (;;) {
    const next = smaller(smallest).find(isBroken);
    if (next === undefined) return smallest;
    smallest = next;
  }
}

export function smallerQuestions(question: RandomQuestion): RandomQuestion[] {
  const sets = smallerSets(question.policies).map((policies) => ({ ...question, policies }));
  const requests = question.requests.flatMap((choices) =>
    smallerChoices(question, choices).map((smaller) => ({ ...question, requests: [smaller] })),
  );
  return [...sets, ...requests];
}

/** Keys that are free to be absent, made so. */
function smallerChoices({ domain }: RandomQuestion, choices: Choices): Choices[] {
  return Object.entries(choices.keys).flatMap(([key, indexes]) => {
    const keyDomain = domain.keys.get(key);
    const absent = keyDomain?.kind === "several" ? [] : keyDomain?.values[0] === null ? [0] : indexes;
    const isAbsent = absent.length === indexes.length && absent.every((index, i) => index === indexes[i]);
    return isAbsent ? [] : [{ ...choices, keys: { ...choices.keys, [key]: absent } }];
  });
}

function smallerSets(set: RawSet): RawSet[] {
  const lists = (["identity", "boundary", "session", "endpoint"] as const).flatMap((layer) =>
    (set[layer] === null ? [] : smallerLists(set[layer])).map((policies) => ({ ...set, [layer]: policies })),
  );
  const levels = (["scps", "rcps"] as const).flatMap((layer) => {
    const given = set[layer];
    if (given === null) return [];
    const fewer = without(given).map((some) => (some.length === 0 ? null : some));
    const smaller = given.flatMap((level, i) => smallerLists(level).map((less) => given.with(i, less)));
    return [...fewer, ...smaller].map((less) => ({ ...set, [layer]: less }));
  });
  const none = (["boundary", "session", "endpoint", "resource"] as const)
    .filter((layer) => set[layer] !== null)
    .map((layer) => ({ ...set, [layer]: null }));
  const resource =
    set.resource === null
      ? []
      : smallerPolicies(set.resource).map((policy) => ({ ...set, resource: policy }));
  return [...none, ...levels, ...lists, ...resource];
}

function smallerLists(policies: readonly RawPolicy[]): (readonly RawPolicy[])[] {
  return [
    ...without(policies),
    ...policies.flatMap((policy, i) => smallerPolicies(policy).map((less) => policies.with(i, less))),
  ];
}

export function smallerPairs(pair: RandomPair): RandomPair[] {
  return [
    ...smallerPolicies(pair.a).map((a) => ({ ...pair, a })),
    ...smallerPolicies(pair.b).map((b) => ({ ...pair, b })),
  ];
}

function smallerPolicies(policy: RawPolicy): RawPolicy[] {
  const { Statement } = policy;
  return [
    ...(Statement.length > 1 ? without(Statement).map((less) => ({ ...policy, Statement: less })) : []),
    ...Statement.flatMap((statement, i) =>
      smallerStatements(statement).map((less) => ({ ...policy, Statement: Statement.with(i, less) })),
    ),
    ...(policy.Version === "2008-10-17" ? [{ ...policy, Version: "2012-10-17" as const }] : []),
  ];
}

function smallerStatements(statement: RawStatement): RawStatement[] {
  const { Condition, ...bare } = statement;
  const conditions =
    Condition === undefined
      ? []
      : [bare, ...smallerConditions(Condition).map((less) => ({ ...statement, Condition: less }))];
  const lists = (["Action", "NotAction", "Resource", "NotResource"] as const).flatMap((element) => {
    const values = statement[element];
    if (values === undefined) return [];
    const fewer = values.length > 1 ? without(values) : [];
    const wider = values[0] === "*" && values.length === 1 ? [] : [["*"]];
    const plain = element === "Action" || element === "Resource" ? wider : [];
    return [...fewer, ...plain].map((less) => ({ ...statement, [element]: less }));
  });
  const principals = (["Principal", "NotPrincipal"] as const).flatMap((element) => {
    const given = statement[element];
    if (given === undefined || given === "*") return [];
    return smallerMaps(given).map((less) => ({ ...statement, [element]: less }));
  });
  return [...conditions, ...lists, ...principals];
}

function smallerConditions(conditions: RawConditions): RawConditions[] {
  const operators = Object.entries(conditions);
  return [
    ...(operators.length > 1 ? without(operators).map((less) => Object.fromEntries(less)) : []),
    ...operators.flatMap(([operator, block]) =>
      smallerMaps(block).map((less) => ({ ...conditions, [operator]: less })),
    ),
  ];
}

function smallerMaps(map: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]>[] {
  const entries = Object.entries(map);
  return [
    ...(entries.length > 1 ? without(entries).map((less) => Object.fromEntries(less)) : []),
    ...entries.flatMap(([key, values]) =>
      values.length > 1 ? without(values).map((less) => ({ ...map, [key]: less })) : [],
    ),
  ];
}

function without<T>(items: readonly T[]): T[][] {
  return items.map((_, i) => items.filter((__, j) => j !== i));
}
