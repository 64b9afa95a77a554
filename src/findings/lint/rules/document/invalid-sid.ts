import type { LintRule } from "../../lint-rule.ts";
import { elementOf } from "../../text-edits.ts";

export const invalidSid: LintRule = {
  code: "invalid-sid",
  title: "Sid with other characters than letters and digits",
  rationale:
    "IAM and Organizations take ASCII letters and digits in a Sid. Some services take more in their resources' policies, which are not checked.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
  severity: "error",
  kinds: ["identity", "boundary", "trust", "scp", "rcp", "session"],
  example: {
    kind: "identity",
    bad: { Sid: "list-buckets", Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
    good: { Sid: "ListBuckets", Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
  },

  *check({ statements }) {
    const taken = new Set(statements.flatMap(({ statement }) => statement.sid ?? []));
    for (const view of statements) {
      const { sid } = view.statement;
      const node = elementOf(view, "Sid");
      if (sid === null || node === null || /^[A-Za-z0-9]*$/.test(sid)) continue;
      const range = { start: node.start, end: node.end };
      const shorter = sid.replaceAll(/[^A-Za-z0-9]/g, "");
      const edit = shorter === "" || taken.has(shorter) ? null : { range, text: JSON.stringify(shorter) };
      taken.add(shorter);
      yield {
        range,
        message: `the Sid ${JSON.stringify(sid)} holds other characters than ASCII letters and digits`,
        advice: "Write it with letters and digits only.",
        edit,
      };
    }
  },
};
