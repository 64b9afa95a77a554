/**
 * The snapshot as a file, and a cache beside it.
 *
 * In: a `Snapshot`, out: `<name>.alens` (NDJSON in zstd), written atomically; and back, with every value checked.
 * The cache holds the same data as columns that are mapped instead of parsed, plus whatever a caller derives from it; it
 * can be deleted at any time. Start reading at `format.ts`.
 */
export * from "./cache.ts";
export type { SnapshotFileError } from "./format.ts";
export { readSnapshot } from "./read-snapshot.ts";
export { writeSnapshot } from "./write-snapshot.ts";
