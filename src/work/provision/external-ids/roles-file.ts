/** A file of roles to check: many customers' roles, as a vendor has them. */
import { z } from "zod";
import type { Result } from "../../../model/index.ts";
import { isExternalId } from "../../../provision/external-ids/external-id.ts";
import { type FileFault, readYamlFile } from "../../yaml-file.ts";
import { isCaller, roleOf } from "./role-names.ts";

const caller = z
  .string()
  .refine(isCaller, "an account's id, or the ARN of a role or user: who would call")
  .describe("Who would call: an account's id, or the ARN of a role or user.");

const role = z.strictObject({
  role: z.string().refine((text) => roleOf(text) !== null, "a role's whole ARN, path included"),
  externalId: z
    .string()
    .refine(isExternalId, "2 to 1224 letters, digits and _+=,.@:/-")
    .optional()
    .describe("The right one."),
  relationship: z.string().optional().describe("Or: the one that the registry has for it (--store)."),
  caller: caller.optional(),
  trustPolicy: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .describe("Its trust policy, as text or as it is; without: out of --snapshot, or not known."),
});

export const rolesFileSchema = z.strictObject({
  caller: caller.optional(),
  roles: z.array(role).min(1).max(100_000),
});
export type RolesFile = z.infer<typeof rolesFileSchema>;

export function readRolesFile(path: string): Result<RolesFile, readonly FileFault[]> {
  return readYamlFile(path, rolesFileSchema, "docs/external-ids.md");
}
