/**
 * The exact path: tests of one party as regions, together with what holds for all of its requests. Asked only where the
 * tests could exclude each other, or where a Deny narrows an Allow.
 */
import { createSpace } from "../../logic/index.ts";
import type { Answer, Pattern, PatternElement, Region } from "../../logic/types.ts";
import { ownAccount } from "../../model/index.ts";
import { hasForm } from "../conditions/parameter-form.ts";
import { dimensionName, type RegionMaker, regionMaker, regionOf } from "../conditions/regions.ts";
import { makeTest, type Test } from "../conditions/test.ts";
import { keyFacts } from "../keys.ts";
import type { PartyDraft } from "./drafts.ts";
import { isOutside, type Situation } from "./situation.ts";

export type ExactView = {
  readonly maker: RegionMaker;
  /** What holds for every request of the party. */
  readonly domain: Region;
  /** The requests of the party that pass all the tests. */
  passing(tests: readonly Test[]): Region;
};

/** `tests` are all that will be asked about: keys get their kind of values from them. */
export function exactView(situation: Situation, tests: readonly Test[]): ExactView {
  const space = createSpace();
  const consistency = tagKeyTests(tests);
  const maker = regionMaker(space, [...tests, ...consistency], situation.lookup);
  const domain = domainOf(situation, maker, tests);
  return {
    maker,
    domain,
    passing: (asked) => space.and(domain, ...asked.map((test) => regionOf(maker, test))),
  };
}

/** Whether some request of the party passes all the tests. */
export function isPossible(situation: Situation, tests: readonly Test[]): Answer<boolean> {
  const view = exactView(situation, tests);
  const empty = view.maker.space.isEmpty(view.passing(tests));
  return empty.kind === "exact" ? { kind: "exact", value: !empty.value } : empty;
}

function domainOf(situation: Situation, maker: RegionMaker, tests: readonly Test[]): Region {
  const { space } = maker;
  const byDimension = new Map<string, Test>();
  for (const test of tests) {
    // A number compared with an ARN or an id says nothing about how they look.
    if (situation.lookup(test.name).kind === "open" && maker.holdsText(test))
      byDimension.set(dimensionName(test), test);
  }
  const facts: Region[] = [];
  for (const [name, test] of byDimension) {
    if (maker.dimensionOf(test) === null) continue;
    if (name === "aws:principalarn") {
      facts.push(space.or(...callerPatterns(situation).map((pattern) => space.matches(name, pattern))));
    } else if (hasForm(name)) {
      facts.push(space.or(space.not(space.present(name)), space.matches(name, notEmpty)));
    } else if (test.facts.type === "boolean" && test.operation.family === "boolean") {
      facts.push(truthOf(maker, name));
    }
  }
  facts.push(...userNameFacts(situation, maker, byDimension));
  facts.push(...principalTypeFacts(situation, maker, byDimension));
  facts.push(...organizationFacts(situation, maker, byDimension), ...tagFacts(maker, tests, byDimension));
  return space.and(...facts);
}

const notEmpty: Pattern = {
  elements: [
    { kind: "one", except: null },
    { kind: "many", except: null },
  ],
  ignoreCase: false,
};

/** aws:username comes with users only. */
function userNameFacts(
  situation: Situation,
  maker: RegionMaker,
  byDimension: ReadonlyMap<string, Test>,
): readonly Region[] {
  if (!byDimension.has("aws:username") || !byDimension.has("aws:principalarn")) return [];
  const { space } = maker;
  const isUser = space.matches("aws:principalarn", userArn(situation));
  return [bothOrNeither(maker, space.present("aws:username"), isUser)];
}

/** Users and sessions of roles assume roles, and their ARNs tell which they are. */
function principalTypeFacts(
  situation: Situation,
  maker: RegionMaker,
  byDimension: ReadonlyMap<string, Test>,
): readonly Region[] {
  if (situation.caller !== "iam" || !byDimension.has("aws:principaltype")) return [];
  const { space } = maker;
  const is = (type: string): Region =>
    space.matches("aws:principaltype", { elements: [{ kind: "text", text: type }], ignoreCase: false });
  const either = space.or(is("User"), is("AssumedRole"));
  if (!byDimension.has("aws:principalarn")) return [either];
  return [either, bothOrNeither(maker, is("User"), space.matches("aws:principalarn", userArn(situation)))];
}

function userArn({ world }: Situation): Pattern {
  return {
    elements: [
      { kind: "text", text: `arn:${world.partition}:iam::` },
      { kind: "many", except: ":" },
      { kind: "text", text: ":user/" },
      { kind: "many", except: null },
    ],
    ignoreCase: false,
  };
}

