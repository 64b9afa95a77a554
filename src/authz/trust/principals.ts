/** What an entry of a trust policy's Principal element names (IAM-SEMANTICS 12–22). */
import { isAccountId, isUniqueId, ownAccount, splitArn } from "../../model/index.ts";
import type { PrincipalEntry } from "../../policy/ast.ts";

export type NamedPrincipal = { readonly text: string } /** `awsOnly`: written as `{"AWS": "*"}`. */ & (
  | { readonly kind: "anyone"; readonly awsOnly: boolean }
  | { readonly kind: "account"; readonly account: string; readonly partition: string | null }
  | { readonly kind: "role" | "user"; readonly account: string; readonly partition: string }
  | {
      readonly kind: "session";
      readonly account: string;
      readonly partition: string;
      readonly roleName: string;
    }
  | { readonly kind: "deleted" }
  | { readonly kind: "federated"; readonly protocol: "oidc" | "saml"; readonly account: string | null }
  | { readonly kind: "service" }
  /** Wildcards inside an ARN, which AWS refuses (IAM-SEMANTICS 15). */
  | { readonly kind: "pattern" }
  /**
   * Nothing that could call: a group, a canonical user, a federated user (STS lets it call GetCallerIdentity alone), a
   * text that is no principal.
   */
  | { readonly kind: "nobody" }
);

export function isAccount(text: string): boolean {
  return text === ownAccount || isAccountId(text);
}

export function namedPrincipal(entry: PrincipalEntry): NamedPrincipal {
  const text = entry.value;
  switch (entry.type) {
    case "*":
      return { kind: "anyone", text, awsOnly: false };
    case "Service":
      return { kind: "service", text };
    case "Federated":
      return federated(text);
    case "CanonicalUser":
      return { kind: "nobody", text };
    case "AWS":
      return awsPrincipal(text);
  }
}

function federated(text: string): NamedPrincipal {
  const arn = splitArn(text);
  const protocol = arn?.resource.startsWith("saml-provider/") ? "saml" : "oidc";
  return { kind: "federated", text, protocol, account: arn === null ? null : arn.account };
}

function awsPrincipal(text: string): NamedPrincipal {
  if (text === "*") return { kind: "anyone", text, awsOnly: true };
  if (isAccount(text)) return { kind: "account", text, account: text, partition: null };
  const arn = splitArn(text);
  if (arn === null) return isUniqueId(text) ? { kind: "deleted", text } : { kind: "nobody", text };
  const { partition, service, account, resource } = arn;
  if (text.includes("*") || text.includes("?")) return { kind: "pattern", text };
  if (!isAccount(account)) return { kind: "nobody", text };
  if (service === "iam") {
    if (resource === "root") return { kind: "account", text, account, partition };
    if (resource.startsWith("role/")) return { kind: "role", text, account, partition };
    if (resource.startsWith("user/")) return { kind: "user", text, account, partition };
  } else if (service === "sts") {
    const [form, name, session] = resource.split("/");
    if (form === "assumed-role" && name !== undefined && session !== undefined) {
      return { kind: "session", text, account, partition, roleName: name };
    }
  }
  return { kind: "nobody", text };
}
