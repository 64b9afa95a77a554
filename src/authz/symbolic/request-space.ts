/**
 * The space of requests: who calls, which action, which resource, and one dimension for each condition key that some of
 * the policies test. All policies that are asked about together share one space.
 *
 * Keys may be present or absent; they hold one value or many as AWS types them, and a key that nobody knows is a single
 * text. What the algebra can't look into (a variable that ties two dimensions, a construct whose outcome AWS does not
 * document) is a *fact*: a dimension of its own, free to be true or false, with a sentence that says why.
 */
import { foldText } from "../../logic/case-folding.ts";
import { createSpace, exactly } from "../../logic/index.ts";
import type { Dimension, Pattern, Region, Space } from "../../logic/types.ts";
import { splitArn } from "../../model/index.ts";
import type { Condition, PolicyDocument, Statement } from "../../policy/ast.ts";
import type { ActionCatalogue } from "../action-catalogue.ts";
import { dimensionName, type RegionMaker, regionOf } from "../conditions/regions.ts";
import { makeTest, type Test, testOf } from "../conditions/test.ts";
import { absent, known, type Lookup, open } from "../conditions/values.ts";
import { partitions as awsPartitions } from "../service-facts/partitions.ts";
import { arnPattern } from "./arn-patterns.ts";
import {
  arnOfCaller,
  callers,
  exampleCallers,
  iamPrincipals,
  principalDimension,
  withPrincipalArn,
} from "./principal-texts.ts";

export const actionDimension = "action";
export const resourceDimension = "resource";

export type RequestSpaceOptions = {
  /** The policies say who calls: callers are a dimension, and `aws:PrincipalArn` follows from it. */
  readonly withPrincipal: boolean;
  /** Callers are of other partitions than `aws` only where the policies name such; an account's id by itself means `aws`. */
  readonly namedPartitionsOnly?: boolean;
  /** The owner of all resources, where one account's are asked about. */
  readonly resourceAccount?: string;
  /** Types of services' own keys. */
  readonly catalogue?: ActionCatalogue | null;
  /** Keys, lower case, whose value is taken as given, so that variables have one; an empty list is absent. */
  readonly given?: ReadonlyMap<string, readonly string[]>;
  /** Resources that an example takes where they fit; `*` otherwise. */
  readonly exampleResources?: readonly string[];
  /** Steps of about a microsecond for one question. */
  readonly maxSteps?: number;
  /** Nodes of the diagram beyond which operations are put off until a question needs them. */
  readonly maxNodes?: number;
};

/** A fact's sentence, by the name of its dimension. */
export type Facts = ReadonlyMap<string, string>;

export type KeyKind = "text" | "number" | "date" | "address" | "mixed" | "set";

export interface RequestSpace extends RequestSpaceOptions {
  readonly space: Space;
  readonly maker: RegionMaker;
  readonly facts: Facts;
  /** The keys that are tested, by lower-case name, spelled as first found. */
  readonly keys: ReadonlyMap<string, string>;
  /** The dimensions of keys that have been declared so far. */
  dimensions(): readonly string[];
  /** How the values of a key's dimension are read. */
  kindOf(dimension: string): KeyKind;
  fact(label: string, reason: string): Region;
  /** Requests with the key, whose name is lower case. */
  present(key: string): Region;
  /** Where a test holds that stands in no policy. */
  holds(test: Test): Region;
  /** What is true or false of a request and stands in no key that the policies test. */
  trait(name: string): Region;
  /** The condition as a test, typed by the catalogue where the table of keys does not know its key. */
  testOf(condition: Extract<Condition, { readonly kind: "test" }>, version: PolicyDocument["version"]): Test;
  /** Requests that somebody could make: callers are somebody, a resource is an ARN or `*`. */
  readonly universe: Region;
}

