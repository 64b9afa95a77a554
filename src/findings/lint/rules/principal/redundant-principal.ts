import type { PrincipalEntry } from "../../../../policy/ast.ts";
import type { LintRule } from "../../lint-rule.ts";
import { elementOf, withoutItem } from "../../text-edits.ts";

export const redundantPrincipal: LintRule = {
  code: "redundant-principal",
  title: "Principal that stands twice",
  rationale: "An account's id and the ARN of its root are the same principal (IAM-SEMANTICS 12).",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  severity: "suggestion",
  example: {
    kind: "trust",
    bad: {
      Effect: "Allow",
      Principal: { AWS: ["123456789012", "arn:aws:iam::123456789012:root"] },
      Action: "sts:AssumeRole",
    },
    good: {
      Effect: "Allow",
      Principal: { AWS: ["123456789012", "arn:aws:iam::123456789012:role/app"] },
      Action: "sts:AssumeRole",
    },
  },

  *check({ statements }) {
    for (const view of statements) {
      const seen = new Map<string, string>();
      const element = elementOf(view, "Principal", "NotPrincipal");
      for (const entry of view.statement.principal?.entries ?? []) {
        const name = nameOf(entry);
        const before = seen.get(name);
        if (before === undefined) {
          seen.set(name, entry.value);
          continue;
        }
        const lists = element?.kind === "object" ? element.members.map(({ value }) => value) : [];
        const edits = lists.flatMap((list) => withoutItem(list, entry.range) ?? []);
        yield {
          range: entry.range,
          message: `${JSON.stringify(entry.value)} is the same principal as ${JSON.stringify(before)}`,
          advice: "Remove one of them.",
          edit: edits[0] ?? null,
        };
      }
    }
  },
};

function nameOf({ type, value }: PrincipalEntry): string {
  const account = type === "AWS" ? /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(value)?.[1] : undefined;
  return `${type} ${account ?? value}`;
}
