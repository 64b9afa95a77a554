/** What differs between AWS's partitions, as far as it decides where a call goes. */
import type { Partition } from "../model/index.ts";

/** The region that answers for a partition where nobody names one: where IAM and Organizations live. */
const homeRegions: ReadonlyMap<string, string> = new Map([
  ["aws", "us-east-1"],
  ["aws-cn", "cn-north-1"],
  ["aws-us-gov", "us-gov-west-1"],
  ["aws-iso", "us-iso-east-1"],
  ["aws-iso-b", "us-isob-east-1"],
  ["aws-iso-e", "eu-isoe-west-1"],
  ["aws-iso-f", "us-isof-south-1"],
  ["aws-eusc", "eusc-de-east-1"],
]);

export function homeRegion(partition: Partition): string {
  return homeRegions.get(partition) ?? "us-east-1";
}

const prefixes: readonly (readonly [start: string, partition: Partition])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

/** The partition that a region belongs to; regions that nobody knows yet are taken to be of `aws`. */
export function partitionOfRegion(region: string): Partition {
  return prefixes.find(([start]) => region.startsWith(start))?.[1] ?? "aws";
}

export function isRegionName(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(text);
}

/** Regions of the partition `aws` that every account has, enabled or not (AWS: "Regions that are enabled by default"). */
const alwaysThere: readonly string[] = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

/** Regions of the partition `aws` that an account has only when it opts in (AWS: "Regions that are disabled by default"). */
const optedInto: readonly string[] = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
];

/** All regions of the partition that are known here; AWS adds some now and then. */
export function knownRegions(partition: Partition): readonly string[] {
  return partition === "aws" ? [...alwaysThere, ...optedInto] : usualRegions(partition);
}

/** Where to look in an account that does not tell its regions. */
export function usualRegions(partition: Partition): readonly string[] {
  switch (partition) {
    case "aws":
      return alwaysThere;
    case "aws-cn":
      return ["cn-north-1", "cn-northwest-1"];
    case "aws-us-gov":
      return ["us-gov-east-1", "us-gov-west-1"];
    default:
      return [homeRegion(partition)];
  }
}
