/** IP addresses and CIDR blocks as text: RFC 4291 and 4632 read, RFC 5952 written. */
import type { AddressBlock } from "./types.ts";

export type Address = { readonly family: 4 | 6; readonly address: bigint };

/** The error is a sentence without the text itself. */
export type ParsedAddress<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string };

export const bitsOf = { 4: 32, 6: 128 } as const;

/** `203.0.113.7` or `2001:db8::1`; no zone, no port, no leading zeros in IPv4. */
export function parseAddress(text: string): ParsedAddress<Address> {
  const family = text.includes(":") ? 6 : 4;
  const address = family === 4 ? parseV4(text) : parseV6(text);
  if (address !== null) return { ok: true, value: { family, address } };
  return { ok: false, error: family === 4 ? "not an IPv4 address" : "not an IPv6 address" };
}

/** An address alone is the block of that address; host bits that are set are cleared (IAM-SEMANTICS 54). */
export function parseAddressBlock(text: string): ParsedAddress<AddressBlock> {
  const slash = text.indexOf("/");
  const parsed = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!parsed.ok) return parsed;
  const { family, address } = parsed.value;
  const bits = bitsOf[family];
  const mask = slash < 0 ? String(bits) : text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(mask) || Number(mask) > bits) {
    return { ok: false, error: `the mask must be a number from 0 to ${bits}` };
  }
  const prefixLength = Number(mask);
  const host = BigInt(bits - prefixLength);
  return { ok: true, value: { family, network: (address >> host) << host, prefixLength } };
}

export function printAddress({ family, address }: Address): string {
  return family === 4 ? printV4(address) : printV6(address);
}

/** With its mask, also where that is a single address. */
export function printAddressBlock({ family, network, prefixLength }: AddressBlock): string {
  return `${printAddress({ family, address: network })}/${prefixLength}`;
}

function parseV4(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let address = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    address = (address << 8n) | BigInt(part);
  }
  return address;
}

function parseV6(text: string): bigint | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [before = "", after] = halves;
  const head = parseGroups(before, after === undefined);
  const tail = parseGroups(after ?? "", true);
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...tail];
  return groups.reduce((address, group) => (address << 16n) | group, 0n);
}

/** Groups of 16 bits; the last 32 may be written as IPv4 when `last`. */
function parseGroups(text: string, last: boolean): readonly bigint[] | null {
  if (text === "") return [];
  const parts = text.split(":");
  const groups: bigint[] = [];
  for (const [at, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(BigInt(`0x${part}`));
      continue;
    }
    const embedded = last && at === parts.length - 1 ? parseV4(part) : null;
    if (embedded === null) return null;
    groups.push(embedded >> 16n, embedded & 0xffffn);
  }
  return groups;
}

function printV4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 0xffn)).join(".");
}

function printV6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => Number((address >> BigInt(112 - 16 * at)) & 0xffffn));
  const gap = longestZeros(groups);
  const hex = (some: readonly number[]): string => some.map((group) => group.toString(16)).join(":");
  if (gap === null) return hex(groups);
  return `${hex(groups.slice(0, gap.start))}::${hex(groups.slice(gap.start + gap.length))}`;
}

/** The first of the longest runs of two zero groups or more. */
function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } | null {
  let best: { readonly start: number; readonly length: number } | null = null;
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length >= 2 && length > (best?.length ?? 0)) best = { start, length };
  }
  return best;
}
