/**
 * Import of AWS CLI output: a directory with `organization.json` and `accounts/<id>/…`, or one account's answer alone; and of
 * what stands for such a directory, such as the storage of iam-collect (`iam-collect/source.ts`).
 *
 * In: files, which nobody vouches for. Out: a `Snapshot`, or every error with file, line and column, reason and advice.
 * What is missing becomes coverage; nothing is guessed. Start reading at `import-directory.ts`.
 */
export { importDirectory, importSource } from "./import-directory.ts";
export { placeOf, printable } from "./import-error.ts";
export type { ImportSource } from "./import-source.ts";
export { parseJsonFile } from "./json-file.ts";