/** A truth value is nothing else. */
function truthOf(maker: RegionMaker, name: string): Region {
  const { space } = maker;
  const is = (text: string): Region =>
    space.matches(name, { elements: [{ kind: "text", text }], ignoreCase: true });
  return space.or(space.not(space.present(name)), is("true"), is("false"));
}

/** How the ARNs of the party's principals look. */
function callerPatterns(situation: Situation): readonly Pattern[] {
  const { party, world } = situation;
  const arn = (
    service: string,
    account: readonly PatternElement[],
    ...resource: PatternElement[]
  ): Pattern => ({
    elements: [
      { kind: "text", text: `arn:${world.partition}:${service}::` },
      ...account,
      { kind: "text", text: ":" },
      ...resource,
    ],
    ignoreCase: false,
  });
  const text = (value: string): PatternElement => ({ kind: "text", text: value });
  const many: PatternElement = { kind: "many", except: null };
  const oneMore: PatternElement = { kind: "one", except: null };
  const account: readonly PatternElement[] = "account" in party ? [text(party.account)] : twelve;
  if (party.kind === "session") {
    return [
      arn("iam", account, text(`role/${party.roleName}`)),
      arn("iam", account, text("role/"), many, text(`/${party.roleName}`)),
    ];
  }
  const callersOf = (one: readonly PatternElement[]): readonly Pattern[] => [
    arn("iam", one, text("role/"), oneMore, many),
    arn("iam", one, text("user/"), oneMore, many),
  ];
  // The owner's token stands for twelve digits too.
  const isTemplate = !("account" in party) && world.ownerText === ownAccount;
  return isTemplate ? [...callersOf(account), ...callersOf([text(ownAccount)])] : callersOf(account);
}

const twelve: readonly PatternElement[] = Array.from({ length: 12 }, () => ({
  kind: "one",
  except: ":",
}));

function organizationFacts(
  situation: Situation,
  maker: RegionMaker,
  byDimension: ReadonlyMap<string, Test>,
): readonly Region[] {
  const { space } = maker;
  const facts: Region[] = [];
  const idName = "aws:principalorgid";
  const pathsName = "aws:principalorgpaths";
  const id = byDimension.get(idName);
  const paths = byDimension.get(pathsName);
  const ours = situation.world.organization.organizationId;
  const outside = isOutside(situation) && ours !== null;
  const exactly = (text: string): Pattern => ({ elements: [{ kind: "text", text }], ignoreCase: false });
  const below = (text: string): Pattern => ({
    elements: [
      { kind: "text", text: `${text}/` },
      { kind: "many", except: null },
    ],
    ignoreCase: false,
  });
  if (id !== undefined && outside) facts.push(space.not(space.matches(idName, exactly(ours))));
  if (paths === undefined) return facts;
  if (outside) facts.push(space.not(space.matches(pathsName, below(ours))));
  const value = situation.lookup(idName);
  if (value.kind === "known") {
    for (const text of value.texts) facts.push(space.not(space.matchesNone(pathsName, [below(text)])));
  } else if (id !== undefined) {
    facts.push(bothOrNeither(maker, space.present(idName), space.present(pathsName)));
  }
  if (situation.lookup(pathsName).kind === "open" && value.kind === "known")
    facts.push(space.present(pathsName));
  return facts;
}

function bothOrNeither(maker: RegionMaker, a: Region, b: Region): Region {
  const { space } = maker;
  return space.or(space.and(a, b), space.and(space.not(a), space.not(b)));
}

/** aws:RequestTag/k is there exactly when aws:TagKeys holds k. */
function tagFacts(
  maker: RegionMaker,
  tests: readonly Test[],
  byDimension: ReadonlyMap<string, Test>,
): readonly Region[] {
  if (!byDimension.has("aws:tagkeys")) return [];
  const { space } = maker;
  return tests.flatMap((test) => {
    if (!test.name.startsWith("aws:requesttag/") || !byDimension.has(test.name)) return [];
    const key: Pattern = {
      elements: [{ kind: "text", text: test.key.slice("aws:RequestTag/".length) }],
      ignoreCase: true,
    };
    return [bothOrNeither(maker, space.present(test.name), space.matches("aws:tagkeys", key))];
  });
}

function tagKeyTests(tests: readonly Test[]): readonly Test[] {
  return tests.some(({ name }) => name === "aws:tagkeys") ? [makeTest("aws:TagKeys", "Null", ["false"])] : [];
}

/** Keys whose values hang together: tests on different keys of one group can still exclude each other. */
export function linkedGroup(name: string, party: PartyDraft): string {
  if (name === "aws:epochtime" || name === "aws:currenttime") return "clock";
  if (name === "aws:tagkeys" || name.startsWith("aws:requesttag/")) return "tags";
  if (keyFacts(name).controlledBy !== "principal" || name.startsWith("aws:principaltag/")) return name;
  return party.kind === "service" || party.kind === "federated" ? name : "principal";
}
