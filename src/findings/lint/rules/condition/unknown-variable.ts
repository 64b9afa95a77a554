import { variableParts } from "../../../../policy/variables.ts";
import { knownKeyFacts, nearestKey } from "../../key-names.ts";
import type { LintRule } from "../../lint-rule.ts";
import { didYouMean } from "../../nearest-name.ts";

export const unknownVariable: LintRule = {
  code: "unknown-variable",
  title: "Variable without a value",
  rationale:
    "A variable takes the value of a condition key with one value. Of a key that does not exist or has many values it has none: a resource with it matches nothing, and in NotResource the exclusion is gone (IAM-SEMANTICS 53).",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
  severity: "warning",
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::home/${aws:user}/*" },
    good: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::home/${aws:username}/*" },
  },

  *check({ document, statements, catalogue }) {
    if (document.version !== "2012-10-17") return;
    for (const { statement, conditions } of statements) {
      const places = [
        ...(statement.resource?.patterns ?? []),
        ...conditions.flatMap(({ test }) => test.values),
      ];
      for (const { text, range } of places) {
        for (const part of variableParts(text)) {
          if (part.kind !== "variable") continue;
          const facts = knownKeyFacts(part.key, catalogue);
          if (facts !== null && !facts.multiValued) continue;
          const why =
            facts === null
              ? `is no key that is known${didYouMean(nearestKey(part.key, catalogue))}`
              : "can have many values, of which a variable takes none";
          yield { range, message: `\${${part.key}} ${why}`, advice: "Take a key that has one value." };
        }
      }
    }
  },
};
