/** Where the files of an import come from: a directory, or a journal that stands for one. */
import type { AccountId } from "../../model/index.ts";
import type { ImportContext } from "./import-context.ts";
import type { FileOutcome } from "./json-file.ts";

export interface ImportSource {
  /** `name` as docs/formats has it: `organization.json`, `accounts/123456789012/resource-policies.json`. */
  read(name: string): Promise<FileOutcome | { readonly kind: "missing-and-told" }>;
  /** The accounts that have files, ascending; null: the source has no accounts. */
  accounts(context: ImportContext): Promise<readonly AccountId[] | null>;
}
