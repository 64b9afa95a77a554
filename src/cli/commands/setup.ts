/** `accesslens setup`: the collector's role, as templates to review and deploy. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { collectors } from "../../collect/live/index.ts";
import { isArn, isOrganizationId, splitArn } from "../../model/index.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { neededActions, setupFiles } from "../../work/setup/index.ts";
import { done, failed, type Outcome, type OutputFormat, usageFailure } from "../exit.ts";
import { writeSetupFiles } from "../setup-files.ts";
import type { Terminal } from "../terminal.ts";

export type SetupArguments = {
  readonly hub?: string;
  readonly roleName: string;
  readonly externalId: boolean;
  readonly organization?: string;
  readonly sessionTags?: boolean;
  readonly explain?: boolean;
  readonly out: string;
  readonly force?: boolean;
  readonly format: OutputFormat;
};

export async function runSetup(args: SetupArguments, terminal: Terminal): Promise<Outcome> {
  if (args.explain === true) return explain(args, terminal);
  const { hub, organization } = args;
  if (hub === undefined || !isArn(hub) || splitArn(hub)?.service !== "iam") {
    return failed(
      usageFailure(
        hub === undefined
          ? "--hub is missing: who may assume the role"
          : `--hub: ${hub} is no principal's ARN`,
        "Name the role that runs accesslens collect, such as arn:aws:iam::123456789012:role/accesslens.",
      ),
    );
  }
  if (organization !== undefined && !isOrganizationId(organization)) {
    return failed(
      usageFailure(`--organization: ${organization} is no organization's id`, "Such as o-a1b2c3d4e5."),
    );
  }
  if (!/^[\w+=,.@-]{1,64}$/.test(args.roleName)) {
    return failed(
      usageFailure(
        `--role-name: ${args.roleName} is no role's name`,
        "Letters, digits and +=,.@_-; no path.",
      ),
    );
  }
  // 256 random bits: nobody guesses it, and no other customer of anybody has it.
  const externalId = args.externalId ? randomBytes(32).toString("hex") : null;
  const templates = setupFiles({
    roleName: args.roleName,
    hub,
    externalId,
    organizationId: organization ?? null,
    sessionTags: args.sessionTags === true,
    collectors,
  });
  const secret =
    externalId === null
      ? []
      : [
          {
            name: "external-id.txt",
            text: `${externalId}\n`,
            what: "the external ID: a parameter of the templates, and for collect",
          },
        ];
  const files = [...templates, ...secret];
  const refused = await writeSetupFiles(files, args);
  if (refused !== null) return refused;
  if (args.format === "json") {
    const told = files.map(({ name, what }) => ({ file: join(args.out, name), what }));
    terminal.raw(
      `${jsonLine({ files: told, actions: neededActions(collectors).map(({ action }) => action) })}\n`,
    );
    return done;
  }
  for (const { name, what } of files) terminal.line(plain(`${join(args.out, name)}: ${what}`));
  const id = externalId === null ? "" : ` --external-id-file ${join(args.out, "external-id.txt")}`;
  terminal.line();
  terminal.line("what each permission is for: accesslens setup --explain");
  terminal.line(
    plain(`next, once it is deployed: accesslens collect --role-name ${args.roleName}${id} --out org.alens`),
  );
  return done;
}

function explain({ format }: SetupArguments, terminal: Terminal): Outcome {
  const needed = neededActions(collectors);
  if (format === "json") {
    terminal.raw(`${jsonLine({ actions: needed })}\n`);
    return done;
  }
  const rows = needed.map(({ action, needs }) => [
    { text: action },
    { text: [...new Set(needs.map(({ collector }) => collector))].join(", ") },
    { text: [...new Set(needs.map(({ why }) => why))].join("; ") },
  ]);
  terminal.line(table(["ACTION", "COLLECTOR", "WHAT FOR"], rows, terminal.width));
  return done;
}
