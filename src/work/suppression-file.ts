/**
 * The files of accepted findings. `accesslens-suppressions.yaml` is written by people; a baseline has the same shape and is
 * written by `scan --write-baseline`. Each entry needs a reason and an expiry.
 */
import { renameSync, writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { z } from "zod";
import type { Suppression } from "../findings/suppressions.ts";
import { ok, type Result } from "../model/index.ts";
import { endOfDay, isDate } from "./intent-file.ts";
import { type FileFault, readYamlFile } from "./yaml-file.ts";

const reason = z.string("every entry needs a reason").trim().min(1, "every entry needs a reason");
const expires = z
  .string("every entry needs a date of expiry, such as 2027-06-30")
  .regex(/^\d{4}-\d{2}-\d{2}$/, "the expiry is written as 2027-06-30")
  .refine(isDate, "there is no such date");

const entrySchema = z
  .strictObject({
    finding: z
      .string()
      .regex(
        /^[0-9a-f]{16}$/,
        "a finding's id has sixteen hexadecimal digits; accesslens explain shows the whole of one",
      )
      .optional()
      .describe("A finding's id."),
    rule: z.string().min(1).optional().describe("A rule's id; then with subject."),
    subject: z.string().min(1).optional().describe("ARNs of the findings of the rule, with wildcards."),
    reason,
    expires,
    owner: z.string().min(1).optional(),
  })
  .refine(
    (entry) => (entry.finding === undefined) !== (entry.rule === undefined || entry.subject === undefined),
    "an entry names either a finding, or a rule and a subject",
  );

export type SuppressionEntry = z.output<typeof entrySchema>;

/** The file's shape; `schemas/suppressions.schema.json` is made from it. */
export const suppressionSchema = z.strictObject({ suppressions: z.array(entrySchema).optional() });

export function readSuppressions(path: string): Result<readonly Suppression[], readonly FileFault[]> {
  const file = readYamlFile(path, suppressionSchema, "docs/intent.md");
  if (!file.ok) return file;
  return ok(
    (file.value.suppressions ?? []).map((entry) => ({
      matches:
        entry.finding === undefined
          ? { kind: "rule", rule: entry.rule ?? "", subject: entry.subject ?? "" }
          : { kind: "finding", id: entry.finding },
      reason: entry.reason,
      expires: endOfDay(entry.expires),
      owner: entry.owner ?? null,
    })),
  );
}

/** `expires`: YYYY-MM-DD. The file is replaced at once or not at all. */
export function writeBaseline(
  path: string,
  findings: readonly { readonly id: string; readonly rule: string; readonly title: string }[],
  acceptance: { readonly reason: string; readonly expires: string },
): void {
  const lines = findings.map(
    ({ id, rule, title }) =>
      `  # ${`${rule}: ${title}`.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd")}\n  - ${JSON.stringify({ finding: id, ...acceptance })}\n`,
  );
  const text = findings.length === 0 ? stringify({ suppressions: [] }) : `suppressions:\n${lines.join("")}`;
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, text, { mode: 0o600 });
  renameSync(beside, path);
}
