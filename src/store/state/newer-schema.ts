import type { StateStoreFault } from "./fault.ts";

/** A newer program may keep things in ways that this one would break. */
export function newerSchema(where: string, found: number, known: number): StateStoreFault {
  return {
    kind: "newer-schema",
    message: `A newer AccessLens has written ${where}: its schema is version ${found}, and this one knows ${known}.`,
    advice: "Use the newer AccessLens; there is no way back to an older schema but a copy from before.",
  };
}
