/** Random pairs of policies of one kind; mostly the second is the first with something changed. */
import type { Random } from "../../../laws/trust/random.ts";
import {
  type RawPolicy,
  type RawStatement,
  type Role,
  randomCondition,
  randomPolicy,
  randomResource,
  randomStatement,
  randomSubject,
  type Subject,
} from "./policies.ts";
import {
  type CallerOfWorld,
  federatedCallers,
  iamCallers,
  otherCallers,
  remoteCallers,
  serviceNames,
} from "./vocabulary.ts";

export type RandomPair = {
  readonly kind: Role;
  readonly subject: Subject;
  readonly a: RawPolicy;
  readonly b: RawPolicy;
};

export function randomPair(random: Random): RandomPair {
  const kind = random.pick<Role>(["identity", "identity", "resource", "resource", "scp", "trust", "rcp"]);
  const subject = randomSubject(random, kind === "trust" ? ["sts"] : serviceNames);
  const a = randomPolicy(random, subject, kind);
  let b = random.chance(20) ? randomPolicy(random, subject, kind) : a;
  const changes = random.pick([1, 1, 1, 2, 3]);
  for (let i = 0; i < changes; i += 1) b = changed(random, subject, kind, b);
  return random.chance(50) ? { kind, subject, a, b } : { kind, subject, a: b, b: a };
}

/** Who may call, for a policy of the kind. */
export function callersOf(kind: Role): readonly CallerOfWorld[] {
  const iam: readonly CallerOfWorld[] = [...iamCallers, ...remoteCallers];
  if (kind === "identity" || kind === "scp") return iam;
  return [...iam, ...otherCallers, ...(kind === "trust" ? federatedCallers : [])];
}

function changed(random: Random, subject: Subject, kind: Role, policy: RawPolicy): RawPolicy {
  const { Statement } = policy;
  const at = random.below(Statement.length);
  const statement = Statement[at];
  if (statement === undefined) return policy;
  const replaced = (...statements: readonly RawStatement[]): RawPolicy => ({
    ...policy,
    Statement: Statement.toSpliced(at, 1, ...statements),
  });
  switch (random.below(9)) {
    case 0:
      return Statement.length > 1 ? replaced() : policy;
    case 1:
      return { ...policy, Statement: [...Statement, randomStatement(random, subject, kind, 50)] };
    case 2:
      return replaced(...split(statement));
    case 3: {
      const { Condition: _, ...bare } = statement;
      return replaced(bare);
    }
    case 4:
      return replaced({
        ...statement,
        Condition: { ...statement.Condition, ...randomCondition(random, subject) },
      });
    case 5:
      return replaced(withOtherOperator(random, statement));
    case 6:
      return statement.Resource === undefined
        ? policy
        : replaced({
            ...statement,
            Resource: [...statement.Resource.slice(1), randomResource(random, subject)],
          });
    case 7:
      return statement.Resource === undefined
        ? policy
        : replaced({ ...statement, Resource: statement.Resource.map((text) => widened(random, text)) });
    default:
      return replaced(withOtherCase(statement));
  }
}

/** The same, in two statements: one for each of the first and the other values of a positive list. */
function split(statement: RawStatement): readonly RawStatement[] {
  for (const element of ["Action", "Resource"] as const) {
    const [first, ...others] = statement[element] ?? [];
    if (first === undefined || others.length === 0) continue;
    return [
      { ...statement, [element]: [first] },
      { ...statement, [element]: others },
    ];
  }
  return [statement, statement];
}

/** With IfExists, without it, with a quantifier, or with or without Not. */
function withOtherOperator(random: Random, statement: RawStatement): RawStatement {
  const [first, ...others] = Object.entries(statement.Condition ?? {});
  if (first === undefined) return statement;
  const [operator, block] = first;
  if (operator === "Null") return statement;
  const quantified = /^(ForAllValues|ForAnyValue):/.test(operator);
  const changes: readonly [string, ...string[]] = [
    operator.endsWith("IfExists") ? operator.slice(0, -"IfExists".length) : `${operator}IfExists`,
    quantified
      ? operator
          .replace(/^ForA(ny|ll)/, (all) => (all === "ForAny" ? "ForAll" : "ForAny"))
          .replace("ForAllValue:", "ForAllValues:")
          .replace("ForAnyValues:", "ForAnyValue:")
      : `ForAllValues:${operator}`,
    operator.includes("Not") ? operator.replace("Not", "") : operator.replace(/(Equals|Like)/, "Not$1"),
  ];
  const other = random.pick(changes);
  const fits =
    !/(Numeric|Date).*Not(Less|Greater)|LessThanNotEquals|GreaterThanNotEquals|BinaryNotEquals|NotIpAddress/.test(
      other,
    );
  return fits ? { ...statement, Condition: Object.fromEntries([[other, block], ...others]) } : statement;
}

function widened(random: Random, text: string): string {
  if (text === "*" || text.includes("${")) return text;
  return random.pick([
    `${text}*`,
    `${text}?`,
    text.replace("?", "*"),
    text.replace("*", "?*"),
    text.replace("**", "*"),
  ]);
}

function withOtherCase(statement: RawStatement): RawStatement {
  const { Action } = statement;
  return Action === undefined
    ? statement
    : { ...statement, Action: Action.map((text) => text.toUpperCase()) };
}
