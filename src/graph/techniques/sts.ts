/** Techniques by STS. */
import type { Technique } from "./technique.ts";

export const stsTechniques: readonly Technique[] = [
  {
    id: "sts-001",
    title: "assumes a role that lets it in",
    references: ["https://pathfinding.cloud/paths/sts-001"],
    gives: { kind: "assumable-role" },
    needs: [{ action: "sts:AssumeRole", on: "target" }],
    commands: ["aws sts assume-role --role-arn {target} --role-session-name NAME"],
  },
];
