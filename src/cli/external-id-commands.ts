/** External IDs: the registry, and whether roles ask for them as they should. */
import { type Command, Option } from "commander";
import { externalIdStates } from "../model/index.ts";
import { withAccess } from "./collect-commands.ts";
import {
  collected,
  doneCodeHelp,
  formatOption,
  intentOption,
  shownExternalIdOption,
  snapshotOption,
  wholeNumber,
} from "./options.ts";
import { run } from "./run-command.ts";
import { withProof } from "./trail-options.ts";

const storeText = "where the registry is: sqlite:PATH or postgres://…";
const relationshipText = "whom it is between: a customer, or a third party, as you call it";

/** What all have that ask the registry. */
function ofRegistry(command: Command): Command {
  return command
    .requiredOption("--store <url>", storeText)
    .addOption(shownExternalIdOption())
    .addOption(formatOption("table", "json"));
}

function ofRelationship(command: Command): Command {
  return ofRegistry(command.requiredOption("--relationship <name>", relationshipText));
}

const checkCodeHelp = `
Exit codes:
  0  done
  1  with --exit-code: some role is not safe, or not known to be
  2  the command line was not understood
  3  an input could not be read or used
  4  a bug in AccessLens`;

export function addExternalIdCommands(program: Command, quiet: () => boolean): void {
  const externalId = program
    .command("external-id")
    .description("external IDs: issue them, rotate them, and see whether roles ask for them as they should");
  addRegistryCommands(externalId, quiet);
  addVerifyCommand(externalId, quiet);
  addCheckCommand(externalId, quiet);
  addRotateCommand(externalId, quiet);
}

function addRegistryCommands(externalId: Command, quiet: () => boolean): void {
  ofRelationship(externalId.command("issue"))
    .description("a new external ID for a relationship, drawn at random and used for nothing else")
    .option("--role <arn>", "a role that will ask for it; several times", collected)
    .option("--note <text>", "for who looks back")
    .option("--by <name>", "who asks for it (default: the user of this machine)")
    .addHelpText(
      "after",
      `
Examples:
  accesslens external-id issue --relationship acme --store sqlite:registry.db
  accesslens external-id issue --relationship acme --role arn:aws:iam::123456789012:role/Vendor --store postgres://accesslens@db/accesslens --format json

It is drawn by this machine's generator for secrets (160 bits) and can't be chosen: whoever brings it must not have made it up. A
relationship that has one already keeps it, and is told so; of several that ask at once, all get the same. None is ever issued twice.
${doneCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/external-id.ts")).runIssue(options, terminal),
      ),
    );

  ofRegistry(externalId.command("list"))
    .description("what was issued and taken over, masked")
    .option("--relationship <name>", "only of this one")
    .addOption(new Option("--state <state>", "only these").choices(externalIdStates))
    .addHelpText(
      "after",
      `
Examples:
  accesslens external-id list --store sqlite:registry.db
  accesslens external-id list --relationship acme --external-ids shown --store sqlite:registry.db
${doneCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/external-id.ts")).runList(options, terminal),
      ),
    );

  ofRelationship(externalId.command("used-at"))
    .description("remember which roles ask for a relationship's external ID")
    .requiredOption("--role <arn>", "a role's whole ARN; several times", collected)
    .option("--forget", "they ask for it no more, or are gone")
    .addHelpText(
      "after",
      "\nExample:\n  accesslens external-id used-at --relationship acme --role arn:aws:iam::123456789012:role/Vendor --store sqlite:registry.db",
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/external-id.ts")).runUsedAt(options, terminal),
      ),
    );

  ofRelationship(externalId.command("revoke"))
    .description("end a relationship's external IDs, for good")
    .addHelpText(
      "after",
      `
Example:
  accesslens external-id revoke --relationship acme --store sqlite:registry.db

It changes the registry alone: roles let in whoever brings the external ID until their trust policies are changed. What was revoked
is never issued again; external-id issue gives the relationship a new one.
${doneCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/external-id.ts")).runRevoke(options, terminal),
      ),
    );

  ofRegistry(externalId.command("import"))
    .description("take over the external IDs that trust policies of a snapshot ask third parties for")
    .option("--apply", "write them into the registry (without: only told)")
    .option("--by <name>", "who says so (default: the user of this machine)")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew")
    .addHelpText(
      "after",
      `
Examples:
  accesslens external-id import --snapshot org.alens --store sqlite:registry.db
  accesslens external-id import --snapshot org.alens --store sqlite:registry.db --apply

They are marked as chosen by others, and as weak where our rules find that they could be guessed: rotate those.
${doneCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/external-id.ts")).runImport(options, terminal),
      ),
    );
}

