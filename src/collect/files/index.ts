/**
 * Import of AWS CLI output: a directory with `organization.json` and `accounts/<id>/…`, or one account's answer alone.
 *
 * In: files, which nobody vouches for. Out: a `Snapshot`, or every error with file, line and column, reason and advice.
 * What is missing becomes coverage; nothing is guessed. Start reading at `import-directory.ts`.
 */
export { importDirectory } from "./import-directory.ts";
export { placeOf } from "./import-error.ts";
