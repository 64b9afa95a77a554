/** The rules that run, as answers tell them. */
import type { z } from "zod";
import type { Rule } from "../../findings/rule.ts";
import type { rulesShape } from "./triage-shape.ts";

export function rulesAnswer(rules: readonly Rule[]): z.infer<typeof rulesShape> {
  return {
    rules: rules.map(({ id, title, severity, rationale, references }) => ({
      id,
      title,
      severity,
      rationale,
      references: [...references],
    })),
  };
}
