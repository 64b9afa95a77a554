/** Values that a reader expects in an example request. */
import { arrives } from "../conditions/parameter-form.ts";
import type { Test } from "../conditions/test.ts";

const usual: Readonly<Record<string, string>> = {
  "aws:currenttime": "2026-01-01T00:00:00Z",
  "aws:epochtime": "1767225600",
  "aws:tokenissuetime": "2026-01-01T00:00:00Z",
  "aws:securetransport": "true",
  "aws:viaawsservice": "false",
  "aws:requestedregion": "us-east-1",
  "aws:multifactorauthpresent": "true",
  "sts:rolesessionname": "example-session",
  "sts:externalid": "example-external-id",
  "sts:roleauthorizedbyidp": "true",
  "aws:principaltype": "AssumedRole",
  "aws:userid": "AROAEXAMPLEID:example-session",
  "saml:aud": "https://signin.aws.amazon.com/saml",
};

/** A value for a key that every request has, where any will do. */
export function exampleOf(name: string): string {
  return usual[name] ?? "example";
}

/** Values to try for a dimension, the best first. They need not pass its tests. */
export function exampleTexts(name: string, tests: readonly Test[]): readonly string[] {
  const fromTests = tests
    .filter((test) => test.name === name && !test.operation.negated && test.operation.family !== "null")
    .flatMap(({ values, operation }) =>
      values
        .filter((value) => !value.includes("${"))
        .flatMap((value) => (operation.wildcards ? filled(value) : [value])),
    );
  if (name === "aws:principalarn") return [...fromTests, "arn:aws:iam::111122223333:role/example"];
  const common = usual[name];
  const all = new Set(common === undefined ? [...fromTests, "example"] : [...fromTests, common, "example"]);
  return [...all].filter((text) => arrives(name, text));
}

/** A text that the pattern matches, readable first. */
function filled(pattern: string): readonly string[] {
  const one = pattern.replaceAll("?", "x");
  return [one.replaceAll("*", "example"), one.replaceAll("*", "")];
}
