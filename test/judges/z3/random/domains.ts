/** The finite world in which a question is asked: all strings of its alphabet, and the edges of its numbers. */

import { addressOf, addressText, blockOf } from "../addresses.ts";
import { type Caller, derivedKeys } from "../callers.ts";
import type { Domain, KeyDomain } from "../finite.ts";
import type { RawPolicy, Subject } from "./policies.ts";
import {
  allStrings,
  type KeySpec,
  member,
  organization,
  owner,
  type Service,
  services,
} from "./vocabulary.ts";

const mostNamed = 8;

/** Of one question: the resources are its account's, and `caller`'s keys are what follows from it. */
export function domainOf(subject: Subject, caller: Caller, policies: readonly RawPolicy[]): Domain {
  const service: Service = services[subject.service];
  const strings = allStrings(subject.alphabet);
  const resources = strings.filter((text) => text !== "").map((text) => service.arn(subject.account, text));
  const keys = new Map<string, KeyDomain>();
  for (const [key, values] of derivedKeys(caller, organization)) {
    keys.set(key, { kind: "one", values: values.slice(0, 1) });
  }
  for (const spec of subject.keys) {
    if (spec.derived === true) continue;
    // What the policies name, letter by letter: a star is then a star.
    const named = spec.type === "text" ? mentioned(policies, spec.key).slice(0, mostNamed) : [];
    const all = distinct([...valuesOf(spec, strings, policies), ...named]);
    const values = subject.service === "sts" ? all.filter((text) => isTaken(spec.key, text)) : all;
    keys.set(spec.key.toLowerCase(), keyDomain(spec, values));
  }
  // What a role is assumed by is about a role; other actions may be about nothing.
  const nothing = subject.service === "sts" ? [] : ["*"];
  return { actions: service.actions, resources: [...resources, ...nothing], keys };
}

const parameters: Readonly<Record<string, RegExp>> = {
  "sts:externalid": /^[A-Za-z0-9_+=,.@:/-]+$/,
  "sts:rolesessionname": /^[A-Za-z0-9_+=,.@-]+$/,
  "sts:sourceidentity": /^[A-Za-z0-9_+=,.@-]+$/,
};

/** Other texts never arrive: STS refuses the call (IAM-SEMANTICS 28). */
function isTaken(key: string, text: string): boolean {
  return parameters[key.toLowerCase()]?.test(text) ?? true;
}

/** Of a pair of policies: besides those, what neither of them may have in mind, and what their patterns grow into. */
export function wideDomainOf(subject: Subject, policies: readonly RawPolicy[]): Domain {
  const service: Service = services[subject.service];
  const strings = allStrings(subject.alphabet);
  const named = policies.flatMap(({ Statement }) =>
    Statement.flatMap((s) => [...(s.Resource ?? []), ...(s.NotResource ?? [])]),
  );
  const resources = strings
    .filter((text) => text !== "")
    .flatMap((text) =>
      text.length > 1
        ? [service.arn(subject.account, text)]
        : [owner, member].flatMap((account) =>
            ["us-east-1", "eu-west-1"].map((region) => service.pattern(region, account, text)),
          ),
    );
  const keys = new Map<string, KeyDomain>();
  for (const spec of subject.keys) {
    if (spec.derived === true && !organizationKeys.has(spec.key)) continue;
    const grown = spec.type === "text" ? mentioned(policies, spec.key).flatMap(grownFrom) : [];
    const values = distinct([...valuesOf(spec, strings, policies), ...grown]);
    keys.set(spec.key.toLowerCase(), keyDomain(spec, values));
  }
  return {
    actions: [...service.actions, `${subject.service}:Zz`, "iam:GetRole"],
    resources: distinct([
      ...resources,
      ...named.flatMap(grownFrom),
      "arn:aws:ec2:us-east-1:111111111111:instance/i",
      "*",
    ]),
    keys,
  };
}

function keyDomain({ several }: KeySpec, values: readonly string[]): KeyDomain {
  return several === true ? { kind: "several", values } : { kind: "one", values: [null, ...values] };
}

/** Texts that a pattern matches, with wildcards filled by nothing, or by a letter that stands in no alphabet. */
function grownFrom(pattern: string): string[] {
  const plain = pattern.replaceAll(/\$\{([*?$])\}/g, "$1").replaceAll(/\$\{[^}]*\}/g, "a");
  return ["", "z", "az", "za"].map((filling) => plain.replaceAll("*", filling).replaceAll("?", "z"));
}

/** Of an account that nobody knows: they may be there or not. */
const organizationKeys = new Set(["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"]);
const organizationTexts = [
  "o-exampleorg1",
  "o-other00000",
  "o-exampleorg1/r-root/",
  "o-exampleorg1/r-root/ou-root-prod0000/",
  "o-exampleorg1/r-root/ou-root-prod0000/ou-root-team0000/",
];

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function valuesOf(
  { key, type }: KeySpec,
  strings: readonly string[],
  policies: readonly RawPolicy[],
): string[] {
  if (organizationKeys.has(key)) return organizationTexts;
  switch (type) {
    case "text":
      return [...strings];
    case "arn":
      return [
        ...strings
          .slice(1, 9)
          .flatMap((text) => [owner, member].map((account) => `arn:aws:sns:us-east-1:${account}:${text}`)),
        "a",
      ];
    case "boolean":
      return ["true", "false"];
    case "number":
      return ["-1", "0", "59", "60", "60.5", "61", "3600", "3601"];
    case "date":
      return [
        "2026-05-31T23:59:59Z",
        "2026-06-01T00:00:00Z",
        "2026-06-01T00:00:01Z",
        "2026-12-31T12:00:00Z",
        "2027-01-01T00:00:00Z",
      ];
    case "address":
      return edges(mentioned(policies, key));
    case "binary":
      return ["QUJD", "QUJE"];
  }
}

/** What the policies say of a key, however its name is written. */
function mentioned(policies: readonly RawPolicy[], key: string): string[] {
  return policies.flatMap(({ Statement }) =>
    Statement.flatMap(({ Condition }) =>
      Object.values(Condition ?? {}).flatMap((block) =>
        Object.entries(block).flatMap(([name, values]) =>
          name.toLowerCase() === key.toLowerCase() ? values : [],
        ),
      ),
    ),
  );
}

/** First and last address of each block, and their neighbours outside. */
function edges(blocks: readonly string[]): string[] {
  const found = new Set(["11.0.0.0", "203.0.113.7", "2001:db9:0:0:0:0:0:1"]);
  for (const text of blocks) {
    const block = addressOf(text.split("/")[0] ?? "") === null ? null : blockOf(text);
    if (block === null) continue;
    const limit = 1n << BigInt(block.bits);
    for (const value of [block.first - 1n, block.first, block.last, block.last + 1n]) {
      if (value >= 0n && value < limit) found.add(addressText({ bits: block.bits, value }));
    }
  }
  return [...found];
}
