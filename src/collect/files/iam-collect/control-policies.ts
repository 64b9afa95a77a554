/** Service and resource control policies: a folder each, and what they are attached to by the rows of units and accounts. */
import type { JsonObject } from "../json-file.ts";
import { type Composed, Made } from "./composed-file.ts";
import type { Folder, Reading } from "./reading.ts";

/** Folders of policies, the member of units' and accounts' rows that names them, and AWS's name of the type. */
const kinds = [
  { name: "scps", type: "SERVICE_CONTROL_POLICY" },
  { name: "rcps", type: "RESOURCE_CONTROL_POLICY" },
] as const;

type Targets = readonly (readonly [string, JsonObject])[];

/**
 * `about`: the organization's metadata, which tells the types of policies that are on. `targets`: units and accounts, by id;
 * null: they are not known, and neither is what policies are attached to. Undefined: nothing is known of any policy.
 */
export async function controlPolicies(
  reading: Reading,
  { path }: Folder,
  about: JsonObject,
  targets: Targets | null,
): Promise<Composed | undefined> {
  const features = about.optional("features")?.object("features") ?? null;
  if (features === null) return undefined;
  const policies: Composed[] = [];
  for (const { name, type } of kinds) {
    // Where a type is off, no policy of it counts, and iam-collect asks for none.
    if (features.optional(type)?.boolean(type) !== true) continue;
    const attached = targets === null ? null : attachments(targets, name);
    const folders = await reading.folders(`${path}/${name}`);
    const held = new Set<string>();
    for (const folder of folders) {
      const row = await policyOf(folder, type, attached);
      if (row === null) continue;
      policies.push(row.policy);
      held.add(row.arn);
    }
    for (const arn of attached?.keys() ?? []) {
      if (held.has(arn)) continue;
      reading.gap(arn, `It is attached, and ${name}/ does not hold it.`, "control-policies");
    }
    if (folders.length === 0) {
      // AWS's own FullAWSAccess and RCPFullAWSAccess exist wherever the type is on.
      reading.gap(reading.shown(`${path}/${name}`), `${type} is on, and none is there.`, "control-policies");
    }
  }
  return policies;
}

/** What each policy is attached to, by its ARN. */
function attachments(targets: Targets, name: "scps" | "rcps"): ReadonlyMap<string, readonly Made[]> {
  const attached = new Map<string, Made[]>();
  for (const [target, row] of targets) {
    for (const value of row.list(name) ?? []) {
      const arn = value.text(name);
      if (arn === null) continue;
      const made = new Made(target, value);
      const known = attached.get(arn);
      if (known === undefined) attached.set(arn, [made]);
      else known.push(made);
    }
  }
  return attached;
}

async function policyOf(
  folder: Folder,
  type: string,
  attached: ReadonlyMap<string, readonly Made[]> | null,
): Promise<{ readonly arn: string; readonly policy: Composed } | null> {
  const [about, content] = await Promise.all([folder.metadata(), folder.file("policy.json")]);
  const value = about?.required("arn") ?? null;
  const arn = value?.text("arn") ?? null;
  if (about === null || value === null || arn === null) return null;
  const policy = {
    // The folder's name is the id in lower case.
    Id: new Made(arn.slice(arn.lastIndexOf("/") + 1), value),
    Arn: value,
    Name: about.optional("name") ?? undefined,
    Type: new Made(type, value),
    Content: content ?? undefined,
    Targets: attached === null ? undefined : (attached.get(arn) ?? []),
  };
  return { arn, policy };
}
