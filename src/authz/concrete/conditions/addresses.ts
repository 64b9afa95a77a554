/** IpAddress and NotIpAddress: CIDR blocks of both families; an address without a mask is itself (IAM-SEMANTICS 54). */
import { type Comparison, typedComparison } from "./comparison.ts";

type Address = { readonly bits: 32 | 128; readonly number: bigint };
type Block = { readonly address: Address; readonly prefixLength: number };

function readAddress(text: string): Address | null {
  return text.includes(":") ? readSixteenBytes(text) : readFourBytes(text);
}

function readFourBytes(text: string): Address | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let number = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    number = number * 256n + BigInt(part);
  }
  return { bits: 32, number };
}

function readSixteenBytes(text: string): Address | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] ?? "");
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? "") : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail];
  return { bits: 128, number: groups.reduce((number, group) => number * 65536n + BigInt(group), 0n) };
}

/** The 16-bit groups of a part of an IPv6 address; the last may be written as an IPv4 address. */
function groupsOf(text: string): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (i === parts.length - 1 && part.includes(".")) {
      const four = readFourBytes(part);
      if (four === null) return null;
      groups.push(Number(four.number >> 16n), Number(four.number & 0xffffn));
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

function readBlock(text: string): Block | null {
  const slash = text.indexOf("/");
  const address = readAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const mask = slash < 0 ? String(address.bits) : text.slice(slash + 1);
  const prefixLength = /^(0|[1-9]\d{0,2})$/.test(mask) ? Number(mask) : Number.POSITIVE_INFINITY;
  return prefixLength <= address.bits ? { address, prefixLength } : null;
}

/** Bits of the block's address beyond its mask do not count. */
function isInside(value: Address, block: Block): boolean {
  const hostBits = BigInt(block.address.bits - block.prefixLength);
  return value.bits === block.address.bits && value.number >> hostBits === block.address.number >> hostBits;
}

function address(negated: boolean): Comparison {
  return typedComparison<Block, Address>({
    negated,
    type: "an IP address or CIDR block",
    readPolicyValue: readBlock,
    readRequestValue: readAddress,
    matches: isInside,
  });
}

export const addressComparisons = { IpAddress: address(false), NotIpAddress: address(true) } as const;
