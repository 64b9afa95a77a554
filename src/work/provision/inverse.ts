/** How a change of a policy is taken back, as the journal keeps it. */
import { z } from "zod";
import {
  addStatements,
  type ManagedStatement,
  type Merge,
  removeStatements,
  type SizeLimit,
  statementsOf,
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

/** Of what a change is to do where the text is `before`, what is not so already: that alone is taken back. */
export function inverseOver(inverse: StatementsInverse, before: string | null): StatementsInverse {
  const found = before === null ? null : statementsOf(before);
  const standing = new Set(found?.ok === true ? found.value.map(({ sid }) => sid) : []);
  const isRemoved = inverse.kind === "remove-statements";
  const statements = inverse.statements.filter(({ Sid }) => standing.has(Sid) !== isRemoved);
  return { ...inverse, statements };
}
