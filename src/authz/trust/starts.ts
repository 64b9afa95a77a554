/** Where a principal of an Allow statement starts: the parties that it may be, or why it is nobody. */
import type { AssumeAction, DeadEnd, MatchedAs } from "../types.ts";
import type { CompiledStatement } from "./compiled-statement.ts";
import type { PartyDraft } from "./drafts.ts";
import type { NamedPrincipal } from "./principals.ts";
import { isOwn, type World } from "./situation.ts";

export type Start = { readonly party: PartyDraft; readonly matchedAs: MatchedAs; readonly doubt?: string };

/** Null: conditions permitting, it can call. */
export function deadPrincipal(
  statement: CompiledStatement,
  principal: NamedPrincipal,
  world: World,
): DeadEnd | null {
  const dead = (cause: DeadEnd["cause"], because: string): DeadEnd => ({
    statement: statement.index,
    principal: principal.text,
    cause,
    because,
  });
  if (principal.kind === "deleted") {
    return dead(
      "deleted-principal",
      `${principal.text} is the id of a user or role that was deleted; a new one of the same name does not match`,
    );
  }
  if (principal.kind === "nobody")
    return dead("not-existing", `${principal.text} is no principal that could make the call`);
  if ("partition" in principal && principal.partition !== null && principal.partition !== world.partition) {
    return dead(
      "foreign-partition",
      `${principal.text} is of partition ${principal.partition}, and roles can't be assumed from another partition`,
    );
  }
  if (
    principal.kind === "federated" &&
    principal.account !== null &&
    principal.account !== "" &&
    !isOwn(principal.account, world)
  ) {
    return dead(
      "not-existing",
      `${principal.text} stands in another account, and a role trusts only identity providers of its own`,
    );
  }
  return null;
}

/** The parties that a principal may be, before conditions narrow them. */
export function startsOf(principal: NamedPrincipal): readonly Start[] {
  const { text } = principal;
  switch (principal.kind) {
    case "anyone":
      return anyone;
    case "account":
      return [{ party: { kind: "account", account: principal.account }, matchedAs: "account" }];
    case "role":
    case "user":
      return [
        {
          party: { kind: principal.kind, arn: text, account: principal.account, named: "pinned" },
          matchedAs: "named",
        },
      ];
    case "session": {
      const { account, roleName } = principal;
      return [{ party: { kind: "session", arn: text, account, roleName }, matchedAs: "named" }];
    }
    case "federated":
      return [
        { party: { kind: "federated", provider: text, protocol: principal.protocol }, matchedAs: "named" },
      ];
    case "service":
      return [{ party: { kind: "service", service: text }, matchedAs: "named" }];
    case "pattern":
      return [
        {
          party: { kind: "any-account" },
          matchedAs: "wildcard",
          doubt: `${text} is no principal that AWS accepts`,
        },
      ];
    case "deleted":
    case "nobody":
      return [];
  }
}

const tokenDoubt = "whether a wildcard lets in the users of an identity provider is not documented";
const anyone: readonly Start[] = [
  { party: { kind: "any-account" }, matchedAs: "wildcard" },
  { party: { kind: "federated", provider: "*", protocol: "oidc" }, matchedAs: "wildcard", doubt: tokenDoubt },
  { party: { kind: "federated", provider: "*", protocol: "saml" }, matchedAs: "wildcard", doubt: tokenDoubt },
];

export function actionOf(party: PartyDraft): AssumeAction {
  if (party.kind !== "federated") return "sts:AssumeRole";
  return party.protocol === "oidc" ? "sts:AssumeRoleWithWebIdentity" : "sts:AssumeRoleWithSAML";
}
