/** External IDs as AWS takes them, and as we make them. */

import { err, ok, type Result } from "../../model/index.ts";
import { respelled } from "../../model/plain-text.ts";

/** 2 to 1224 of these characters (IAM-SEMANTICS 28; STS, AssumeRole). */
const accepted = /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/;

/** Whether STS would take it. */
export function isExternalId(text: string): boolean {
  return accepted.test(text);
}

/** So many random bytes make one: 160 bits, more than the 128 that nobody guesses. */
export const externalIdBytes = 20;

const letters = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * A new external ID of {@link externalIdBytes} random bytes: 32 lower-case letters and digits (base 32), so that no form, shell or
 * comparison without regard to case harms it. The bytes have to come from a generator that is made for secrets.
 */
export function externalIdOfBytes(bytes: Uint8Array): string {
  if (bytes.length !== externalIdBytes) throw new Error(`an external ID is made of ${externalIdBytes} bytes`);
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += letters.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

/** Of a relationship: longer names are texts, not names. */
export const longestName = 256;

/**
 * A relationship's name in the form in which it is compared: NFC, so that two spellings of one name are one. The error says what is
 * wrong, without the name.
 */
export function parseRelationship(text: string): Result<string, string> {
  if (!text.isWellFormed()) return err("holds half of a character");
  const name = text.normalize("NFC");
  if (name.trim() === "") return err("is empty");
  if (name !== name.trim()) return err("begins or ends with white space");
  if (name.length > longestName) return err(`has more than ${longestName} characters`);
  if (respelled(name, () => "") !== name)
    return err("holds characters that can't be seen, or that reorder text");
  return ok(name);
}
