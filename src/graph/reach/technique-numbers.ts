/** Techniques by the numbers that edges have. */
import { techniques } from "../techniques/catalogue.ts";
import type { Technique } from "../techniques/technique.ts";
import { firstTechnique } from "./edge-table.ts";

export function techniqueOfKind(kind: number): Technique | null {
  return techniques[kind - firstTechnique] ?? null;
}
