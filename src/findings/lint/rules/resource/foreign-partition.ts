import type { LintRule } from "../../lint-rule.ts";

const partitions: ReadonlySet<string> = new Set([
  "aws",
  "aws-cn",
  "aws-us-gov",
  "aws-iso",
  "aws-iso-b",
  "aws-iso-e",
  "aws-iso-f",
  "aws-eusc",
]);

export const foreignPartition: LintRule = {
  code: "foreign-partition",
  title: "ARN of another partition",
  rationale:
    "Nothing crosses partitions (IAM-SEMANTICS 4): a policy of aws-cn says nothing about aws. An ARN whose partition differs from that of the policy's other ARNs can never match, nor one of a partition that does not exist.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html",
  severity: "warning",
  example: {
    kind: "identity",
    bad: {
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: ["arn:aws:s3:::one/*", "arn:aws:s3:::two/*", "arn:aws-cn:s3:::three/*"],
    },
    good: { Effect: "Allow", Action: "s3:GetObject", Resource: ["arn:aws-cn:s3:::one/*"] },
  },

  *check({ statements }) {
    const arns = statements.flatMap(({ statement }) =>
      [
        ...(statement.resource?.patterns ?? []),
        ...(statement.principal?.entries ?? []).map(({ value, range }) => ({ text: value, range })),
      ].flatMap(({ text, range }) => {
        const partition = /^arn:([a-z-]+):/.exec(text)?.[1];
        return partition === undefined ? [] : [{ text, range, partition, index: statement.index }];
      }),
    );
    const counts = new Map<string, number>();
    for (const { partition } of arns) counts.set(partition, (counts.get(partition) ?? 0) + 1);
    const [[home] = [""]] = [...counts].sort(([, a], [, b]) => b - a);
    for (const { text, range, partition } of arns) {
      const known = partitions.has(partition);
      if (known && partition === home) continue;
      yield {
        range,
        message: known
          ? `${JSON.stringify(text)} is of ${partition}, and the policy's other ARNs are of ${home}`
          : `${JSON.stringify(text)} is of the partition ${partition}, which does not exist`,
        advice: "Correct the partition, or remove the ARN.",
      };
    }
  },
};
