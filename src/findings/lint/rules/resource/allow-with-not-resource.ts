import type { LintRule } from "../../lint-rule.ts";
import { elementOf } from "../../text-edits.ts";

export const allowWithNotResource: LintRule = {
  code: "allow-with-not-resource",
  title: "NotResource with Allow",
  rationale:
    "It allows the actions on every resource but those listed, those included that are made tomorrow. In an SCP, where something else must allow besides, it is less grave.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html",
  severity: "security",
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::secret/*" },
    good: { Effect: "Deny", Action: "s3:GetObject", NotResource: "arn:aws:s3:::public/*" },
  },

  *check({ statements, kind }) {
    for (const view of statements) {
      const { effect, resource } = view.statement;
      const node = elementOf(view, "NotResource");
      if (effect !== "Allow" || resource?.negated !== true || node === null) continue;
      yield {
        range: { start: node.start, end: node.end },
        severity: kind === "scp" || kind === "boundary" ? "warning" : "security",
        message: "NotResource with Allow allows the actions on every resource but those listed",
        advice: "List the resources that are meant with Resource.",
      };
    }
  },
};
