/** Principal and NotPrincipal as regions of callers (IAM-SEMANTICS 12–22). */
import { exactly } from "../../logic/index.ts";
import type { Region } from "../../logic/types.ts";
import { isAccountId, isUniqueId, ownAccount } from "../../model/index.ts";
import type { PrincipalElement, PrincipalEntry, Statement } from "../../policy/ast.ts";
import {
  federatedText,
  inAccounts,
  namedByArn,
  principalDimension,
  servicesAndFederated,
  serviceText,
  widestNamed,
} from "./principal-texts.ts";
import type { RequestSpace } from "./request-space.ts";

export function principalRegion(
  requests: RequestSpace,
  element: PrincipalElement,
  effect: Statement["effect"],
): Region {
  const { space } = requests;
  const listed = space.or(...element.entries.map((entry) => entryRegion(requests, entry, effect)));
  if (!element.negated) return listed;
  if (element.entries.some((entry) => entry.value === "*")) return space.nothing;
  const others = space.not(listed);
  if (!requests.doubtsUndocumented) return others;
  // AWS exempts a user when its account is listed too, a session when account and role are (IAM-SEMANTICS 17).
  const label = `NotPrincipal ${element.entries
    .map(({ type, value }) => `${type} ${value}`)
    .sort()
    .join("\n")}`;
  const reason = "NotPrincipal exempts a caller surely only where account, role and session are all listed";
  return space.or(others, requests.fact(label, reason));
}

function entryRegion(requests: RequestSpace, entry: PrincipalEntry, effect: Statement["effect"]): Region {
  const { space } = requests;
  switch (entry.type) {
    case "*":
      return everyone(requests, effect);
    case "AWS":
      return entry.value === "*" ? everyone(requests, effect) : awsRegion(requests, entry.value);
    case "Service":
      return space.matches(principalDimension, exactly(serviceText(entry.value)));
    case "Federated":
      return space.matches(principalDimension, exactly(federatedText(entry.value)));
    case "CanonicalUser":
      return requests.fact(
        `canonical ${entry.value}`,
        `whose canonical user id ${entry.value} is, is not known`,
      );
  }
}

/**
 * Every IAM principal and anonymous (IAM-SEMANTICS 15). That it means services and federated callers too is certain for
 * Deny; of Allow it is not documented, and taken for granted where two policies are compared.
 */
function everyone(requests: RequestSpace, effect: Statement["effect"]): Region {
  const { space } = requests;
  if (effect === "Deny" || !requests.doubtsUndocumented) return space.everything;
  const doubtful = space.or(...servicesAndFederated.map((each) => space.matches(principalDimension, each)));
  const reason = 'whether the principal "*" lets in services and federated callers is not documented';
  return space.or(space.not(doubtful), requests.fact("everyone", reason));
}

function awsRegion(requests: RequestSpace, value: string): Region {
  const { space } = requests;
  const matching = (...patterns: readonly Parameters<typeof space.matches>[1][]): Region =>
    space.or(...patterns.map((each) => space.matches(principalDimension, each)));
  if (isAccountId(value) || value === ownAccount) {
    return matching(inAccounts([{ kind: "text", text: value }]));
  }
  // What is left of a deleted principal (IAM-SEMANTICS 14).
  if (isUniqueId(value)) return space.nothing;
  if (value.includes("*") || value.includes("?")) {
    const reason = `a principal with a wildcard, ${value}, is not in AWS's grammar`;
    return space.and(requests.fact(`principal ${value}`, reason), matching(widestNamed(value)));
  }
  const named = namedByArn(value);
  return named === null ? space.nothing : matching(...named);
}
