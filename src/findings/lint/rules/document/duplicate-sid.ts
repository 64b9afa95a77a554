import type { LintRule } from "../../lint-rule.ts";
import { elementOf } from "../../text-edits.ts";

export const duplicateSid: LintRule = {
  code: "duplicate-sid",
  title: "Sid that stands twice",
  rationale: "Sids have to be unique in a policy: IAM refuses one that repeats them.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
  severity: "error",
  example: {
    kind: "identity",
    bad: {
      Version: "2012-10-17",
      Statement: [
        { Sid: "List", Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
        { Sid: "List", Effect: "Allow", Action: "ec2:DescribeInstances", Resource: "*" },
      ],
    },
    good: {
      Version: "2012-10-17",
      Statement: [
        { Sid: "ListBuckets", Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
        { Sid: "ListInstances", Effect: "Allow", Action: "ec2:DescribeInstances", Resource: "*" },
      ],
    },
  },

  *check({ statements }) {
    const all = new Set(statements.flatMap(({ statement }) => statement.sid ?? []));
    const seen = new Set<string>();
    for (const view of statements) {
      const { sid } = view.statement;
      const node = elementOf(view, "Sid");
      if (sid === null || sid === "" || node === null) continue;
      if (!seen.has(sid)) {
        seen.add(sid);
        continue;
      }
      let number = 2;
      while (all.has(`${sid}${number}`)) number += 1;
      all.add(`${sid}${number}`);
      const range = { start: node.start, end: node.end };
      yield {
        range,
        message: `another statement has the Sid ${JSON.stringify(sid)}`,
        advice: "Give each statement a Sid of its own, or none.",
        edit: { range, text: JSON.stringify(`${sid}${number}`) },
      };
    }
  },
};
