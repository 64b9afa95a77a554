/** The Sids of statements that AccessLens writes: AWS takes letters and digits alone in most of them. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * `purpose`: what the statement is for (the resource that is given), wherever it stands; `text`: what it says. The same grant has the same
 * Sid, another has another, and all statements for one resource begin alike.
 */
export function managedSid(purpose: string, text: string): string {
  return `${managedSidsFor(purpose)}${hash(text)}`;
}

/** How the Sids of all statements for the resource begin. */
export function managedSidsFor(purpose: string): string {
  return `AccessLens${hash(purpose)}`;
}

export function isManagedSid(sid: string): boolean {
  return /^AccessLens[0-9a-f]{20}$/.test(sid);
}

function hash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 10);
}
