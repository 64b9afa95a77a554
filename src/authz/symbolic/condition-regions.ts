/** The conditions of a statement as a region over the keys (IAM-SEMANTICS A5). */
import { parseAddressBlock } from "../../logic/addresses.ts";
import { patternMatches } from "../../logic/index.ts";
import type { Pattern, Region } from "../../logic/types.ts";
import type { Condition, PolicyDocument } from "../../policy/ast.ts";
import { modeOf } from "../conditions/decide.ts";
import { readDate, readNumber } from "../conditions/read-values.ts";
import { regionOf } from "../conditions/regions.ts";
import { holdsWhenAbsent, type Test, testText } from "../conditions/test.ts";
import { matcherOf, widestPattern } from "../conditions/texts.ts";
import {
  anonymousText,
  exactPrincipal,
  iamPrincipals,
  inAccounts,
  principalDimension,
  withPrincipalArn,
} from "./principal-texts.ts";
import type { RequestSpace } from "./request-space.ts";

export function conditionsRegion(
  requests: RequestSpace,
  conditions: readonly Condition[],
  version: PolicyDocument["version"],
): Region {
  return requests.space.and(...conditions.map((condition) => conditionRegion(requests, condition, version)));
}

function conditionRegion(
  requests: RequestSpace,
  condition: Condition,
  version: PolicyDocument["version"],
): Region {
  if (condition.kind === "unknown") {
    const reason = `the condition ${condition.text} is not known: ${condition.reason}`;
    return requests.fact(`unknown ${condition.text} ${condition.reason}`, reason);
  }
  const test = requests.testOf(condition, version);
  const unreadable = unreadableValue(test);
  if (unreadable !== null) {
    const fact = requests.fact(`unreadable ${testText(test)}`, `${test.key}: ${unreadable}`);
    if (test.operation.family === "null" || callerKeys.has(test.name)) return fact;
    const present = requests.present(test.name);
    return holdsWhenAbsent(test)
      ? requests.space.or(requests.space.not(present), fact)
      : requests.space.and(present, fact);
  }
  if (requests.withPrincipal && callerKeys.has(test.name)) {
    return ofCaller(requests, test);
  }
  return regionOf(requests.maker, test);
}

/** Keys that follow from who calls. */
const callerKeys: ReadonlySet<string> = new Set(["aws:principalarn", "aws:principalaccount"]);

/** What AWS does with a value that is not of the operator's type is not documented. */
function unreadableValue(test: Test): string | null {
  const read: Readonly<Partial<Record<Test["operation"]["family"], (text: string) => boolean>>> = {
    number: (text) => readNumber(text) !== null,
    date: (text) => readDate(text) !== null,
    address: (text) => parseAddressBlock(text).ok,
    boolean: (text) => /^(true|false)$/i.test(text),
    null: (text) => /^(true|false)$/i.test(text),
  };
  const reads = read[test.operation.family];
  const wrong = reads === undefined ? undefined : test.values.find((text) => !reads(text));
  return wrong === undefined ? null : `${JSON.stringify(wrong)} is no value that ${test.operator} takes`;
}

/** A key that follows from who calls. */
function ofCaller(requests: RequestSpace, test: Test): Region {
  const { space } = requests;
  const isAccount = test.name === "aws:principalaccount";
  const callersMatching = (...patterns: readonly Pattern[]): Region =>
    space.or(...patterns.map((each) => space.matches(principalDimension, each)));
  // The account of an unsigned request is "anonymous"; an ARN it has none.
  const present = isAccount
    ? callersMatching(iamPrincipals, ...exactPrincipal(anonymousText))
    : callersMatching(iamPrincipals);
  const whenAbsent = holdsWhenAbsent(test);
  if (test.operation.family === "null") return whenAbsent ? space.not(present) : present;
  if (test.operation.family !== "text" && test.operation.family !== "arn") {
    const reason = `${test.key} is no value that ${test.operator} takes`;
    return requests.fact(`unreadable ${testText(test)}`, reason);
  }
  const placed = (pattern: Pattern): Region => {
    if (!isAccount) return callersMatching(withPrincipalArn(pattern));
    const account = callersMatching({ ...inAccounts(pattern.elements), ignoreCase: pattern.ignoreCase });
    return patternMatches(pattern, anonymousText)
      ? space.or(account, callersMatching(...exactPrincipal(anonymousText)))
      : account;
  };
  const matching = test.values.map((wanted): Region => {
    const matcher = matcherOf(wanted, modeOf(test), requests.maker.lookup);
    if (matcher.kind === "never") return space.nothing;
    if (matcher.kind === "pattern") return placed(matcher.pattern);
    const fact = requests.fact(
      `${testText({ ...test, values: [wanted] })}`,
      `${test.key}: ${matcher.reason}`,
    );
    const widest = widestPattern(wanted, modeOf(test));
    return widest === null ? fact : space.and(fact, placed(widest));
  });
  const any = space.or(...matching);
  const held = test.operation.negated ? space.minus(present, any) : space.and(present, any);
  return whenAbsent ? space.or(space.not(present), held) : held;
}
