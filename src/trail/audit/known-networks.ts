/** Networks and countries that the user has told of: without them, nothing is said about where calls come from. */

export type KnownNetwork = {
  readonly address: bigint;
  readonly bits: 32 | 128;
  readonly prefix: number;
  /** Two letters; null: one of the user's own networks. */
  readonly country: string | null;
};

export type KnownNetworks = {
  readonly networks: readonly KnownNetwork[];
  /** From where calls are expected; empty: countries are not looked at. */
  readonly countries: readonly string[];
};

/** The narrowest network around another, of those for which `counts` says yes. */
export function networkAround(
  text: string,
  { networks }: KnownNetworks,
  counts: (one: KnownNetwork) => boolean,
): KnownNetwork | null {
  const asked = readNetwork(text);
  if (asked === null) return null;
  let found: KnownNetwork | null = null;
  for (const one of networks) {
    if (!counts(one) || !isInside(asked, one)) continue;
    if (found === null || one.prefix > found.prefix) found = one;
  }
  return found;
}

type Network = Omit<KnownNetwork, "country">;

function isInside(asked: Network, { bits, prefix, address }: Network): boolean {
  const rest = BigInt(bits - prefix);
  return asked.bits === bits && asked.prefix >= prefix && asked.address >> rest === address >> rest;
}

/** `192.0.2.0/24`, `2001:db8::/32`, or one address; null: neither. */
export function readNetwork(text: string): Network | null {
  const [base = "", mask, ...more] = text.trim().split("/");
  const bits = base.includes(":") ? 128 : 32;
  const address = bits === 128 ? sixteenBytes(base) : fourBytes(base);
  if (address === null || more.length > 0 || (mask !== undefined && !/^\d{1,3}$/.test(mask))) return null;
  const prefix = mask === undefined ? bits : Number(mask);
  return prefix > bits ? null : { address, bits, prefix };
}

function fourBytes(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function sixteenBytes(text: string): bigint | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<string>(halves.length === 1 ? 0 : missing).fill("0"), ...tail];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
