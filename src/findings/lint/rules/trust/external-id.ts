import { whyGuessable } from "../../../rules/external-id/guessable.ts";
import { hasWildcard, isNegated, plainText } from "../../condition-values.ts";
import type { LintRule } from "../../lint-rule.ts";

const externalIdKey = "sts:externalid";

const shared = {
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
  kinds: ["trust"],
} as const;

function example(bad: string, good: string): LintRule["example"] {
  const trust = (id: string): object => ({
    Effect: "Allow",
    Principal: { AWS: "123456789012" },
    Action: "sts:AssumeRole",
    Condition: { [id.includes("*") ? "StringLike" : "StringEquals"]: { "sts:ExternalId": id } },
  });
  return { kind: "trust", bad: trust(bad), good: trust(good) };
}

const random = "b7f1e0c2-9a44-4f6e-8d1b-3c5a7e9f2d60";

export const externalIdInvalid: LintRule = {
  ...shared,
  code: "external-id-invalid",
  title: "External id that no call can bring",
  rationale:
    "An external id has 2 to 1224 characters: letters, digits, and _+=,.@:/- (IAM-SEMANTICS 28). With another nobody can assume the role.",
  severity: "error",
  example: example("no spaces here", random),

  *check({ statements }) {
    for (const { conditions } of statements) {
      for (const { test } of conditions) {
        if (test.key.toLowerCase() !== externalIdKey || test.operator === "Null") continue;
        for (const { text, range } of test.values) {
          if (text.includes("${") || /^[\w+=,.@:/*?-]{1,1224}$/.test(text)) continue;
          yield {
            range,
            message: `${JSON.stringify(text.slice(0, 80))} is no external id`,
            advice: "Write 2 to 1224 letters, digits and _+=,.@:/-.",
          };
        }
      }
    }
  },
};

export const externalIdWildcard: LintRule = {
  ...shared,
  code: "external-id-wildcard",
  title: "External id with a wildcard",
  rationale:
    "The external id protects because only the one that belongs to us is taken. A pattern takes those of other customers too.",
  severity: "security",
  example: example("customer-*", random),

  *check({ statements }) {
    for (const { statement, conditions } of statements) {
      if (statement.effect !== "Allow") continue;
      for (const { test } of conditions) {
        if (test.key.toLowerCase() !== externalIdKey) continue;
        if (
          test.operator === "StringNotEquals" ||
          test.operator === "StringNotEqualsIgnoreCase" ||
          isNegated(test)
        ) {
          yield {
            range: test.range,
            message: "a negated condition on the external id lets in whoever brings another, or none",
            advice: "Demand the one that is agreed, with StringEquals.",
          };
          continue;
        }
        if (test.operator !== "StringLike") continue;
        for (const { text, range } of test.values) {
          if (!hasWildcard(text)) continue;
          yield {
            range,
            message: `the external id is compared with the pattern ${JSON.stringify(text)}`,
            advice: "Demand the one that is agreed, with StringEquals.",
          };
        }
      }
    }
  },
};

export const externalIdGuessable: LintRule = {
  ...shared,
  code: "external-id-guessable",
  title: "External id that can be guessed",
  rationale:
    "Whoever guesses the id can have the vendor come to this role on their behalf. An id that the vendor draws at random for each customer cannot be guessed.",
  severity: "warning",
  example: example("acme-prod", random),

  *check({ statements }) {
    for (const { statement, conditions } of statements) {
      if (statement.effect !== "Allow") continue;
      const accounts = (statement.principal?.entries ?? []).flatMap(
        ({ value }) => /^(?:arn:[^:]*:[^:]*::)?(\d{12})/.exec(value)?.[1] ?? [],
      );
      for (const { test } of conditions) {
        if (test.key.toLowerCase() !== externalIdKey || !/^String(Equals|Like)/.test(test.operator)) continue;
        for (const { text, range } of test.values) {
          if (plainText(text) !== text || hasWildcard(text)) continue;
          const why = whyGuessable(text, { accounts, names: [] });
          if (why === null) continue;
          yield {
            range,
            message: `the external id ${why}`,
            advice: "Have the vendor draw one at random.",
          };
        }
      }
    }
  },
};
