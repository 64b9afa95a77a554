/**
 * The vocabulary of AccessLens: identifiers, the organization, and the snapshot that every question is asked of.
 * Types and parsers of identifiers only; no behaviour beyond them. Start reading at `snapshot.ts`.
 */
export * from "./coverage.ts";
export * from "./documents.ts";
export * from "./identifiers.ts";
export * from "./organization.ts";
export * from "./result.ts";
export * from "./snapshot.ts";
