/** The edit that asks third parties for an external ID, and nobody else who is let in by the same statement. */
import { requireOfThem } from "../../require-of-them.ts";
import type { Draft, StatementEdit, TrustView } from "../../rule.ts";
import { externalIdKey } from "./external-id-terms.ts";

/**
 * The engine knows no randomness, so it can't draw a good id: a fix shows this stand-in, which says what it is.
 */
const standIn = "REPLACE-WITH-A-RANDOM-ID-AGREED-WITH-THE-THIRD-PARTY";

/** `values`: the external IDs that are let through from now on; empty: a new one, to be agreed on. */
export function requireExternalId(
  view: TrustView,
  draft: Draft,
  values: readonly string[] = [],
): readonly StatementEdit[] {
  return requireOfThem(view, draft, {
    operator: "StringEquals",
    key: externalIdKey,
    values: values.length === 0 ? [standIn] : values,
  });
}
