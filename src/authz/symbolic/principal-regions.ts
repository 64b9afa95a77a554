/** Principal and NotPrincipal as regions of callers (IAM-SEMANTICS 12–22). */
import { exactly } from "../../logic/index.ts";
import type { Pattern, Region } from "../../logic/types.ts";
import { isAccountId, isUniqueId, ownAccount, splitArn } from "../../model/index.ts";
import type { PrincipalElement, PrincipalEntry, Statement } from "../../policy/ast.ts";
import { exemptRegion } from "./not-principal.ts";
import {
  federated,
  federatedText,
  federatedUsersOf,
  iamPrincipals,
  inAccounts,
  namedByArn,
  principalDimension,
  services,
  serviceText,
  widestNamed,
} from "./principal-texts.ts";
import type { Reading } from "./reading.ts";
import type { RequestSpace } from "./request-space.ts";

/** `reading` null: what AWS leaves open means the same wherever it is written. */
export function principalRegion(
  requests: RequestSpace,
  element: PrincipalElement,
  effect: Statement["effect"],
  reading: Reading | null,
): Region {
  const { space } = requests;
  const listed = space.or(...element.entries.map((entry) => entryRegion(requests, entry, effect, reading)));
  if (!element.negated) return listed;
  const isAnybody = element.entries.some((entry) => entry.value === "*");
  const others = isAnybody ? space.nothing : space.not(listed);
  if (reading === null) return others;
  // AWS exempts a user when its account is listed too, a session when account and role are (IAM-SEMANTICS 17).
  const label = element.entries
    .map(({ type, value }) => `${type} ${value}`)
    .sort()
    .join("\n");
  const reason = "NotPrincipal exempts a caller surely only where account, role and session are all listed";
  const inDoubt = isAnybody
    ? space.nothing
    : space.and(
        space.minus(listed, exemptRegion(requests, element.entries)),
        requests.fact(`NotPrincipal ${label}`, reason),
      );
  const bounded =
    effect === "Deny" && reading.callersHaveBoundary
      ? space.matches(principalDimension, iamPrincipals)
      : space.nothing;
  const noGrammar = "NotPrincipal stands in a trust policy, whose grammar does not know it";
  return space.and(
    space.or(others, inDoubt, bounded),
    space.or(space.not(reading.trust), requests.fact(`NotPrincipal of trust ${label}`, noGrammar)),
  );
}

function entryRegion(
  requests: RequestSpace,
  entry: PrincipalEntry,
  effect: Statement["effect"],
  reading: Reading | null,
): Region {
  const { space } = requests;
  switch (entry.type) {
    case "*":
      return everyone(requests, effect, reading);
    case "AWS":
      return entry.value === "*"
        ? everyone(requests, effect, reading)
        : awsRegion(requests, entry.value, reading);
    case "Service":
      return space.matches(principalDimension, exactly(serviceText(entry.value)));
    case "Federated":
      return space.matches(principalDimension, exactly(federatedText(entry.value)));
    case "CanonicalUser": {
      const reason = `whose canonical user id ${entry.value} is, is not known`;
      const fact = requests.fact(`canonical ${entry.value}`, reason);
      // A form of S3 alone (IAM-SEMANTICS 22).
      return reading === null
        ? fact
        : space.and(fact, space.not(reading.trust), space.matches(principalDimension, iamPrincipals));
    }
  }
}

/**
 * Every IAM principal and anonymous (IAM-SEMANTICS 15). That it means services and federated callers too is certain for
 * Deny; of Allow it is documented for some calls only.
 */
function everyone(requests: RequestSpace, effect: Statement["effect"], reading: Reading | null): Region {
  const { space } = requests;
  if (effect === "Deny" || reading === null) return space.everything;
  const others = space.or(...[services, federated].map((each) => space.matches(principalDimension, each)));
  const reason = 'whether the principal "*" lets in services and federated callers is not documented';
  return space.or(space.not(others), reading.starIsForAll, requests.fact("everyone", reason));
}

function awsRegion(requests: RequestSpace, value: string, reading: Reading | null): Region {
  const { space } = requests;
  const matching = (...patterns: readonly Pattern[]): Region =>
    space.or(...patterns.map((each) => space.matches(principalDimension, each)));
  if (isAccountId(value) || value === ownAccount) {
    return matching(
      inAccounts([{ kind: "text", text: value }], requests.namedPartitionsOnly === true ? "aws" : null),
    );
  }
  // What is left of a deleted principal (IAM-SEMANTICS 14).
  if (isUniqueId(value)) return space.nothing;
  if (value.includes("*") || value.includes("?")) {
    const reason = `a principal with a wildcard, ${value}, is not in AWS's grammar`;
    return space.and(requests.fact(`principal ${value}`, reason), matching(...widestNamed(value)));
  }
  const named = namedByArn(value);
  if (named === null) return space.nothing;
  const parts = splitArn(value);
  if (reading === null || parts?.service !== "iam" || !parts.resource.startsWith("user/")) {
    return matching(...named);
  }
  const session = requests.fact(`session of ${value}`, "a federated user's name does not tell its user");
  return space.or(
    matching(...named),
    space.and(session, matching(federatedUsersOf(parts.partition, parts.account))),
  );
}
