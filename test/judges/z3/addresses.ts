/** IP addresses as numbers (IAM-SEMANTICS 54). */
export type Address = { readonly bits: 32 | 128; readonly value: bigint };
export type Block = { readonly bits: 32 | 128; readonly first: bigint; readonly last: bigint };

export function addressOf(text: string): Address | null {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) {
    const value = text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
    return { bits: 32, value };
  }
  if (!text.includes(":")) return null;
  const [before = "", after] = text.split("::");
  const head = before === "" ? [] : before.split(":");
  const tail = after === undefined || after === "" ? [] : after.split(":");
  const missing = 8 - head.length - tail.length;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  return { bits: 128, value: groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n) };
}

/** Without a mask: the one address. Host bits do not count. */
export function blockOf(text: string): Block | null {
  const [host = "", mask] = text.split("/");
  const address = addressOf(host);
  if (address === null) return null;
  const free = BigInt(address.bits - Number(mask ?? address.bits));
  const first = (address.value >> free) << free;
  return { bits: address.bits, first, last: first + (1n << free) - 1n };
}

/** The shortest text is not asked for: four numbers, or eight groups. */
export function addressText({ bits, value }: Address): string {
  const size = bits === 32 ? 8n : 16n;
  const count = bits === 32 ? 4 : 8;
  const groups = Array.from(
    { length: count },
    (_, i) => (value >> (size * BigInt(count - 1 - i))) & ((1n << size) - 1n),
  );
  return bits === 32 ? groups.join(".") : groups.map((group) => group.toString(16)).join(":");
}
