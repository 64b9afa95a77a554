/** A fix as the journal keeps it, and how it is taken back: statement by statement, so that what others have written since stays. */
import { z } from "zod";
import type { RemovablePlace } from "../../../graph/reach/index.ts";
import { type AccountId, type Arn, isAccountId, isArn } from "../../../model/index.ts";
import type { StatementChange } from "../../../provision/index.ts";

/** Of the journal: the changes that the code here takes back. */
export const policyFixKind = "policy-fix";

const arn = z.custom<Arn>((value) => typeof value === "string" && isArn(value));
const account = z.custom<AccountId>((value) => typeof value === "string" && isAccountId(value));

const placeShape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("trust-policy"), role: arn }),
  z.strictObject({ kind: z.literal("inline-policy"), holder: arn, name: z.string() }),
  z.strictObject({ kind: z.literal("managed-policy"), account, policy: arn }),
  z.strictObject({ kind: z.literal("resource-policy"), account, resource: arn }),
]);

const inverseShape = z.strictObject({
  place: placeShape,
  statements: z.array(z.strictObject({ before: z.string().nullable(), after: z.string().nullable() })),
});

export type JournaledFix = {
  readonly place: RemovablePlace;
  readonly statements: readonly StatementChange[];
};

export function journaledFix({ place, statements }: JournaledFix): string {
  return JSON.stringify({ place, statements });
}

/** Null: it is of another kind of change, or of a later version. */
export function readJournaledFix(text: string): JournaledFix | null {
  const read = inverseShape.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}

/** The change the other way around. */
export function oppositeFix({ place, statements }: JournaledFix): JournaledFix {
  return { place, statements: statements.map(({ before, after }) => ({ before: after, after: before })) };
}