export function requestSpace(policies: Iterable<PolicyDocument>, options: RequestSpaceOptions): RequestSpace {
  const space = createSpace({
    ...(options.maxSteps === undefined ? {} : { maxSteps: options.maxSteps }),
    ...(options.maxNodes === undefined ? {} : { maxNodes: options.maxNodes }),
  });
  const facts = new Map<string, string>();
  const keys = new Map<string, string>();
  const tests = new Map<string, Test>();
  const kinds = new Map<string, KeyKind>();
  const declared = new Map<string, KeyKind>();
  const typed = (
    condition: Extract<Condition, { readonly kind: "test" }>,
    version: PolicyDocument["version"],
  ) => typedTest(testOf(condition, version), options.catalogue ?? null);
  const accounts = new Set<string>();
  const partitions = new Set(options.namedPartitionsOnly === true ? ["aws"] : awsPartitions);
  const arns: string[] = [];
  for (const document of policies) {
    for (const statement of document.statements) {
      for (const text of textsAboutCallers(statement)) {
        noteAccount(text, accounts);
        const partition = /arn:([^:*?]+):/.exec(text)?.[1];
        if (partition !== undefined) partitions.add(partition);
      }
      for (const condition of statement.conditions) {
        if (condition.kind === "unknown") continue;
        const test = typed(condition, document.version);
        if (test.name === "aws:principalarn")
          arns.push(...test.values.slice(0, mostAccounts).flatMap(sampleArn));
        if (!keys.has(test.name)) {
          keys.set(test.name, test.key);
          tests.set(test.name, test);
        }
        if (test.operation.family === "null") continue;
        const name = dimensionName(test);
        const kind = test.facts.multiValued ? "set" : familyKind(test);
        const before = kinds.get(name);
        kinds.set(name, before === undefined || before === kind ? kind : "mixed");
      }
    }
  }
  const lookup = lookupOf(options.given);
  const always = (name: string, examples: readonly string[]): void =>
    space.dimension({ name, kind: "text", presence: "always", examples });
  always(actionDimension, exampleActions.map(foldText));
  if (options.withPrincipal) always(principalDimension, exampleCallers(accounts));
  always(resourceDimension, [...(options.exampleResources ?? []), "arn:aws:s3:::example/key", "*"]);

  function fact(label: string, reason: string): Region {
    const name = `fact ${label}`;
    facts.set(name, reason);
    space.dimension({ name, kind: "text", presence: "optional" });
    return space.present(name);
  }

  const maker: RegionMaker = {
    space,
    lookup,
    reasons: new Map(),
    fact,
    holdsText: (test) => !["number", "date", "address"].includes(kinds.get(dimensionName(test)) ?? "text"),
    dimensionOf(test) {
      const name = dimensionName(test);
      const kind = kinds.get(name) ?? (test.facts.multiValued ? "set" : presenceKind(test));
      const dimension: Dimension = {
        name,
        kind: kind === "number" || kind === "date" ? "number" : kind === "address" ? "address" : "text",
        presence: test.facts.multiValued ? "set" : "optional",
        ...(name === "aws:principalarn"
          ? { examples: [...exampleCallers(accounts).flatMap(arnOfCaller), ...arns] }
          : {}),
      };
      space.dimension(dimension);
      declared.set(name, kind);
      const isSetOfOthers = kind === "set" && familyKind(test) !== "text" && test.operation.family !== "null";
      return kind === "mixed" || isSetOfOthers ? null : name;
    },
  };
  /** A boolean is true or false, in any case, or absent. */
  function booleans(): Region {
    const regions: Region[] = [];
    for (const test of tests.values()) {
      const name = dimensionName(test);
      const isText = (kinds.get(name) ?? presenceKind(test)) === "text";
      if (test.facts.type !== "boolean" || test.facts.multiValued || !isText) continue;
      if (lookup(test.name).kind !== "open") continue;
      maker.dimensionOf(test);
      const isTold = truths.map((truth) => space.matches(name, truth));
      regions.push(space.or(space.not(space.present(name)), ...isTold));
    }
    return space.and(...regions);
  }
  let universe: Region | null = null;
  return {
    ...options,
    space,
    maker,
    facts,
    keys,
    dimensions: () => [...declared.keys()],
    kindOf: (name) => declared.get(name) ?? "text",
    fact,
    present(key) {
      const value = lookup(key);
      if (value.kind !== "open") return value.kind === "known" ? space.everything : space.nothing;
      const test = tests.get(key) ?? makeTest(key, "Null", ["false"]);
      maker.dimensionOf(test);
      return space.present(dimensionName(test));
    },
    holds(test) {
      if (!keys.has(test.name)) {
        keys.set(test.name, test.key);
        tests.set(test.name, test);
      }
      return regionOf(maker, test);
    },
    trait(name) {
      space.dimension({ name, kind: "text", presence: "optional" });
      declared.set(name, "text");
      return space.present(name);
    },
    testOf: typed,
    get universe() {
      universe ??= space.and(universeOf(space, options.withPrincipal, partitions), booleans());
      return universe;
    },
  };
}

