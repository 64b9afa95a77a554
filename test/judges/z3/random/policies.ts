/**
 * Random policies, bent towards the corners where evaluators go wrong: negated elements under Deny, IfExists, quantifiers
 * on absent keys, wildcards next to each other, escapes, case, edges of address blocks, dates, variables.
 */
import type { Random } from "../../../laws/trust/random.ts";
import { operatorsOfType } from "../../../support/condition-operators.ts";
import {
  type Alphabet,
  alphabets,
  assumeKeySpecs,
  awsPrincipals,
  derivedValues,
  github,
  type KeySpec,
  type KeyType,
  keySpecs,
  member,
  okta,
  owner,
  type Service,
  type ServiceName,
  services,
} from "./vocabulary.ts";

type Texts = readonly string[];
export type RawConditions = Readonly<Record<string, Readonly<Record<string, Texts>>>>;
export type RawStatement = {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Readonly<Record<string, Texts>> | "*";
  readonly NotPrincipal?: Readonly<Record<string, Texts>>;
  readonly Action?: Texts;
  readonly NotAction?: Texts;
  readonly Resource?: Texts;
  readonly NotResource?: Texts;
  readonly Condition?: RawConditions;
};
export type RawPolicy = {
  readonly Version: "2012-10-17" | "2008-10-17";
  readonly Statement: readonly RawStatement[];
};

/** What a question is about: its policies speak of one service, few keys, and the strings of one alphabet. */
export type Subject = {
  readonly service: ServiceName;
  readonly account: string;
  readonly alphabet: Alphabet;
  readonly keys: readonly [KeySpec, ...KeySpec[]];
  /** Texts of the AWS element that are likely to take the caller in. */
  readonly likely: readonly [string, ...string[]];
};

export type Role = "identity" | "resource" | "trust" | "scp" | "rcp" | "endpoint";

export function randomSubject(
  random: Random,
  serviceNames: readonly [ServiceName, ...ServiceName[]],
): Subject {
  const specs: readonly [KeySpec, ...KeySpec[]] = keySpecs;
  const service = random.pick(serviceNames);
  const ofService: readonly [KeySpec, ...KeySpec[]] =
    service === "sts" && random.chance(50) ? assumeKeySpecs : specs;
  const [first, ...others] = [...random.several(ofService, 1, 2), ...random.several(specs, 0, 1)];
  return {
    service,
    account: random.chance(75) ? owner : member,
    alphabet: random.pick(alphabets),
    keys: [first ?? specs[0], ...others],
    likely: awsPrincipals,
  };
}

export function randomPolicy(random: Random, subject: Subject, role: Role): RawPolicy {
  const count = random.pick([1, 1, 2, 2, 3]);
  return {
    Version: random.chance(80) ? "2012-10-17" : "2008-10-17",
    Statement: Array.from({ length: count }, (_, i) =>
      randomStatement(random, subject, role, i === 0 ? 9 : 42),
    ),
  };
}

export function randomStatement(
  random: Random,
  subject: Subject,
  role: Role,
  percentDeny: number,
): RawStatement {
  const effect = role === "rcp" || random.chance(percentDeny) ? "Deny" : "Allow";
  const service: Service = services[subject.service];
  const actions = random.several(
    role === "rcp" ? prefixed(service.actionPatterns) : service.actionPatterns,
    1,
    2,
  );
  const notAction = role !== "rcp" && random.chance(effect === "Deny" ? 25 : 8);
  const resources = distinct(
    Array.from({ length: random.pick([1, 1, 2]) }, () => randomResource(random, subject)),
  );
  const notResource = random.chance(effect === "Deny" ? 20 : 8);
  const condition = random.chance(45) ? randomCondition(random, subject) : null;
  return {
    Effect: effect,
    ...principalOf(random, subject, role, effect),
    ...(notAction ? { NotAction: distinct(actions) } : { Action: distinct(actions) }),
    ...(role === "trust" ? {} : notResource ? { NotResource: resources } : { Resource: resources }),
    ...(condition === null ? {} : { Condition: condition }),
  };
}

/** An RCP must name services. */
function prefixed(patterns: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const [first, ...others] = patterns.filter((pattern) => !pattern.startsWith("*"));
  return [first ?? "s3:*", ...others];
}

function distinct(texts: Texts): Texts {
  return [...new Set(texts)];
}

function principalOf(
  random: Random,
  { likely }: Subject,
  role: Role,
  effect: "Allow" | "Deny",
): Pick<RawStatement, "Principal" | "NotPrincipal"> {
  if (role === "identity" || role === "scp") return {};
  if (role === "rcp") return { Principal: "*" };
  if (role === "endpoint" && random.chance(70)) return { Principal: "*" };
  if (effect === "Deny" && random.chance(30)) return { Principal: { AWS: ["*"] } };
  if (role === "resource" && effect === "Deny" && random.chance(25)) {
    // Who is spared must be listed in every way that it has.
    const [first, ...others] = likely.filter((text) => text !== "*");
    const own: readonly [string, ...string[]] = first === undefined ? exempt : [first, ...others];
    return { NotPrincipal: { AWS: distinct(random.several(random.chance(70) ? own : exempt, 1, 5)) } };
  }
  const kind = random.below(12);
  if (kind === 0) return { Principal: { Service: ["lambda.amazonaws.com"] } };
  if (kind === 1) return { Principal: { Service: ["sns.amazonaws.com"], AWS: [random.pick(awsPrincipals)] } };
  if (kind === 2 && role === "trust") return { Principal: { Federated: [random.pick([github, okta])] } };
  if (kind === 3 && role === "resource") return { Principal: "*" };
  const texts: readonly [string, ...string[]] = random.chance(60) ? likely : awsPrincipals;
  return { Principal: { AWS: distinct(random.several(texts, 1, random.pick([1, 1, 2, 3]))) } };
}

