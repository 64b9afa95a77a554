/** Where a queue is, as its URL says. */
import { type AccountId, isAccountId } from "../model/index.ts";

export type QueuePlace = {
  readonly url: string;
  /** Null: the host does not say, as with an endpoint of one's own. */
  readonly region: string | null;
  readonly account: AccountId | null;
  readonly isFifo: boolean;
};

/** AWS's forms of hosts: today's, with FIPS, over two stacks, by an endpoint of a network, and those of before. */
const hosts: readonly RegExp[] = [
  /^sqs(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/,
  /^sqs(?:-fips)?\.([a-z0-9-]+)\.api\.(?:aws|amazonwebservices\.com\.cn)$/,
  /^vpce-[a-z0-9-]+\.sqs(?:-fips)?\.([a-z0-9-]+)\.vpce\.amazonaws\.com(?:\.cn)?$/,
  /^([a-z]{2,4}(?:-[a-z]+)+-\d+)\.queue\.amazonaws\.com(?:\.cn)?$/,
];

/** Null: it is no URL of a queue. */
export function queuePlace(url: string): QueuePlace | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, pathname } = new URL(url);
  const [account = "", name = "", ...more] = pathname.slice(1).split("/").slice(-2);
  if (!/^https?:$/.test(protocol) || more.length > 0 || !/^[\w-]{1,80}(?:\.fifo)?$/.test(name)) return null;
  const ofOldest = hostname === "queue.amazonaws.com" ? "us-east-1" : null;
  const region = hosts.map((host) => host.exec(hostname)?.[1] ?? null).find((found) => found !== null);
  return {
    url,
    region: region ?? ofOldest,
    account: isAccountId(account) ? account : null,
    isFifo: name.endsWith(".fifo"),
  };
}
