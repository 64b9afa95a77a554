/** Whom NotPrincipal surely exempts (IAM-SEMANTICS 17): callers who are listed with all that stands above them. */
import type { Pattern, Region } from "../../logic/types.ts";
import { isAccountId, splitArn } from "../../model/index.ts";
import type { PrincipalEntry } from "../../policy/ast.ts";
import {
  exactPrincipal,
  federatedText,
  federatedUsers,
  inAccounts,
  namedByArn,
  principalDimension,
  roleSessions,
  rootUsers,
  serviceText,
  users,
} from "./principal-texts.ts";
import type { RequestSpace } from "./request-space.ts";

type Listed = "account" | "user" | "role" | "session" | "federated-user";

export function exemptRegion(
  { space, namedPartitionsOnly }: RequestSpace,
  entries: readonly PrincipalEntry[],
): Region {
  const among = (patterns: readonly Pattern[]): Region =>
    space.or(...patterns.map((each) => space.matches(principalDimension, each)));
  const listed = (kind: Listed): Region =>
    among(
      entries.flatMap((entry) =>
        listedAs(entry) === kind ? patternsOf(entry.value, namedPartitionsOnly === true ? "aws" : null) : [],
      ),
    );
  const account = listed("account");
  const others = entries.flatMap(({ type, value }) =>
    type === "Service"
      ? exactPrincipal(serviceText(value))
      : type === "Federated"
        ? exactPrincipal(federatedText(value))
        : [],
  );
  return space.or(
    space.and(among([users]), account, listed("user")),
    space.and(among([roleSessions]), account, listed("role"), listed("session")),
    space.and(among([federatedUsers]), account, listed("federated-user")),
    space.and(among([rootUsers]), account),
    among(others),
  );
}

/** Null: no form that surely lists an IAM principal. */
function listedAs({ type, value }: PrincipalEntry): Listed | null {
  if (type !== "AWS" || /[*?]/.test(value)) return null;
  if (isAccountId(value)) return "account";
  const resource = splitArn(value)?.resource ?? "";
  if (resource === "root") return "account";
  if (resource.startsWith("user/")) return "user";
  if (resource.startsWith("role/")) return "role";
  if (resource.startsWith("assumed-role/")) return "session";
  return resource.startsWith("federated-user/") ? "federated-user" : null;
}

function patternsOf(value: string, partition: "aws" | null): readonly Pattern[] {
  return isAccountId(value)
    ? [inAccounts([{ kind: "text", text: value }], partition)]
    : (namedByArn(value) ?? []);
}
