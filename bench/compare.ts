/**
 * How long it takes to compare policies: those of a made-up organization against mutants of themselves, and texts that
 * are made to be hard. `npm run bench -- --policies FILE` takes others: a JSON object of documents by name, such as AWS's
 * managed policies.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionCatalogue } from "../src/authz/action-catalogue.ts";
import { comparePolicies } from "../src/authz/symbolic/index.ts";
import { type PolicyDocument, parsePolicy } from "../src/policy/index.ts";
import { type Random, seeded } from "../src/synth/random.ts";

export type CompareFigure = {
  readonly pairs: number;
  readonly medianMilliseconds: number;
  readonly p99Milliseconds: number;
  readonly exact: number;
  /** `JSON.parse` of both texts, the median: what a comparison can't do without. */
  readonly ceilingMilliseconds: number;
};

export type AdversarialFigure = {
  readonly name: string;
  readonly milliseconds: number;
  /** `exact`, or why it was refused. */
  readonly answer: string;
};

type Text = string | readonly string[];
type Statement = {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: Text;
  readonly NotAction?: Text;
  readonly Resource?: Text;
  readonly NotResource?: Text;
  readonly Condition?: Readonly<Record<string, unknown>>;
};
type Policy = { readonly Version?: string; readonly Statement: Statement | readonly Statement[] };

/** The distinct policies in the JSON files of a directory, or of the named file of documents by name. */
export function policyTexts(directory: string, file: string | null): readonly string[] {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("Statement" in value) found.add(JSON.stringify(value));
    else for (const part of Object.values(value)) collect(part);
  };
  const files =
    file === null
      ? readdirSync(directory, { recursive: true, encoding: "utf8" })
          .filter((name) => name.endsWith(".json"))
          .map((name) => join(directory, name))
      : [file];
  for (const path of files) collect(JSON.parse(readFileSync(path, "utf8")));
  return [...found].sort();
}

