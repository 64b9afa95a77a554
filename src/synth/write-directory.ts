/** Writes a synthetic organization as a directory of AWS CLI output, account by account. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "../model/index.ts";
import { authorizationDetails } from "./authorization-details.ts";
import { identityCenter } from "./identity-center.ts";
import type { SynthOptions } from "./options.ts";
import type { OrganizationPlan } from "./organization-plan.ts";
import { inPartition } from "./partition.ts";
import { type Synthesis, synthesize } from "./synthesize.ts";
import type { Progress } from "./to-snapshot.ts";
import type { Truth } from "./truth.ts";

export type WriteProblem = { readonly path: string; readonly message: string; readonly advice: string };
export type Written = { readonly accounts: number; readonly roles: number; readonly truth: Truth };

/** `directory` must be empty or not there yet: files of an older organization would be read as part of this one. */
export function writeDirectory(
  options: SynthOptions,
  directory: string,
  onProgress: Progress = () => {},
): Promise<Result<Written, WriteProblem>> {
  return writeSynthesis(synthesize(options), directory, onProgress);
}

export async function writeSynthesis(
  synthesis: Synthesis,
  directory: string,
  onProgress: Progress = () => {},
): Promise<Result<Written, WriteProblem>> {
  try {
    const taken = await makeDirectory(directory, "organization");
    if (taken !== null) return err(taken);
    const { plan, options } = synthesis;
    const { value } = inPartition(options.partition);
    const write = (path: string, told: unknown) => writeJson(path, value(told));
    await write(join(directory, "organization.json"), organizationFile(plan));
    await write(join(directory, "identity-center.json"), identityCenter(plan));
    let accounts = 0;
    let roles = 0;
    for (const contents of synthesis.accounts()) {
      const home = join(directory, "accounts", contents.id);
      await mkdir(home, { recursive: true });
      await write(join(home, "authorization-details.json"), authorizationDetails(contents));
      await write(join(home, "identity-providers.json"), {
        OpenIDConnectProviders: contents.oidcProviders.map(({ arn, url, clientIds }) => ({
          Arn: arn,
          Url: url,
          ClientIDList: clientIds,
          ThumbprintList: ["06b25927c42a721631c1efd9431e648fa62e1e39"],
        })),
        SAMLProviders: contents.samlProviders.map((arn) => ({ Arn: arn })),
      });
      await write(
        join(home, "resource-policies.json"),
        contents.resources.map(({ arn, type, region, policy, attributes }) => ({
          Arn: arn,
          Type: type,
          Region: region,
          Policy: policy,
          Attributes: attributes,
        })),
      );
      await write(join(home, "account.json"), contents.settings);
      await write(join(home, "roles-anywhere.json"), contents.rolesAnywhere);
      accounts++;
      roles += contents.roles.length;
      onProgress(accounts, plan.accounts.length);
    }
    return ok({ accounts, roles, truth: synthesis.truth });
  } catch (cause) {
    return err(problem(directory, cause));
  }
}

/** The truth as JSON, as `schemas/truth.schema.json` describes it. */
export async function writeTruth(truth: Truth, path: string): Promise<Result<void, WriteProblem>> {
  try {
    await writeJson(path, truth);
    return ok(undefined);
  } catch (cause) {
    return err(problem(path, cause));
  }
}

/** Makes it where it isn't there yet; tells if it holds something. `what` its files would be read as a part of. */
export async function makeDirectory(directory: string, what: string): Promise<WriteProblem | null> {
  await mkdir(directory, { recursive: true });
  if ((await readdir(directory)).length === 0) return null;
  return {
    path: directory,
    message: "the directory is not empty",
    advice: `Name a new or empty directory: older files would be read as part of this ${what}.`,
  };
}

/** Anything but an error of the system is a bug, and goes on. */
export function problem(path: string, cause: unknown): WriteProblem {
  if (!(cause instanceof Error) || !("code" in cause)) throw cause;
  const where = "path" in cause && typeof cause.path === "string" ? cause.path : path;
  return {
    path: where,
    message: `can't be written: ${cause.message}`,
    advice: "Check that the directory may be written to, and that the disk has room.",
  };
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

function organizationFile(plan: OrganizationPlan): object {
  const { management } = plan.hubs;
  const base = `arn:aws:organizations::${management.id}`;
  return {
    Organization: {
      Id: plan.id,
      Arn: `${base}:organization/${plan.id}`,
      FeatureSet: "ALL",
      MasterAccountArn: `${base}:account/${plan.id}/${management.id}`,
      MasterAccountId: management.id,
      MasterAccountEmail: management.email,
    },
    Roots: [
      {
        Id: plan.rootId,
        Arn: `${base}:root/${plan.id}/${plan.rootId}`,
        Name: "Root",
        PolicyTypes: [
          { Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" },
          { Type: "RESOURCE_CONTROL_POLICY", Status: "ENABLED" },
        ],
      },
    ],
    OrganizationalUnits: plan.units.map(({ id, name, parentId }) => ({
      Id: id,
      Arn: `${base}:ou/${plan.id}/${id}`,
      Name: name,
      ParentId: parentId,
    })),
    Accounts: plan.accounts.map((account) => ({
      Id: account.id,
      Arn: `${base}:account/${plan.id}/${account.id}`,
      Email: account.email,
      Name: account.name,
      Status: account.readable ? "ACTIVE" : "SUSPENDED",
      ParentId: account.parent,
      Tags: [{ Key: "environment", Value: account.environment }],
    })),
    Policies: plan.policies.map(({ id, name, type, document, targets }) => ({
      Id: id,
      Name: name,
      Type: type,
      Content: document,
      Targets: targets,
    })),
    DelegatedAdministrators: ["guardduty.amazonaws.com", "access-analyzer.amazonaws.com"].map(
      (ServicePrincipal) => ({ Id: plan.hubs.security.id, ServicePrincipal }),
    ),
  };
}
