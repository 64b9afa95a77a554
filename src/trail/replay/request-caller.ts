/** The principal of the request that a use was: as a policy would name it. */
import type { CallerKind } from "../../authz/keys.ts";
import type { Request } from "../../authz/types.ts";
import { err, isArn, ok, type Result, type Snapshot, splitArn } from "../../model/index.ts";
import type { ResolvedCaller } from "../resolve/index.ts";

export type RequestCaller = {
  readonly principal: Request["principal"];
  readonly kind: CallerKind;
  readonly account: string | null;
  /** Before the colon of the condition keys that tell what an identity provider vouched for; null for all others. */
  readonly prefix: string | null;
  /** Stands for somebody of an account of whom the trail tells nothing more: being let in proves something, a refusal nothing. */
  readonly isStandIn: boolean;
};

/** `role`: what was assumed. The error is why the trail does not tell enough, in one sentence. */
export function requestCaller(
  resolved: ResolvedCaller,
  role: string,
  snapshot: Snapshot,
): Result<RequestCaller, string> {
  const { caller, arn } = resolved;
  const partition = splitArn(role)?.partition ?? "aws";
  switch (caller.kind) {
    case "user":
    case "role":
      return ok(
        arn === null
          ? somebodyOf(caller.account, partition)
          : { ...iam, principal: arn, account: caller.account },
      );
    case "account":
      return ok(somebodyOf(caller.account, partition));
    case "root":
      return ok({
        ...iam,
        principal: `arn:${partition}:iam::${caller.account}:root`,
        account: caller.account,
      });
    case "service":
      return ok({ ...service, principal: caller.service });
    case "certificate":
      return ok({ ...service, principal: "rolesanywhere.amazonaws.com" });
    case "federated": {
      if (caller.protocol === "saml") {
        return isArn(caller.provider)
          ? ok({ ...token, kind: "saml", principal: { federated: caller.provider }, prefix: "saml" })
          : err("The trail does not tell which SAML provider it was.");
      }
      const provider = oidcProvider(caller.provider, role, snapshot);
      return ok({ ...token, kind: "oidc", principal: { federated: provider }, prefix: issuerOf(provider) });
    }
    case "identity-center-user":
      return err(
        "IAM Identity Center gives its sessions itself; the trail does not tell by which assertion.",
      );
    case "unknown":
      return err("The trail tells a caller of a kind that is not known.");
  }
}

const iam = { kind: "iam", prefix: null, isStandIn: false } as const;
const service = { kind: "service", account: null, prefix: null, isStandIn: false } as const;
const token = { account: null, isStandIn: false } as const;

function somebodyOf(account: string, partition: string): RequestCaller {
  return { ...iam, principal: `arn:${partition}:iam::${account}:role/untold`, account, isStandIn: true };
}

/** Providers that need no entry in IAM are named by their host. */
const wellKnown = new Set([
  "accounts.google.com",
  "cognito-identity.amazonaws.com",
  "graph.facebook.com",
  "www.amazon.com",
]);

function oidcProvider(named: string, role: string, snapshot: Snapshot): string {
  if (isArn(named)) return named;
  const url = named.replace(/^https?:\/\//, "");
  if (wellKnown.has(url)) return url;
  const parts = splitArn(role);
  const index = parts === null ? null : snapshot.accountIndex(parts.account);
  const held = index === null ? null : (snapshot.accountData(index)?.oidcProviders ?? null);
  const own = held?.find((one) => one.url === url);
  return own?.arn ?? `arn:${parts?.partition ?? "aws"}:iam::${parts?.account ?? ""}:oidc-provider/${url}`;
}

function issuerOf(provider: string): string {
  const at = provider.indexOf(":oidc-provider/");
  return at < 0 ? provider : provider.slice(at + ":oidc-provider/".length);
}
