/** The bytes of a file as text: UTF-8, or UTF-16 of either byte order where its mark stands at the start. */
import { err, ok, type Result } from "../../model/index.ts";
import { lineAndColumn } from "../../policy/index.ts";
import type { ImportError } from "./import-error.ts";

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

export function decodeText(bytes: Buffer): Result<string, Omit<ImportError, "file">> {
  const encoding = encodingOf(bytes);
  try {
    return ok(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return err({
      position: encoding === "utf-8" ? firstInvalid(bytes) : null,
      message: `is not text in ${encoding.toUpperCase()}`,
      advice: "Save it as UTF-8, as the AWS CLI writes it.",
    });
  }
}

/** Windows PowerShell redirects into UTF-16. */
function encodingOf(bytes: Buffer): Encoding {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
  return mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
}

const replacementBytes = Buffer.from("\ufffd");

/** Where what is no UTF-8 begins: the first replacement character that does not stand in the bytes themselves. */
function firstInvalid(bytes: Buffer) {
  const text = bytes.toString("utf8");
  let byte = 0;
  let from = 0;
  for (let at = text.indexOf("\ufffd"); at >= 0; at = text.indexOf("\ufffd", from)) {
    byte += Buffer.byteLength(text.slice(from, at));
    if (bytes.compare(replacementBytes, 0, 3, byte, byte + 3) !== 0) return lineAndColumn(text, at);
    byte += 3;
    from = at + 1;
  }
  return null;
}
