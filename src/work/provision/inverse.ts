/** How a change of a policy is taken back, as the journal keeps it. */
import { z } from "zod";
import {
  addStatements,
  type ManagedStatement,
  type Merge,
  removeStatements,
  type SizeLimit,
} from "../../provision/index.ts";

const statement = z.looseObject({ Sid: z.string() });

const inverseShape = z.strictObject({
  kind: z.enum(["remove-statements", "add-statements"]),
  region: z.string(),
  statements: z.array(statement),
});

/** `statements`: as they were written, or as they stood. */
export type StatementsInverse = {
  readonly kind: "remove-statements" | "add-statements";
  readonly region: string;
  readonly statements: readonly ManagedStatement[];
};

export function inverseText(inverse: StatementsInverse): string {
  return JSON.stringify(inverse);
}

/** Null: it is of another kind of change, or of a later version. */
export function statementsInverse(text: string): StatementsInverse | null {
  const value: unknown = JSON.parse(text);
  if (!inverseShape.safeParse(value).success) return null;
  const inverse: StatementsInverse = JSON.parse(text);
  return inverse;
}

export function mergeOfInverse({ kind, statements }: StatementsInverse, limit: SizeLimit): Merge {
  return kind === "add-statements" ? addStatements(statements, limit) : removeStatements(statements);
}

/** The change itself, made again. */
export function opposite(inverse: StatementsInverse): StatementsInverse {
  return {
    ...inverse,
    kind: inverse.kind === "add-statements" ? "remove-statements" : "add-statements",
  };
}