/** Whom a Deny of all others spares. */
const exempt = [
  owner,
  `arn:aws:iam::${owner}:root`,
  `arn:aws:iam::${owner}:user/ada`,
  `arn:aws:iam::${owner}:role/app`,
  `arn:aws:sts::${owner}:assumed-role/app/run`,
] as const;

export function randomResource(random: Random, subject: Subject): string {
  const service: Service = services[subject.service];
  if (random.chance(30)) return "*";
  const region = random.pick(["us-east-1", "us-east-1", "*", "us-*", "eu-west-1"]);
  const account = random.pick([subject.account, subject.account, "*", "?".repeat(12), "2*"]);
  return service.pattern(region, account, nonEmpty(randomPattern(random, subject, 25)));
}

function nonEmpty(text: string): string {
  return text === "" ? "*" : text;
}

/** `percentVariable`: how often a variable or an escape stands in it. */
export function randomPattern(random: Random, { alphabet, keys }: Subject, percentVariable: number): string {
  const letters: readonly [string, ...string[]] = alphabet.letters;
  const length = random.pick([0, 1, 1, 2, 2, 3, 4]);
  const pieces = Array.from({ length }, () =>
    random.chance(38) ? random.pick(["*", "*", "?"]) : random.pick(letters),
  );
  if (random.chance(percentVariable)) {
    const texts = keys
      .filter(({ type, several }) => type === "text" && several !== true)
      .map(({ key }) => key);
    const variable =
      texts.length > 0 && random.chance(65)
        ? `\${${random.pick([texts[0] ?? "", ...texts])}${random.pick(["", "", ", 'a'"])}}`
        : random.pick(["${*}", "${?}", "${$}", "${aws:TagKeys}"]);
    pieces.splice(random.below(pieces.length + 1), 0, variable);
  }
  return pieces.join("");
}

const operators = {
  ...operatorsOfType,
  binary: ["BinaryEquals", "Null"],
} as const satisfies Record<KeyType, Texts>;

const typedValues = {
  boolean: ["true", "false", "True"],
  number: ["0", "60", "60.5", "3600", "-1"],
  date: [
    "2026-06-01T00:00:00Z",
    "2026-06-01",
    "2026-06-01T02:00:00+02:00",
    "1780272000",
    "2027-01-01T00:00:00Z",
  ],
  address: [
    "10.0.0.0/8",
    "10.1.2.3/8",
    "203.0.113.7",
    "203.0.113.0/31",
    "0.0.0.0/0",
    "128.0.0.0/1",
    "2001:db8::/32",
    "::/0",
    "2001:db8::1",
    "203.0.113.6/32",
  ],
  binary: ["QUJD", "QUJE"],
} as const;

export function randomCondition(random: Random, subject: Subject): RawConditions {
  const condition: Record<string, Record<string, Texts>> = {};
  const count = random.pick([1, 1, 1, 2, 2, 3]);
  for (let i = 0; i < count; i += 1) {
    const spec = random.pick(subject.keys);
    const operator = random.pick(operators[spec.type]);
    const values =
      operator === "Null" ? [random.pick(["true", "false"])] : randomValues(random, subject, spec);
    const name = decorated(random, operator, spec);
    const key = random.chance(10) ? spec.key.toLowerCase() : spec.key;
    condition[name] = { ...condition[name], [key]: values };
  }
  return condition;
}

function decorated(random: Random, operator: string, { several }: KeySpec): string {
  if (operator === "Null") return operator;
  const quantifier =
    several === true && random.chance(92)
      ? random.pick(["ForAllValues:", "ForAnyValue:"])
      : random.pick(["", "", "", "", "ForAllValues:", "ForAnyValue:"]);
  return `${quantifier}${operator}${random.chance(20) ? "IfExists" : ""}`;
}

export function randomValues(random: Random, subject: Subject, spec: KeySpec): Texts {
  const count = random.pick([1, 1, 1, 2, 3]);
  return distinct(Array.from({ length: count }, () => randomValue(random, subject, spec)));
}

function randomValue(random: Random, subject: Subject, spec: KeySpec): string {
  const own = derivedValues[spec.key];
  if (own !== undefined) return random.pick(own);
  if (spec.type === "text") return randomPattern(random, subject, 25);
  if (spec.type === "arn") return randomArn(random, subject);
  return random.pick(typedValues[spec.type]);
}

function randomArn(random: Random, subject: Subject): string {
  const account = random.pick([owner, member, "*", "?".repeat(12)]);
  return `arn:aws:sns:${random.pick(["us-east-1", "*", "us-?ast-1"])}:${account}:${nonEmpty(randomPattern(random, subject, 20))}`;
}
