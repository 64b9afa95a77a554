/** Blocks of addresses as ranges: what is left of one without others, and an address from it. */
import { bitsOf } from "./addresses.ts";
import type { AddressBlock } from "./types.ts";

export type AddressRange = { readonly family: 4 | 6; readonly from: bigint; readonly to: bigint };

export function rangeOfBlock({ family, network, prefixLength }: AddressBlock): AddressRange {
  const size = 1n << BigInt(bitsOf[family] - prefixLength);
  const from = (network / size) * size;
  return { family, from, to: from + size - 1n };
}

export const allAddresses: readonly AddressRange[] = [
  { family: 4, from: 0n, to: (1n << 32n) - 1n },
  { family: 6, from: 0n, to: (1n << 128n) - 1n },
];

/** What is left of the whole without the holes, ascending. */
export function addressesLeft(whole: AddressRange, holes: readonly AddressRange[]): readonly AddressRange[] {
  const { family } = whole;
  const left: AddressRange[] = [];
  let { from } = whole;
  const sorted = holes.filter((hole) => hole.family === family).sort((a, b) => (a.from < b.from ? -1 : 1));
  for (const hole of sorted) {
    if (hole.to < from) continue;
    if (hole.from > whole.to) break;
    if (hole.from > from) left.push({ family, from, to: hole.from - 1n });
    if (hole.to >= whole.to) return left;
    from = hole.to + 1n;
  }
  left.push({ family, from, to: whole.to });
  return left;
}

/** 203.0.113.10, 198.51.100.10 and 2001:db8::10: addresses set aside for examples. */
const forExamples: readonly { readonly family: 4 | 6; readonly address: bigint }[] = [
  { family: 4, address: 0xcb00710an },
  { family: 4, address: 0xc633640an },
  { family: 6, address: 0x20010db8_00000000_00000000_00000010n },
];

/** An address inside, or null when there is no range: one made for examples, else a host rather than a network. */
export function plainAddress(ranges: readonly AddressRange[]): { family: 4 | 6; address: bigint } | null {
  for (const { family, address } of forExamples) {
    const fits = ranges.some(
      (range) => range.family === family && range.from <= address && address <= range.to,
    );
    if (fits) return { family, address };
  }
  const [first] = ranges;
  if (first === undefined) return null;
  return { family: first.family, address: first.from < first.to ? first.from + 1n : first.from };
}
