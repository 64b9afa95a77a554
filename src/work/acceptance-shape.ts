/** The JSON that `accesslens accept --format json` prints; `schemas/accept.schema.json` is made from it. */
import { z } from "zod";

const ids = (description: string) => z.array(z.string().regex(/^[0-9a-f]{16}$/)).describe(description);

export const acceptanceShape = z.strictObject({
  file: z.string().describe("The file of accepted findings."),
  accepted: ids("Findings that had no entry of their own."),
  replaced: ids("Findings whose entry was another, or had run out."),
  unchanged: ids("Findings whose entry says the same already."),
  withdrawn: ids("Findings whose entry is gone."),
});
