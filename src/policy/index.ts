/**
 * Policy text to statements with source positions, and back.
 *
 * In: a policy's text, raw or URL-encoded. Out: a tree of plain data (`ast.ts`), with what is wrong as issues, never as an
 * exception. It decides nothing: what a statement means is `authz`'s business. Start reading at `parse.ts`.
 */
export * from "./ast.ts";
export { decodePolicyText } from "./decode.ts";
export { type DisplayedPolicy, displayPolicy, lineRange } from "./display.ts";
export * from "./json.ts";
export { type PolicyError, parsePolicy } from "./parse.ts";
export { parseOperator } from "./parse-conditions.ts";
export { canonicalPolicy, operatorText, policyHash, printPolicy } from "./print.ts";
export { hasVariable, type TextPart, variableParts } from "./variables.ts";
