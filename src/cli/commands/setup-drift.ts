/** `accesslens setup drift`: bus, queue and rules by which changes are heard of, as templates to review and deploy. */
import { homeRegion, isRegionName, partitionOfRegion } from "../../aws/index.ts";
import { isAccountId, isArn, isOrganizationId, splitArn } from "../../model/index.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { driftSetupFiles } from "../../work/setup/index.ts";
import { done, failed, type Outcome, type OutputFormat, usageFailure } from "../exit.ts";
import { writeSetupFiles } from "../setup-files.ts";
import type { Terminal } from "../terminal.ts";

export type SetupDriftArguments = {
  readonly hub?: string;
  readonly organization?: string;
  readonly hubRegion?: string;
  readonly busName: string;
  readonly queueName: string;
  readonly out: string;
  readonly force?: boolean;
  readonly format: OutputFormat;
};

export async function runSetupDrift(args: SetupDriftArguments, terminal: Terminal): Promise<Outcome> {
  const { hub, organization, busName, queueName } = args;
  const principal = hub !== undefined && isArn(hub) ? splitArn(hub) : null;
  if (principal === null || principal.service !== "iam" || !isAccountId(principal.account)) {
    return failed(
      usageFailure(
        hub === undefined
          ? "--hub is missing: who runs accesslens watch"
          : `--hub: ${hub} is no principal's ARN`,
        "Name the role that runs it, such as arn:aws:iam::123456789012:role/accesslens: bus and queue are made in its account.",
      ),
    );
  }
  if (organization === undefined || !isOrganizationId(organization)) {
    return failed(
      usageFailure(
        organization === undefined
          ? "--organization is missing: whose accounts may forward changes"
          : `--organization: ${organization} is no organization's id`,
        "Such as o-a1b2c3d4e5.",
      ),
    );
  }
  const { partition, account } = principal;
  const region = args.hubRegion ?? homeRegion(partition);
  if (!isRegionName(region) || partitionOfRegion(region) !== partition) {
    return failed(usageFailure(`--hub-region: ${region} is no region of ${partition}`, "Such as eu-west-1."));
  }
  const wrong = Object.entries({ "--bus-name": busName, "--queue-name": queueName }).find(
    ([, name]) => !/^[\w-]{1,64}$/.test(name),
  );
  if (wrong !== undefined) {
    return failed(
      usageFailure(`${wrong[0]}: ${wrong[1]} is no name`, "Letters, digits, _ and -, at most 64."),
    );
  }
  const files = driftSetupFiles({
    partition,
    account,
    region,
    organizationId: organization,
    busName,
    queueName,
    homeRegion: homeRegion(partition),
  });
  const refused = await writeSetupFiles(files, args);
  if (refused !== null) return refused;
  if (args.format === "json") {
    terminal.raw(
      `${jsonLine({ files: files.map(({ name, what }) => ({ file: `${args.out}/${name}`, what })) })}\n`,
    );
    return done;
  }
  for (const { name, what } of files) terminal.line(plain(`${args.out}/${name}: ${what}`));
  terminal.line();
  terminal.line("how to deploy them, in which order: docs/drift-setup.md");
  return done;
}
