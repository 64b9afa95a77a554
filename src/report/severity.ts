import type { LintSeverity } from "../findings/lint/lint-rule.ts";
import type { Severity } from "../findings/types.ts";

/** Colours by severity, for whoever can show them. */
export const severityStyle: Readonly<
  Record<Severity, "red" | "yellow" | "cyan" | "gray" | readonly ["bold", "red"]>
> = {
  critical: ["bold", "red"],
  high: "red",
  medium: "yellow",
  low: "cyan",
  info: "gray",
};

export const lintSeverityStyle: Readonly<Record<LintSeverity, "red" | "yellow" | "gray">> = {
  error: "red",
  security: "red",
  warning: "yellow",
  suggestion: "gray",
};
