/** A handful of actions as the product's catalogue has them, and the same said naively, sharing nothing with it. */
import { type ActionCatalogue, readActionCatalogue } from "../../../src/authz/action-catalogue.ts";
import type { NaiveRequest } from "./naive.ts";

type NaiveAction = {
  readonly service: string;
  readonly name: string;
  /** ARN patterns, and whether a request has to be about one of them. */
  readonly takes: readonly (readonly [pattern: string, required: boolean])[];
};

const bucket = "arn:*:s3:::*";
const object = "arn:*:s3:::*/*";
const accessPoint = "arn:*:s3:*:*:accesspoint/*";
const role = "arn:*:iam::*:role/*";

export const naiveActions: readonly NaiveAction[] = [
  {
    service: "s3",
    name: "GetObject",
    takes: [
      [object, true],
      [accessPoint, false],
    ],
  },
  { service: "s3", name: "PutObject", takes: [[object, false]] },
  { service: "s3", name: "GetBucketAcl", takes: [[bucket, true]] },
  { service: "s3", name: "ListAllMyBuckets", takes: [] },
  { service: "iam", name: "PassRole", takes: [[role, true]] },
  {
    service: "iam",
    name: "GetRole",
    takes: [
      [role, false],
      ["arn:*:iam::*:user/*", false],
    ],
  },
  { service: "iam", name: "GetAccountSummary", takes: [] },
  { service: "ec2", name: "RunInstances", takes: [["arn:*:ec2:*:*:instance/*", true]] },
];

/** As the build writes it. */
export function smallCatalogue(): ActionCatalogue {
  const services: Record<string, string> = {};
  for (const prefix of new Set(naiveActions.map(({ service }) => service))) {
    const own = naiveActions.filter(({ service }) => service === prefix);
    const patterns = [...new Set(own.flatMap(({ takes }) => takes.map(([pattern]) => pattern)))];
    services[prefix] = JSON.stringify({
      resources: patterns.map((pattern) => [pattern, [pattern], []]),
      keySets: [[]],
      actions: own.map(({ name, takes }) => [
        name,
        1,
        0,
        ...takes.map(([pattern, required]) => patterns.indexOf(pattern) * 2 + (required ? 1 : 0)),
      ]),
    });
  }
  const text = JSON.stringify({ format: 1, updatedAt: "2026-01-01", rcpServices: [], keys: [], services });
  const read = readActionCatalogue(text);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

/** The action exists and takes the resource. */
export function isKnown({ action, resource }: Pick<NaiveRequest, "action" | "resource">): boolean {
  const facts = naiveActions.find(
    ({ service, name }) => `${service}:${name}`.toLowerCase() === action.toLowerCase(),
  );
  if (facts === undefined) return false;
  if (resource === "*") return facts.takes.every(([, required]) => !required);
  return facts.takes.some(([pattern]) => matches(pattern, resource));
}

function matches(pattern: string, resource: string): boolean {
  const [components, parts] = [pattern.split(":"), resource.split(":")];
  if (parts.length < components.length) return false;
  const ends = [components.slice(5).join(":"), parts.slice(5).join(":")];
  // A bucket's name has no slash.
  if (pattern === bucket && ends[1]?.includes("/")) return false;
  return [...components.slice(0, 5), ends[0] ?? ""].every((component, index) => {
    const source = component.replaceAll("*", "[^]*");
    return new RegExp(`^${source}$`).test((index < 5 ? parts[index] : ends[1]) ?? "");
  });
}
