/** Commands that take sessions of roles. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { shells } from "../report/credential-texts.ts";
import { collected, formatOption, listed, snapshotOption, wholeNumber } from "./options.ts";
import { run } from "./run-command.ts";

/** As many as a machine runs side by side without being taken over. */
const commandsAtOnce = 8;

export function addSessionCommands(program: Command, quiet: () => boolean): void {
  withWish(program.command("session"))
    .description("assume a role: credentials as exports, for ~/.aws/config, or for a command")
    .argument("<role>", "the role's whole ARN; or an account, by id or name, with --role-name")
    .argument("[command...]", "behind --: what to run with the credentials")
    .addOption(new Option("--shell <name>", "whose exports to print").choices(shells).default("sh"))
    .option(
      "--credential-process",
      "print what AWS's SDKs and CLI take from a credential_process; kept until shortly before the end",
    )
    .option(
      "--print-config <profile>",
      "print a profile for ~/.aws/config that takes its credentials from here",
    )
    .addOption(snapshotOption())
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  eval "$(accesslens session arn:aws:iam::123456789012:role/Deploy)"
  accesslens session 123456789012 --role-name Deploy -- aws s3 ls
  accesslens session production --role-name Deploy --purpose TICKET-12 --duration 15m -- terraform plan
  accesslens session arn:aws:iam::123456789012:role/Vendor --external-id-file id.txt --session-tag Team=security
  accesslens session arn:aws:iam::210987654321:role/Spoke --via arn:aws:iam::123456789012:role/Hub -- aws sts get-caller-identity
  accesslens session arn:aws:iam::210987654321:role/Spoke --via arn:aws:iam::123456789012:role/Hub \\
    --via-external-id-file arn:aws:iam::123456789012:role/Hub=hub-id.txt -- aws sts get-caller-identity
  accesslens session arn:aws:iam::123456789012:role/Deploy --profile work --print-config deploy >> ~/.aws/config

Credentials come from where the AWS CLI has them. With a command, its exit code is ours, and profiles are not in its environment.
A command that can't be started gives 127 or 126, as in shells. When AWS refuses, a snapshot (the named or the last one) tells
which statement of which policy stands in the way. docs/sessions.md tells the rest.

Exit codes:
  0  done; with a command, the command's own
  2  the command line was not understood, or AWS would refuse what it asks for
  3  AWS gave no session, or an input could not be read
  4  a bug in AccessLens`,
    )
    .action((role: string, command: string[], options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/session.ts")).runSession(role, command, options, terminal),
      ),
    );

  withWish(program.command("each"))
    .description("run a command in many accounts, with a session of the same role in each")
    .argument("[command...]", "behind --: what to run in each account")
    .option("--accounts <list>", "these accounts, by id, or by name where there is a snapshot", listed)
    .option(
      "--ou <unit>",
      "the accounts of this unit and of those in it, by id or name; several: any of them",
      collected,
    )
    .option(
      "--tag <key=value>",
      "accounts with this tag (KEY alone: whatever its value); several: all of them",
      collected,
    )
    .option("--all", "all active accounts of the snapshot")
    .option("--regions <list>", "in each of these regions (AWS_REGION is set)", listed)
    .addOption(
      new Option("--at-once <number>", "so many commands at the same time")
        .argParser(wholeNumber(1, 256))
        .default(commandsAtOnce),
    )
    .option("--grouped", "each account's output in one piece, when its command has ended")
    .addOption(snapshotOption())
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens each --ou Production --role-name Audit -- aws s3api list-buckets --query 'Buckets[].Name' --output text
  accesslens each --tag Environment=prod --role-name Audit --regions eu-west-1,us-east-1 --format ndjson -- aws ec2 describe-vpcs
  accesslens each --accounts 123456789012,210987654321 --role-name Deploy --via arn:aws:iam::123456789012:role/Hub -- ./check.sh

Accounts come from the snapshot; the command finds ACCESSLENS_ACCOUNT_ID and ACCESSLENS_ACCOUNT_NAME in its environment, reads
nothing, and is not run through a shell. Lines come as they are written, behind their account. Of JSON, each command's output is
kept up to 1 MiB a stream. Ctrl-C ends what runs, with everything that it started.

Exit codes:
  0    every command ended with 0
  1    some did not, or AWS gave no session for them; the others ran
  2    the command line was not understood
  3    an input could not be read, or nobody is signed in
  4    a bug in AccessLens
  130  interrupted (143: told to end)`,
    )
    .action((command: string[], options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/each.ts")).runEachCommand(command, options, terminal),
      ),
    );
}

/** `900`, `900s`, `15m` or `1h`. */
function duration(text: string): number {
  const [, number, unit = "s"] = /^(\d{1,5})([smh])?$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError("It takes seconds, such as 900, or 15m, or 1h.");
  return Number(number) * (unit === "h" ? 3600 : unit === "m" ? 60 : 1);
}

/** Options that say what session is wanted, and whose credentials ask for it. */
function withWish(command: Command): Command {
  return command
    .option("--role-name <name>", "the role in the account, path included")
    .option("--via <role-arn>", "a role to go through first; several in their order", collected)
    .option(
      "--session-name <name>",
      "what CloudTrail shows (default: user@host); made valid, with a mark, where it is not",
    )
    .option("--purpose <text>", "goes into the session's name, such as a ticket")
    .option("--session-tag <key=value>", "a tag of the session; needs sts:TagSession", collected)
    .option("--transitive <key>", "a tag that stays with sessions that come of this one", collected)
    .option("--source-identity <name>", "who is behind it, for good; needs sts:SetSourceIdentity")
    .option("--external-id-file <file>", "holds the role's external ID (or ACCESSLENS_EXTERNAL_ID)")
    .option(
      "--relationship <name>",
      "take the external ID of this relationship from the registry (with --store)",
    )
    .option(
      "--via-external-id-file <role-arn=file>",
      "the file that holds the external ID of a role on the way; one for each that asks for one",
      collected,
    )
    .option(
      "--via-relationship <role-arn=name>",
      "the same from the registry, by relationship (with --store)",
      collected,
    )
    .option("--store <url>", "where the registry is: sqlite:PATH or postgres://USER@HOST/DATABASE")
    .option(
      "--duration <time>",
      "900 to 43200 seconds, or 15m, 1h (default: an hour); chained sessions an hour at most",
      duration,
    )
    .option("--session-policy <file>", "the session may do no more than this policy says")
    .option("--session-policy-arn <arn>", "nor more than this managed policy; several: up to 10", collected)
    .option(
      "--mfa-serial <arn>",
      "a second factor; its code is asked for at the terminal (or ACCESSLENS_MFA_CODE)",
    )
    .option("--profile <name>", "a profile of ~/.aws/config whose credentials assume the role")
    .option(
      "--region <name>",
      "where to sign in (default: AWS_REGION, the profile's, or the partition's first)",
    )
    .option("--fips", "AWS's FIPS endpoints (or AWS_USE_FIPS_ENDPOINT)");
}
