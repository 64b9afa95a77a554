/**
 * Organizations of AWS's other partitions. All is made as in `aws`, and told in the words of the partition: ARNs, regions, and the hosts
 * that differ there. What stands for another partition stays another.
 */
export const synthPartitions = ["aws", "aws-cn", "aws-us-gov"] as const;
export type SynthPartition = (typeof synthPartitions)[number];

/** As a text or a value of JSON is told there. */
export type InPartition = {
  text(text: string): string;
  /** Must hold what JSON can hold alone. */
  value<T>(value: T): T;
};

type Names = {
  readonly first: string;
  readonly other: string;
  /** After `REGION.amazonaws.com`. */
  readonly suffix: string;
  /** In the place of `aws.amazon.com` behind `signin` and `console`. */
  readonly console: string;
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html, and endpoints as both partitions' guides have them. */
const names: Readonly<Record<Exclude<SynthPartition, "aws">, Names>> = {
  "aws-cn": { first: "cn-north-1", other: "cn-northwest-1", suffix: ".cn", console: "amazonaws.cn" },
  "aws-us-gov": {
    first: "us-gov-west-1",
    other: "us-gov-east-1",
    suffix: "",
    console: "amazonaws-us-gov.com",
  },
};

// Patterns that take capitals for small letters are written in capitals.
const words =
  /\b(?:arn:(aws(?:-cn|-us-gov)?)|ARN:(AWS)):|\b(us-east-1|us-west-2|eu-west-1|eu-central-1|ap-southeast-2)(\.amazonaws\.com)?\b|\b(signin|console)\.aws\.amazon\.com/g;

export function inPartition(partition: SynthPartition): InPartition {
  if (partition === "aws") return { text: (text) => text, value: (value) => value };
  const { first, other, suffix, console } = names[partition];
  const text = (whole: string): string =>
    whole.replace(words, (found: string, ...groups: readonly (string | undefined)[]) => {
      const [of, inCapitals, region, host, page] = groups;
      if (of !== undefined) return of === "aws" ? `arn:${partition}:` : of === partition ? "arn:aws:" : found;
      if (inCapitals !== undefined) return `ARN:${partition.toUpperCase()}:`;
      if (region !== undefined)
        return (region === "us-east-1" ? first : other) + (host === undefined ? "" : host + suffix);
      return `${page ?? ""}.${console}`;
    });
  return { text, value: (value) => JSON.parse(text(JSON.stringify(value))) };
}