/** Each pair once, after a part of them has warmed up the process; parsing is not counted. */
export function measureCompare(
  texts: readonly string[],
  knownActions: ActionCatalogue | null = null,
  pairs = 2_000,
  seed = 1,
): CompareFigure {
  const random = seeded(seed);
  const compared: number[] = [];
  const ceilings: number[] = [];
  let exact = 0;
  const warmUp = pairs / 4;
  for (let number = -warmUp; number < pairs; number++) {
    const text = random.pick(texts);
    const other = JSON.stringify(mutant(random, JSON.parse(text)));
    const kind = !/"(Not)?Principal"/.test(text)
      ? "identity"
      : /"(Not)?Resource"/.test(text)
        ? "resource"
        : "trust";
    const [a, b] = [parsed(text, kind), parsed(other, kind)];
    const before = performance.now();
    const answer = comparePolicies(a, b, kind, { knownActions });
    const between = performance.now();
    JSON.parse(text);
    JSON.parse(other);
    const after = performance.now();
    if (number < 0) continue;
    compared.push(between - before);
    ceilings.push(after - between);
    if (answer.exact) exact++;
  }
  return {
    pairs,
    medianMilliseconds: quantile(compared, 0.5),
    p99Milliseconds: quantile(compared, 0.99),
    exact,
    ceilingMilliseconds: quantile(ceilings, 0.5),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

function parsed(text: string, kind: "identity" | "resource" | "trust"): PolicyDocument {
  const policy = parsePolicy(text, { kind });
  if (!policy.ok) throw new Error(policy.error.message);
  return policy.value;
}

function listOf(texts: Text | undefined): readonly string[] {
  return texts === undefined ? [] : typeof texts === "string" ? [texts] : texts;
}

/** The policy with one thing changed: a statement, an action, a wildcard, a condition, a negation. */
function mutant(random: Random, policy: Policy): Policy {
  const statements = [policy.Statement].flat();
  const at = random.below(statements.length);
  const old = statements[at];
  if (old === undefined) return policy;
  const actions = listOf(old.Action ?? old.NotAction);
  const { Action, NotAction, Condition, ...rest } = old;
  const list = Action === undefined ? "NotAction" : "Action";
  const withActions = (changed: readonly string[], name = list): Statement => ({
    ...rest,
    [name]: changed,
    ...(Condition === undefined ? {} : { Condition }),
  });
  const replaced = (statement: Statement): Policy => ({
    ...policy,
    Statement: statements.map((each, index) => (index === at ? statement : each)),
  });
  const picked = random.below(actions.length);
  switch (random.below(8)) {
    case 0:
      return statements.length === 1
        ? replaced({ ...old, Effect: "Deny" })
        : { ...policy, Statement: statements.filter((_, index) => index !== at) };
    case 1:
      return replaced(
        withActions(actions.length > 1 ? actions.filter((_, index) => index !== picked) : actions),
      );
    case 2:
      return replaced(
        withActions([...actions, random.pick(["s3:GetObject", "iam:PassRole", "ec2:Describe*"])]),
      );
    case 3:
      return replaced(
        withActions(
          actions.map((text, index) => (index === picked ? text.replace(/(:.{0,3}).*/, "$1*") : text)),
        ),
      );
    case 4:
      return replaced({ ...old, Condition: { ...Condition, Bool: { "aws:SecureTransport": "true" } } });
    case 5:
      return replaced({ ...rest, [list]: actions });
    case 6: {
      const { Principal } = old;
      const who = Principal === undefined ? { Resource: "*" } : { Principal: "*" };
      const denial = { Effect: "Deny", ...who, Action: random.pick(["iam:*", "*:Delete*", ...actions]) };
      return { ...policy, Statement: [...statements, denial] };
    }
    default:
      return replaced(withActions(actions, list === "Action" ? "NotAction" : "Action"));
  }
}

const letters = "abcdefgh";

/** Pairs that would take a naive method exponential time or memory. */
export function measureAdversarial(
  knownActions: ActionCatalogue | null = null,
): readonly AdversarialFigure[] {
  const random = seeded(7);
  const wild = (): string => `*${random.text(letters, 2)}*${random.text(letters, 2)}*`;
  const allow = (Action: Text, Resource: Text = "*", Condition?: Statement["Condition"]): Statement => ({
    Effect: "Allow",
    Action,
    Resource,
    ...(Condition === undefined ? {} : { Condition }),
  });
  const deny = (Action: Text, Resource: Text = "*"): Statement => ({ Effect: "Deny", Action, Resource });
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
  const actions = numbers(100).map(() => `s3:${wild()}`);
  const resources = numbers(100).map(() => `arn:aws:s3:::${wild()}`);
  const many = numbers(1_000).map((n) => allow(["s3:GetObject", `s3:Put${n}`], `arn:aws:s3:::bucket-${n}/*`));
  const conditions = (offset: number): Statement["Condition"] => ({
    StringLike: Object.fromEntries(numbers(300).map((n) => [`key:${n}`, [`a${n}*`, `*b${n + offset}`]])),
  });
  const long = numbers(250).map((n) => `arn:aws:s3:::b${n}-*/k`);
  const users = (form: (n: number) => string): Statement => ({
    Effect: "Allow",
    Principal: { AWS: numbers(500).map(form) },
    Action: "sts:AssumeRole",
  });
  const id = (n: number): string => String(100_000_000_000 + n);
  const pairs: readonly (readonly [string, readonly Statement[], readonly Statement[]])[] = [
    [
      "100 overlapping wildcards denied, one less",
      [allow("*"), deny(actions)],
      [allow("*"), deny(actions.slice(1))],
    ],
    [
      "100 denials of wildcards on wildcards, one less",
      [allow("*"), ...resources.map((text, n) => deny(actions[n] ?? "*", text))],
      [allow("*"), ...resources.slice(1).map((text, n) => deny(actions[n + 1] ?? "*", text))],
    ],
    [
      "100 wildcards, each a little wider",
      [allow("s3:*", resources)],
      [
        allow(
          "s3:*",
          resources.map((text) => `${text}*x`),
        ),
      ],
    ],
    ["1,000 statements, one less", many, many.slice(1)],
    [
      "1,000 statements, all changed",
      many,
      many.map((each, n) => ({ ...each, Resource: `arn:aws:s3:::bucket-${n}/x*` })),
    ],
    ["300 conditions, all changed", [allow("*", "*", conditions(0))], [allow("*", "*", conditions(1))]],
    ["6 KB of resources within one", [allow("s3:*", long)], [allow("s3:*", "arn:aws:s3:::b*/k")]],
    [
      "500 roles within their accounts",
      [users((n) => `arn:aws:iam::${id(n)}:role/x`)],
      [users((n) => `arn:aws:iam::${id(n)}:root`)],
    ],
    [
      "30 question marks behind a star",
      [allow("s3:*", `arn:aws:s3:::*a${"?".repeat(30)}c`)],
      [allow("s3:*", `arn:aws:s3:::*a${"?".repeat(30)}*`)],
    ],
  ];
  return pairs.map(([name, one, other]) => {
    const kind = one.some(({ Principal }) => Principal !== undefined) ? "trust" : "identity";
    const [a, b] = [one, other].map((Statement) =>
      parsed(JSON.stringify({ Version: "2012-10-17", Statement }), kind),
    );
    if (a === undefined || b === undefined) throw new Error("a pair has two policies");
    const before = performance.now();
    const compared = comparePolicies(a, b, kind, { knownActions });
    const milliseconds = performance.now() - before;
    return {
      name,
      milliseconds,
      answer: compared.exact ? "exact" : `refused: ${compared.reasons.join("; ")}`,
    };
  });
}