/** Actions that an example takes where they fit. */
export const exampleActions = ["s3:GetObject", "ec2:DescribeInstances", "iam:PassRole", "sts:AssumeRole"];

/** What may name callers, accounts or partitions: principals, and values of conditions. */
function* textsAboutCallers({ principal, conditions }: Statement): Iterable<string> {
  for (const { value } of principal?.entries ?? []) yield value;
  for (const condition of conditions) {
    if (condition.kind === "test") for (const { text } of condition.values) yield text;
  }
}

/** An ARN that the pattern matches and that somebody could have. */
function sampleArn(value: string): readonly string[] {
  const parts = splitArn(value);
  if (parts === null) return [];
  const plain = (text: string, wild: string): string =>
    text
      .replace(/\$\{[^}]*\}/g, "example")
      .replaceAll("*", wild)
      .replaceAll("?", "x");
  const account = /^\d*$/.test(parts.account) ? parts.account : "111122223333";
  return [`arn:${plain(parts.partition, "aws")}:iam::${account}:${plain(parts.resource, "example")}`];
}

/** How many of the accounts that are named are kept. */
const mostAccounts = 8;

function noteAccount(text: string, accounts: Set<string>): void {
  if (accounts.size >= mostAccounts) return;
  const found = /(?<![0-9])[0-9]{12}(?![0-9])/.exec(text);
  if (found !== null) accounts.add(found[0]);
}

/** Six components; what stands in the first five holds no colon. */
const anyArn = {
  elements: [
    { kind: "text", text: "arn:" },
    ...Array.from({ length: 4 }, () => [
      { kind: "many", except: ":" } as const,
      { kind: "text", text: ":" } as const,
    ]).flat(),
    { kind: "many", except: null },
  ],
  ignoreCase: false,
} as const;

const star = exactly("*");
const truths: readonly Pattern[] = ["true", "false"].map((text) => ({
  elements: [{ kind: "text", text }],
  ignoreCase: true,
}));

function universeOf(space: Space, withPrincipal: boolean, partitions: Iterable<string>): Region {
  const resources = space.or(
    space.matches(resourceDimension, star),
    space.matches(resourceDimension, anyArn),
  );
  if (!withPrincipal) return resources;
  const among = (patterns: readonly Pattern[]): Region =>
    space.or(...patterns.map((each) => space.matches(principalDimension, each)));
  const everybody = space.and(among(callers), resources);
  const named = Array.from(partitions, (partition) => withPrincipalArn(arnPattern({ partition })));
  return space.minus(everybody, space.minus(among([iamPrincipals]), among(named)));
}

function lookupOf(given: RequestSpaceOptions["given"]): Lookup {
  return (name) => {
    const values = given?.get(name);
    // No key has such a name, so that a variable with it never has a value.
    if (values === undefined) return /[*?]/.test(name) ? absent : open;
    return values.length === 0 ? absent : known(...values);
  };
}

/** A service's own key is text to the table; the catalogue may know better. */
function typedTest(test: Test, catalogue: ActionCatalogue | null): Test {
  if (catalogue === null || test.facts.controlledBy !== "unknown") return test;
  const type = catalogue.keyType(test.key);
  return type === null ? test : { ...test, facts: { ...test.facts, ...type } };
}

function familyKind(test: Test): KeyKind {
  switch (test.operation.family) {
    case "number":
      return test.name === "aws:epochtime" ? "date" : "number";
    case "date":
      return "date";
    case "address":
      return "address";
    default:
      return "text";
  }
}

/** Where only presence is asked about. */
function presenceKind({ facts }: Test): KeyKind {
  if (facts.type === "number" || facts.type === "date") return facts.type;
  return facts.type === "address" ? "address" : "text";
}
