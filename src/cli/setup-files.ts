/** Files of `setup`, written where nothing is lost by it. */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { failed, inputFailure, type Outcome } from "./exit.ts";

/** Null: they are written. A file that ends in `.txt` holds a secret, and only its owner may read it. */
export async function writeSetupFiles(
  files: readonly { readonly name: string; readonly text: string }[],
  { out, force }: { readonly out: string; readonly force?: boolean },
): Promise<Outcome | null> {
  const present = force === true ? undefined : files.find(({ name }) => existsSync(join(out, name)));
  if (present !== undefined) {
    return failed(
      inputFailure(
        [`${join(out, present.name)} is there already`],
        "Choose another folder with --out, or overwrite what is there with --force.",
      ),
    );
  }
  try {
    await mkdir(out, { recursive: true });
    for (const { name, text } of files)
      await writeFile(join(out, name), text, { mode: name.endsWith(".txt") ? 0o600 : 0o644 });
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    return failed(
      inputFailure([`${out}: can't be written: ${cause.code}`], "Choose another folder with --out."),
    );
  }
  return null;
}
