/**
 * Whose account is this? Account ids that vendors and AWS services have published, as data (`vendors/table.json`, made by
 * `scripts/refresh-vendors.ts` from known_aws_accounts by fwd:cloudsec, Apache-2.0), and the user's own additions.
 */
import published from "./vendors/table.json" with { type: "json" };

export type Vendor = {
  readonly name: string;
  /** An account from which an AWS service itself acts, such as the one that delivers load balancer logs. */
  readonly isAwsService: boolean;
  /** Addresses where the account id is published, or what the user gave as source. */
  readonly published: readonly string[];
};

/** What a user adds in `accesslens.yaml`; it overrides what is published. */
export type KnownAccounts = {
  readonly name: string;
  readonly accounts: readonly string[];
  readonly source: string | null;
};

export interface VendorDirectory {
  /** Differs when the answers may differ: part of what cached findings are keyed by. */
  readonly fingerprint: string;
  vendorOf(account: string): Vendor | null;
}

const publishedByAccount = new Map<string, Vendor>();
for (const { name, aws, published: sources, accounts } of published) {
  const vendor: Vendor = { name, isAwsService: aws, published: sources };
  for (const account of accounts) publishedByAccount.set(account, vendor);
}

export const knownVendors: VendorDirectory = vendorDirectory([]);

export function vendorDirectory(additions: readonly KnownAccounts[]): VendorDirectory {
  const own = new Map<string, Vendor>();
  for (const { name, accounts, source } of additions) {
    const vendor: Vendor = { name, isAwsService: false, published: source === null ? [] : [source] };
    for (const account of accounts) own.set(account, vendor);
  }
  return {
    fingerprint: JSON.stringify([
      publishedByAccount.size,
      [...own].map(([account, { name }]) => [account, name]),
    ]),
    vendorOf: (account) => own.get(account) ?? publishedByAccount.get(account) ?? null,
  };
}
