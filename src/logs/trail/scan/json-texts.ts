/** JSON's smallest parts, asked of bytes: escapes, and what is neither text, list nor object. */

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isHex = (byte: number | undefined): boolean =>
  isDigit(byte) || (byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const simpleEscapes: ReadonlySet<number | undefined> = new Set(Buffer.from('"\\/bfnrt'));

/** Whether what the backslash at `index` begins is no escape of JSON's. */
export function escapeFault(bytes: Uint8Array, index: number): boolean {
  if (simpleEscapes.has(bytes[index + 1])) return false;
  if (bytes[index + 1] !== 0x75) return true;
  for (let digit = index + 2; digit < index + 6; digit++) {
    if (!isHex(bytes[digit])) return true;
  }
  return false;
}

/** Where what stands before `end` ends, the white space between left out. */
export function endBefore(bytes: Uint8Array, end: number): number {
  let last = end;
  while (isSpace(bytes[last - 1])) last--;
  return last;
}

/** Whether a number, `true`, `false` or `null` stands from `start`, and nothing but white space behind it until `behind`. */
export function isScalar(bytes: Uint8Array, start: number, behind: number): boolean {
  const end = endBefore(bytes, behind);
  switch (bytes[start]) {
    case 0x74:
      return isWord(bytes, start, end, "true");
    case 0x66:
      return isWord(bytes, start, end, "false");
    case 0x6e:
      return isWord(bytes, start, end, "null");
    default:
      return isNumber(bytes, start, end);
  }
}

function isWord(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let index = 0; index < word.length; index++) {
    if (bytes[start + index] !== word.charCodeAt(index)) return false;
  }
  return true;
}

function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let index = bytes[start] === 0x2d ? start + 1 : start;
  const digits = (): boolean => {
    const first = index;
    while (index < end && isDigit(bytes[index])) index++;
    return index > first;
  };
  if (bytes[index] === 0x30 && index < end) index++;
  else if (!digits()) return false;
  if (index < end && bytes[index] === 0x2e) {
    index++;
    if (!digits()) return false;
  }
  if (index < end && (bytes[index] === 0x65 || bytes[index] === 0x45)) {
    index++;
    if (index < end && (bytes[index] === 0x2b || bytes[index] === 0x2d)) index++;
    if (!digits()) return false;
  }
  return index === end;
}
