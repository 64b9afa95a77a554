/** Which organization the caller's account is in, and whether another account is in it, as far as AWS tells the caller. */
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import type { Connection } from "./connection.ts";
import { guarded, noCalls } from "./guarded-client.ts";
import { refusalOf } from "./refusal.ts";

export type OrganizationFacts = {
  readonly id: string;
  /** Null: only the management account and its delegates are told. */
  readonly hasAccount: boolean | null;
};

/** Null: the account is in none, or AWS does not tell. */
export async function organizationFacts(
  connection: Connection,
  region: string,
  credentials: AwsCredentialIdentityProvider,
  account: string | null,
): Promise<OrganizationFacts | null> {
  const sdk = await import("@aws-sdk/client-organizations");
  const client = guarded(new sdk.OrganizationsClient(connection.configuration(region, credentials)), {
    service: "organizations",
    account: "caller",
    region,
    allowed: new Set(["DescribeOrganization", "DescribeAccount"]),
    gate: connection.gate,
    counts: noCalls(),
  });
  const ask = async <T>(call: () => Promise<T>): Promise<T | "absent" | "untold"> => {
    try {
      return await call();
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (refusal === null) throw cause;
      return refusal.kind === "absent" ? "absent" : "untold";
    }
  };
  const found = await ask(() => client.send(new sdk.DescribeOrganizationCommand({})));
  if (typeof found === "string" || found.Organization?.Id === undefined) return null;
  const id = found.Organization.Id;
  if (account === null) return { id, hasAccount: null };
  const member = await ask(() => client.send(new sdk.DescribeAccountCommand({ AccountId: account })));
  return { id, hasAccount: member === "untold" ? null : member !== "absent" };
}
