/** Rewrites that leave a policy's meaning as it is: order, lists, case, repetitions, spellings, parts that nothing reaches. */
import type { RawPolicy, RawStatement } from "../../judges/z3/random/policies.ts";
import type { Random } from "../trust/random.ts";

type Written = Readonly<Record<string, unknown>>;

/** JSON of a policy that means the same. */
export function rewritten(random: Random, policy: RawPolicy): string {
  let statements: readonly RawStatement[] = policy.Statement;
  const times = random.pick([1, 1, 2, 3]);
  for (let i = 0; i < times; i++) statements = restated(random, statements);
  const written = statements.map((statement, at) => statementText(random, statement, at));
  const [only] = written;
  const list =
    written.length === 1 && random.chance(30) && only !== undefined ? only : `[${written.join(",")}]`;
  const version = `"Version":${JSON.stringify(policy.Version)}`;
  // Absent, it is that of 2008.
  const parts =
    policy.Version === "2008-10-17" && random.chance(40)
      ? [`"Statement":${list}`]
      : shuffled(random, [version, `"Statement":${list}`]);
  return `{${parts.join(random.chance(50) ? "," : ",\n  ")}}`;
}

function restated(random: Random, statements: readonly RawStatement[]): readonly RawStatement[] {
  const at = random.below(statements.length);
  const statement = statements[at];
  if (statement === undefined) return statements;
  switch (random.below(5)) {
    case 0:
      return shuffled(random, statements);
    case 1:
      return statements.toSpliced(at, 1, ...split(random, statement));
    case 2:
      return [...statements, statement];
    case 3:
      return [
        ...statements,
        withCondition(statement, { StringEquals: { "aws:PrincipalAccount": ["111111111111"] } }),
      ];
    default:
      return [
        ...statements,
        withCondition(statement, {
          StringEquals: { "aws:PrincipalAccount": ["111111111111"] },
          StringNotEquals: { "aws:PrincipalAccount": ["111111111111"] },
        }),
      ];
  }
}

/** Two statements, each with a part of a list of which one suffices. */
function split(random: Random, statement: RawStatement): readonly RawStatement[] {
  const { Principal } = statement;
  if (Principal !== undefined && Principal !== "*" && random.chance(50)) {
    const pairs = Object.entries(Principal).flatMap(([type, values]) =>
      values.map((value) => ({ ...statement, Principal: { [type]: [value] } })),
    );
    if (pairs.length > 1) return pairs;
  }
  for (const element of ["Action", "Resource"] as const) {
    const values = statement[element];
    const [first, ...others] = values ?? [];
    if (first === undefined || others.length === 0) continue;
    return [
      { ...statement, [element]: [first] },
      { ...statement, [element]: random.chance(50) ? others : [first, ...others] },
    ];
  }
  return [statement, statement];
}

/** The same where the condition holds besides: nothing that the statement itself does not reach. */
function withCondition(statement: RawStatement, more: NonNullable<RawStatement["Condition"]>): RawStatement {
  const has = Object.keys(statement.Condition ?? {}).some((operator) => operator in more);
  return has ? statement : { ...statement, Condition: { ...statement.Condition, ...more } };
}

function statementText(random: Random, statement: RawStatement, at: number): string {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement;
  const members: Written = {
    ...(random.chance(40) ? { Sid: `S${at}x${random.below(1000)}` } : {}),
    Effect,
    ...(Principal === undefined ? {} : { Principal: principals(random, Principal) }),
    ...(NotPrincipal === undefined ? {} : { NotPrincipal: principals(random, NotPrincipal) }),
    ...(Action === undefined
      ? {}
      : {
          Action: list(
            random,
            Action.map((text) => cased(random, text)),
          ),
        }),
    ...(NotAction === undefined
      ? {}
      : {
          NotAction: list(
            random,
            NotAction.map((text) => cased(random, text)),
          ),
        }),
    ...(Resource === undefined ? {} : { Resource: list(random, Resource) }),
    ...(NotResource === undefined ? {} : { NotResource: list(random, NotResource) }),
    ...(Condition === undefined ? {} : { Condition: conditions(random, Condition) }),
  };
  return JSON.stringify(Object.fromEntries(shuffled(random, Object.entries(members))));
}

function principals(random: Random, given: NonNullable<RawStatement["Principal"]>): unknown {
  if (given === "*") return random.chance(50) ? "*" : "*";
  return Object.fromEntries(
    shuffled(random, Object.entries(given)).map(([type, values]) => [
      type,
      list(random, type === "AWS" ? values.map((value) => respelled(random, value)) : values),
    ]),
  );
}

/** An account's id and its root's ARN are the same principal. */
function respelled(random: Random, value: string): string {
  if (!random.chance(50)) return value;
  if (/^\d{12}$/.test(value)) return `arn:aws:iam::${value}:root`;
  return /^arn:aws:iam::(\d{12}):root$/.exec(value)?.[1] ?? value;
}

function conditions(random: Random, given: NonNullable<RawStatement["Condition"]>): unknown {
  return Object.fromEntries(
    shuffled(random, Object.entries(given)).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        shuffled(random, Object.entries(keys)).map(([key, values]) => [
          random.chance(30) ? key.toUpperCase() : key,
          list(random, values),
        ]),
      ),
    ]),
  );
}

function cased(random: Random, action: string): string {
  return random.pick([action, action, action.toLowerCase(), action.toUpperCase()]);
}

/** In another order, with repetitions, and one by itself as a text. */
function list(random: Random, values: readonly string[]): string | readonly string[] {
  const [first] = values;
  const all = random.chance(25) && first !== undefined ? [...values, first] : values;
  const [only, second] = all;
  return second === undefined && only !== undefined && random.chance(50) ? only : shuffled(random, all);
}

export function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
  const left = [...items];
  const result: T[] = [];
  while (left.length > 0) result.push(...left.splice(random.below(left.length), 1));
  return result;
}
