/** Commands that make spoke roles. */
import { type Command, Option } from "commander";
import { collected, externalIdOption, formatOption, snapshotOption, wholeNumber } from "./options.ts";
import { run } from "./run-command.ts";
import { withTrail } from "./trail-options.ts";

export function addRoleCommands(program: Command, quiet: () => boolean): void {
  const role = program
    .command("role")
    .description(
      "spoke roles from a short file: planned, proven by the engine, made in many accounts, taken away again",
    );

  withDeployRole(role.command("plan"))
    .description("what there is to do in each account, who gains and loses access by it, and the proof")
    .argument("<file>", "the declaration (docs/roles.md)")
    .addOption(snapshotOption())
    .option(
      "--live",
      "read the roles from the accounts, not from the snapshot (so do --role-name and --profile)",
    )
    .addOption(
      new Option("--as <form>", "write what is declared as templates, for those who deploy that way").choices(
        ["cloudformation", "terraform"],
      ),
    )
    .option("--out <folder>", "where to write the templates", "accesslens-roles")
    .option("--force", "overwrite files that are there")
    .option("--limit <number>", "rows of the table (0: all)", wholeNumber(0), 25)
    .addHelpText(
      "after",
      `
Examples:
  accesslens role plan roles.yaml
  accesslens role plan roles.yaml --snapshot org.alens --format json
  accesslens role plan roles.yaml --role-name deploy --external-id-file id.txt
  accesslens role plan roles.yaml --events ./trail
  accesslens role plan roles.yaml --as cloudformation --out roles

Nothing is written to AWS. A role whose trust can't be proven is an error, with the reason: those who are declared have to get in
with the session that is declared, nobody else may, and no statement may be impossible to meet.
${roleExitCodes}`,
    )
    .action((file, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/role-plan.ts")).runRolePlan(file, options, terminal),
      ),
    );

  withDeployRole(role.command("apply"))
    .description("make the roles so, in all accounts that are meant; those that drifted are brought back")
    .argument("<file>", "the declaration (docs/roles.md)")
    .addOption(
      new Option(
        "--snapshot <file>",
        "what the organization and the callers are like (default: the organization is read)",
      ),
    )
    .option("--canary <account>", "this account first; the others only when it went well")
    .addHelpText(
      "after",
      `
Examples:
  accesslens role apply roles.yaml --role-name deploy --store sqlite:changes.db
  accesslens role apply roles.yaml --canary 123456789012
  accesslens role apply roles.yaml --role-name deploy --events ./trail
  accesslens role apply roles.yaml --format json

A role is made closed and opened last; of one that is there, what takes away comes before what gives, so that whatever stops it
leaves a role that is narrower at most. Run it again, and it goes on from there. With --store, each change is journaled.
${roleExitCodes}`,
    )
    .action((file, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/role-apply.ts")).runRoleApply(file, options, terminal),
      ),
    );

  withDeployRole(role.command("remove"))
    .description("take away the roles that were made of the file; others of the same name stay")
    .argument("<file>", "the declaration (docs/roles.md)")
    .option("--apply", "do it; without it, tell what would go")
    .option("--canary <account>", "this account first; the others only when it went well")
    .addHelpText(
      "after",
      `
Examples:
  accesslens role remove roles.yaml --role-name deploy
  accesslens role remove roles.yaml --role-name deploy --apply --store sqlite:changes.db
  accesslens role remove roles.yaml --role-name deploy --events ./trail --apply

A role is closed first, then emptied, then deleted. One that machines have by an instance profile is left alone.
${roleExitCodes}`,
    )
    .action((file, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/role-remove.ts")).runRoleRemove(file, options, terminal),
      ),
    );
}

const roleExitCodes = `
Exit codes:
  0  done
  1  some roles could not be planned, proven or written; each says why
  2  the command line was not understood
  3  an input could not be read or used, or the output not written
  4  a bug in AccessLens`;

/** How the accounts are entered that are written to, and what else these commands have in common. */
function withDeployRole(command: Command): Command {
  return withTrail(withAccounts(command), {
    optional: "a trail; a role that would refuse what CloudTrail has seen is left as it stands",
  })
    .option("--despite-trail", "planned and written all the same (with --events)")
    .option("--adopt", "take over roles of the same name that were not made of this file")
    .option(
      "--store <url>",
      "where changes are journaled and issued external IDs are: sqlite:PATH or postgres://…",
    )
    .addOption(externalIdOption())
    .addOption(formatOption("table", "json"));
}

function withAccounts(command: Command): Command {
  return command
    .option(
      "--role-name <name>",
      "the role to assume in each account, path included (default: OrganizationAccountAccessRole)",
    )
    .option("--external-id-file <file>", "holds that role's external ID (or ACCESSLENS_EXTERNAL_ID)")
    .option("--session-tag <key=value>", "a tag of those sessions; needs sts:TagSession", collected)
    .option(
      "--profile <name>",
      "a profile of ~/.aws/config instead of roles; several: one for each account",
      collected,
    )
    .option("--region <name>", "where to sign in (default: AWS_REGION, or the partition's first)")
    .option("--fips", "AWS's FIPS endpoints alone (or AWS_USE_FIPS_ENDPOINT)")
    .addOption(
      new Option("--accounts-at-once <number>", "accounts that are worked on at the same time")
        .argParser(wholeNumber(1, 1000))
        .default(16),
    )
    .addOption(
      new Option("--rate <percent>", "how much of AWS's rate limits to use; the rest is left to others")
        .argParser(wholeNumber(1, 1000))
        .default(50),
    );
}