function addVerifyCommand(externalId: Command, quiet: () => boolean): void {
  ofRelationship(withTrusts(withAccess(externalId.command("verify"))))
    .description(
      "prove that a relationship's roles ask for exactly its external ID, and for no other or none",
    )
    .option(
      "--caller <who>",
      "who comes in: an account or a principal (default: whoever is let in from outside)",
    )
    .option("--exit-code", "exit with 1 unless all of it is proven")
    .addHelpText(
      "after",
      `
Examples:
  accesslens external-id verify --relationship acme --store sqlite:registry.db --snapshot org.alens
  accesslens external-id verify --relationship acme --store sqlite:registry.db --live --role arn:aws:iam::123456789012:role/Vendor --exit-code

Looks at the roles that the registry knows (used-at), at those that are named, and at those of the snapshot that ask for it. During a
rotation both external IDs have to be accepted. The policy's text is weighed by the engine: Deny, IfExists, patterns and all.
${checkCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/external-id-check.ts")).runVerify(options, terminal),
      ),
    );
}

/** Where trust policies come from. */
function withTrusts(command: Command): Command {
  return command
    .option("--role <arn>", "a role that asks for it; several times", collected)
    .option("--live", "read the trust policies from AWS, by the options of collect")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew");
}

function addCheckCommand(externalId: Command, quiet: () => boolean): void {
  externalId
    .command("check")
    .description(
      "the confused-deputy test of many roles: each refuses a wrong and a missing external ID, and takes the right one",
    )
    .option(
      "--roles <file>",
      "the roles, with their right external IDs (docs/external-ids.md); without: those of the snapshot",
    )
    .option("--caller <who>", "who would call: an account or a principal, where the file does not say")
    .option("--store <url>", "the registry, for what names a relationship: sqlite:PATH or postgres://…")
    .option("--call", "try it by calls of AssumeRole as well, with sessions that may do nothing")
    .option("--profile <name>", "the profile of ~/.aws/config that calls (with --call)")
    .option("--region <name>", "where to call (default: AWS_REGION, or the partition's first)")
    .option("--fips", "AWS's FIPS endpoints alone")
    .addOption(
      new Option("--rate <percent>", "how much of AWS's rate limits to use")
        .argParser(wholeNumber(1, 1000))
        .default(80),
    )
    .addOption(
      new Option("--at-once <number>", "roles that are called at the same time")
        .argParser(wholeNumber(1, 200))
        .default(20),
    )
    .option("--exit-code", "exit with 1 unless every role is safe")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(shownExternalIdOption())
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens external-id check --roles customers.yaml --caller 123456789012 --call
  accesslens external-id check --snapshot org.alens --exit-code

A file: {"caller": "123456789012", "roles": [{"role": "arn:aws:iam::210987654321:role/Vendor", "externalId": "…", "trustPolicy": {…}}]}.
By the policy's text it is proven for every external ID; by --call it is tried with one that was drawn just now. What can't be told is
unknown, never safe. A call that is refused shows something only where the right external ID got in.
${checkCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/external-id-check.ts")).runCheck(options, terminal),
      ),
    );
}

function addRotateCommand(externalId: Command, quiet: () => boolean): void {
  withProof(ofRelationship(withTrusts(withAccess(externalId.command("rotate")))))
    .description("another external ID in two steps: both are accepted, then the old one is taken away")
    .option("--finish", "the second step: the old one is revoked")
    .option("--abort", "the way back: the new one is revoked, and the old one stays")
    .option(
      "--trail-files <directory>",
      "with --finish or --abort: CloudTrail's files, for who brings the one that is to go",
    )
    .option(
      "--since <time>",
      "with --trail-files: only uses from then on count (default: when the new one was issued)",
    )
    .option("--even-if-used", "whatever CloudTrail's files show, or do not")
    .option(
      "--apply",
      "write the trust policies of the roles that the registry knows, by the options of collect",
    )
    .option("--note <text>", "for who looks back")
    .option("--by <name>", "who asks for it (default: the user of this machine)")
    .addHelpText(
      "after",
      `
Examples:
  accesslens external-id rotate --relationship acme --store sqlite:registry.db --snapshot org.alens
  accesslens external-id rotate --relationship acme --store sqlite:registry.db --role-name accesslens-write --apply
  accesslens external-id rotate --finish --relationship acme --store sqlite:registry.db --trail-files ./trail
  accesslens external-id rotate --abort --relationship acme --store sqlite:registry.db --role-name accesslens-write --apply
  accesslens external-id rotate --finish --relationship acme --store sqlite:registry.db --trail-files ./trail --verify --digest-keys aws

Without --finish it issues the new one and tells the trust policies that accept both, each proven; run again, it tells the same. With
--finish it tells those that accept the new one alone, and revokes the old one, unless CloudTrail shows that it is still used, or does not
show that the new one is. With --abort it tells those that accept the old one alone, and revokes the new one. Trust policies come from --snapshot or --live; without, the condition is told that they need. --apply reads and writes them (iam:GetRole,
iam:UpdateAssumeRolePolicy): each is merged into what stands there, proven before it is written, journaled in the store, and read back.
${doneCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/external-id-rotate.ts")).runRotate(options, terminal),
      ),
    );
}
