/** A fix as the journal keeps it, and how it is taken back: statement by statement, so that what others have written since stays. */
import { z } from "zod";
import type { RemovablePlace } from "../../../graph/reach/index.ts";
import { type AccountId, type Arn, isAccountId, isArn } from "../../../model/index.ts";
import { type Merge, type StatementChange, takeBack } from "../../../provision/index.ts";
import type { PlannedFix } from "./plan-fixes.ts";

/** Of the journal: the changes that the code here takes back. */
export const policyFixKind = "policy-fix";

const arn = z.custom<Arn>((value) => typeof value === "string" && isArn(value));
const account = z.custom<AccountId>((value) => typeof value === "string" && isAccountId(value));

const placeShape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("trust-policy"), role: arn }),
  z.strictObject({ kind: z.literal("inline-policy"), holder: arn, name: z.string() }),
  z.strictObject({ kind: z.literal("managed-policy"), account, policy: arn }),
]);

const inverseShape = z.strictObject({
  place: placeShape,
  statements: z.array(z.strictObject({ before: z.string().nullable(), after: z.string().nullable() })),
});

export function journaledFix({ place }: PlannedFix, statements: readonly StatementChange[]): string {
  return JSON.stringify({ place, statements });
}

export type FixUndo = { readonly place: RemovablePlace; readonly merge: Merge };

/** `inverse`: as {@link journaledFix} wrote it. Null: it is none. */
export function undoOfFix(inverse: string): FixUndo | null {
  let json: unknown;
  try {
    json = JSON.parse(inverse);
  } catch {
    return null;
  }
  const read = inverseShape.safeParse(json);
  if (!read.success) return null;
  const { place, statements } = read.data;
  return { place, merge: takeBack(statements) };
}
