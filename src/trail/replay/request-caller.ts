/**
 * The principals of the request that a use may have been, as a policy would name them: one, where the trail tells who called; of a
 * caller that it tells the account of alone, all that the trust policy tells apart there.
 */
import type { CallerKind } from "../../authz/keys.ts";
import type { Request } from "../../authz/types.ts";
import { err, isArn, ok, type Result, type Snapshot, splitArn } from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/index.ts";
import { isSameService, mayBeNamed, type ResolvedCaller } from "../resolve/index.ts";

export type RequestCaller = {
  readonly principal: Request["principal"];
  readonly kind: CallerKind;
  readonly account: string | null;
  /** Before the colon of the condition keys that tell what an identity provider vouched for; null for all others. */
  readonly prefix: string | null;
  /** Stands for all of its account whom the trust policy does not name: what it asks of their names and tags is not known. */
  readonly isAnybody: boolean;
};

/** `role`: what was assumed, and its trust policy. The error is why the trail does not tell enough, in one sentence. */
export function requestCallers(
  resolved: ResolvedCaller,
  { role, trust }: { readonly role: string; readonly trust: PolicyDocument | null },
  snapshot: Snapshot,
): Result<readonly RequestCaller[], string> {
  const { caller, arn } = resolved;
  const partition = splitArn(role)?.partition ?? "aws";
  switch (caller.kind) {
    case "user":
    case "role": {
      const { account } = caller;
      return ok(
        arn === null
          ? somebodyOf(account, caller.kind, partition, trust)
          : [{ ...iam, principal: nameIn(trust, resolved) ?? arn, account }],
      );
    }
    case "account":
      return ok(somebodyOf(caller.account, null, partition, trust));
    case "root": {
      const { account } = caller;
      return ok([{ ...iam, principal: `arn:${partition}:iam::${account}:root`, account }]);
    }
    case "service":
      return ok(servicesOf(caller.service, trust).map((principal) => ({ ...service, principal })));
    case "certificate":
      return ok([{ ...service, principal: "rolesanywhere.amazonaws.com" }]);
    case "federated": {
      if (caller.protocol === "saml") {
        return isArn(caller.provider)
          ? ok([{ ...token, kind: "saml", principal: { federated: caller.provider }, prefix: "saml" }])
          : err("The trail does not tell which SAML provider it was.");
      }
      const provider = oidcProvider(caller.provider, role, snapshot);
      return ok([{ ...token, kind: "oidc", principal: { federated: provider }, prefix: issuerOf(provider) }]);
    }
    case "identity-center-user":
      return err(
        "IAM Identity Center gives its sessions itself; the trail does not tell by which assertion.",
      );
    case "unknown":
      return err("The trail tells a caller of a kind that is not known.");
  }
}

const iam = { kind: "iam", prefix: null, isAnybody: false } as const;
const service = { kind: "service", account: null, prefix: null, isAnybody: false } as const;
const token = { account: null, isAnybody: false } as const;

/** Those of the account that the policy names, and one that it does not. `kind` null: users and roles. */
function somebodyOf(
  account: string,
  kind: "user" | "role" | null,
  partition: string,
  trust: PolicyDocument | null,
): readonly RequestCaller[] {
  const named = (trust?.statements ?? []).flatMap(({ principal }) =>
    (principal?.entries ?? []).map(({ value }) => value),
  );
  const own = named.filter((value) => {
    const parts = splitArn(value);
    const type = parts?.service === "iam" ? parts.resource.split("/")[0] : null;
    return (
      parts?.account === account && (type === "user" || type === "role") && (kind === null || type === kind)
    );
  });
  const untold = `arn:${partition}:iam::${account}:${kind ?? "role"}/untold`;
  return [...new Set([untold, ...own])].map((principal) => ({
    ...{ ...iam, principal, account },
    isAnybody: principal === untold,
  }));
}

/** The caller by the path that the policy has, where nothing else tells it; null: it is not named. */
function nameIn(trust: PolicyDocument | null, caller: ResolvedCaller): string | null {
  const named = (trust?.statements ?? []).flatMap(({ principal }) =>
    (principal?.entries ?? []).flatMap(({ type, value }) => (type === "AWS" ? [value] : [])),
  );
  return named.find((value) => mayBeNamed(value, caller)) ?? null;
}

/** By the names that the policy has for it. */
function servicesOf(told: string, trust: PolicyDocument | null): readonly string[] {
  const named = (trust?.statements ?? []).flatMap(({ principal }) =>
    (principal?.entries ?? []).flatMap(({ type, value }) => (type === "Service" ? [value] : [])),
  );
  const own = new Set(named.filter((value) => isSameService(value, told)));
  return own.size === 0 || own.has(told) ? [told] : [...own];
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
