/** What is said of files, one after another, by what names and signs them. */
import { verify } from "node:crypto";
import type { DigestKey } from "./digest-keys.ts";
import type { FileHash } from "./digest-place.ts";

export type DigestFault = { readonly file: string; readonly why: string };

/** Filled as files are judged. */
export type Judged = {
  readonly faults: DigestFault[];
  readonly unproven: DigestFault[];
  /** By a digest or a sign file, signed or not. */
  readonly named: Set<string>;
  signed: number;
  verified: number;
};

export type SignedText = {
  readonly name: string;
  readonly fingerprint: string;
  /** In hexadecimal. */
  readonly signature: string;
  readonly text: string;
};

/** Whether CloudTrail signed it (RSA, SHA-256); what else may be is said of it. */
export function isSignedBy(
  keys: readonly DigestKey[],
  { name, fingerprint, signature, text }: SignedText,
  { faults, unproven }: Judged,
): boolean {
  const fitting = keys.filter((key) => key.fingerprint === null || key.fingerprint === fingerprint);
  if (fitting.length === 0) {
    unproven.push({ file: name, why: `is signed by a key that was not given: ${fingerprint}` });
    return false;
  }
  const bytes = Buffer.from(signature, "hex");
  if (fitting.some(({ key }) => verify("RSA-SHA256", Buffer.from(text), key, bytes))) return true;
  faults.push({ file: name, why: "is not signed by CloudTrail's key: it was changed, or put there" });
  return false;
}

/** `hash`: as `by` tells it. */
export function judgeFile(
  { file, hash }: { readonly file: string; readonly hash: string },
  found: FileHash,
  by: { readonly name: string; readonly isSigned: boolean },
  judged: Judged,
): void {
  const { faults, unproven, named } = judged;
  named.add(file);
  if (found.kind === "missing") faults.push({ file, why: `is missing: ${by.name} names it` });
  else if (found.kind === "refused") unproven.push({ file, why: `can't be read (${found.code})` });
  else if (found.kind === "unreadable") faults.push({ file, why: "can't be decompressed" });
  else if (found.hash !== hash) faults.push({ file, why: `was changed: ${by.name} tells another hash` });
  else if (by.isSigned) judged.verified++;
  else unproven.push({ file, why: `is as ${by.name} tells, whose signature is not proven` });
}
