/**
 * Policy text to statements with source positions, and back.
 *
 * In: a policy's text, raw or URL-encoded. Out: a tree of plain data (`ast.ts`), with what is wrong as issues, never as an
 * exception; the canonical form and its hash; the text as people are shown it. It decides nothing: what a statement means
 * is `authz`'s business. Start reading at `parse.ts`; JSON with positions (`json.ts`) is also what imports are read with.
 */

export { decodePolicyText } from "../model/policy-encoding.ts";
export * from "./ast.ts";
export { canonicalPolicy, policyHash } from "./canonical.ts";
export { displayPolicy } from "./display.ts";
export { statementElements } from "./elements.ts";
export { type ExternalIdPlace, externalIdPlaces, maskPolicyText, maskValue } from "./external-ids.ts";
export * from "./json.ts";
export * from "./json-text.ts";
export { policySize, policySizeLimits } from "./limits.ts";
export { parsePolicy } from "./parse.ts";
export { printPolicy } from "./print.ts";
export { variableParts } from "./variables.ts";
