/** Whether results that CloudTrail Lake saved are as it wrote them, by their sign files. */
import type { DigestKey } from "./digest-keys.ts";
import type { DigestPlace } from "./digest-place.ts";
import { type DigestFault, isSignedBy, type Judged, judgeFile } from "./judged-files.ts";
import { resultBeside, type SignFile, signedText, signFileOf } from "./lake-sign-file.ts";

export type OpenedSignFile = { readonly name: string; readonly signFile: SignFile };

export async function openSignFiles(
  place: DigestPlace,
  faults: DigestFault[],
  signal: AbortSignal,
): Promise<readonly OpenedSignFile[]> {
  const opened: OpenedSignFile[] = [];
  for (const { name, contents } of await place.signFiles(signal)) {
    signal.throwIfAborted();
    const signFile = signFileOf(jsonOf(await contents()));
    if (signFile === null) faults.push({ file: name, why: "is no sign file of CloudTrail Lake" });
    else opened.push({ name, signFile });
  }
  return opened;
}

/** Null: it can't be read. */
function jsonOf(bytes: Uint8Array | null): unknown {
  if (bytes === null) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

export async function judgeResults(
  place: DigestPlace,
  signFiles: readonly OpenedSignFile[],
  keys: readonly DigestKey[],
  judged: Judged,
  signal: AbortSignal,
): Promise<void> {
  for (const { name, signFile } of signFiles) {
    const { fingerprint, signature, files } = signFile;
    const isSigned = isSignedBy(keys, { name, fingerprint, signature, text: signedText(signFile) }, judged);
    if (isSigned) judged.signed++;
    for (const { name: result, hash } of files) {
      signal.throwIfAborted();
      const file = resultBeside(name, result);
      const found = await place.packedHashOf(file, signal);
      judgeFile({ file, hash: hash.toLowerCase() }, found, { name, isSigned }, judged);
    }
  }
}
