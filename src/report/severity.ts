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
