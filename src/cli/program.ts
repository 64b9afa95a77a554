/** The command tree: names, arguments, options and help texts. What a command does stands in `commands/`. */
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import type { Outcome, OutputFormat } from "./exit.ts";
import { createTerminal, type Terminal } from "./terminal.ts";

import { versionText } from "./version.ts";

const severityNames = ["info", "low", "medium", "high", "critical"] as const;
const lintSeverityNames = ["suggestion", "warning", "security", "error"] as const;
const policyKinds = ["identity", "resource", "trust", "scp", "rcp"] as const;

const exitCodeHelp = `
Exit codes:
  0  done, and no finding at or above --fail-on
  1  done, with findings at or above --fail-on
  2  the command line was not understood
  3  an input could not be read or used, or the output not written
  4  a bug in AccessLens`;

/** Runs a command's body and reports how it went; the only place where failures become messages. */
async function run(quiet: boolean, body: (terminal: Terminal) => Promise<Outcome>): Promise<void> {
  const terminal = createTerminal(quiet);
  const outcome = await body(terminal);
  terminal.endProgress();
  switch (outcome.kind) {
    case "done":
      process.exitCode = outcome.exitCode;
      return;
    case "failed": {
      const { messages, advice, exitCode } = outcome.failure;
      messages.forEach((message, index) => {
        terminal.error(message, index === messages.length - 1 ? advice : null);
      });
      process.exitCode = exitCode;
    }
  }
}

function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least || number > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`It takes a whole number ${range}.`);
    }
    return number;
  };
}

/** For options that are given several times. */
function collected(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function formatOption(...formats: readonly OutputFormat[]): Option {
  return new Option("--format <format>", "for people, or for programs").choices(formats).default("table");
}

const snapshotOption = (): Option =>
  new Option("--snapshot <file>", "the snapshot to ask (default: the last one written)");

const externalIdOption = (): Option =>
  new Option(
    "--external-ids <how>",
    "external IDs in the output (default: masked for people, shown in JSON)",
  ).choices(["masked", "shown"]);

const mostHopsOption = (): Option =>
  new Option("--max-hops <number>", "look no farther than so many hops (1 to 50)")
    .argParser(wholeNumber(1, 50))
    .default(8);

const onlyOption = (): Option =>
  new Option("--only <certainty>", "without what is only may").choices(["proven"]);

const actionOption = (): Option =>
  new Option(
    "--action <action>",
    "what has to be possible at a resource (default: whatever reads or writes its data)",
  );

const intentOption = (): Option =>
  new Option("--config <file>", "declared intent (default: accesslens.yaml in this folder, if there is one)");

type Common = { readonly quiet?: boolean };

export function createProgram(): Command {
  const program = new Command("accesslens")
    .description(
      "Who can get into our AWS accounts, and what could they do then?\n" +
        "Answers from an organization's IAM data, on this machine; nothing is sent anywhere.",
    )
    .version(versionText)
    .option("--quiet", "no progress and no warnings")
    .exitOverride()
    .showHelpAfterError("(accesslens --help lists the commands; accesslens COMMAND --help shows examples)")
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      `
Start here:
  accesslens demo                               a made-up organization, imported, scanned and explained
  accesslens import ./iam-data --out org.alens  read your own, from AWS CLI output
  accesslens scan                               what is wrong, worst first
${exitCodeHelp}`,
    );
  const quiet = (): boolean => program.opts<Common>().quiet === true;

  program
    .command("import")
    .description("read AWS CLI output into a snapshot")
    .argument("<input>", "a directory of AWS CLI output, or one authorization-details.json")
    .requiredOption("--out <file>", "the snapshot to write")
    .option("--keep-going", "record what can't be read as missing, and go on")
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens import ./iam-data --out org.alens
  aws iam get-account-authorization-details > details.json && accesslens import details.json --out one.alens

The directory holds organization.json and accounts/ACCOUNT-ID/authorization-details.json; docs/formats.md tells the rest.`,
    )
    .action((input: string, options: { out: string; keepGoing?: boolean; format: OutputFormat }) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/import.ts")).runImport(input, options, terminal),
      ),
    );

  program
    .command("scan")
    .description("find what is wrong with who can get in, worst first")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option(
      "--suppressions <file>",
      "accepted findings (default: accesslens-suppressions.yaml here, if there is one)",
    )
    .option("--baseline <file>", "findings known before: only new ones count for --fail-on")
    .option("--write-baseline <file>", "write the findings of this run as a baseline")
    .option("--reason <text>", "why the baseline's findings are accepted (with --write-baseline)")
    .option("--expires <date>", "when the baseline ends, YYYY-MM-DD (with --write-baseline)")
    .option(
      "--chains",
      "also what becomes possible hop by hop: builds the graph of what can be reached, or takes it from the cache",
    )
    .option("--rule <id...>", "only these rules")
    .option("--account <id...>", "only these accounts")
    .addOption(new Option("--severity <severity>", "only findings at or above it").choices(severityNames))
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 when there is one at or above it").choices(
        severityNames,
      ),
    )
    .option("--limit <number>", "rows of the table (0: all)", wholeNumber(0), 25)
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens scan
  accesslens scan --snapshot org.alens --fail-on high --format json > findings.json
  accesslens scan --rule external-id-missing external-id-weak
  accesslens scan --chains --rule outsider-reaches-administrator

--chains looks at assumptions, and at permissions that turn into another principal's, over the whole organization. The first
such scan of a snapshot takes longer, because the graph is built; docs/rules.md says which rules need it.
${exitCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/scan.ts")).runScan(options, terminal)),
    );

  program
    .command("explain")
    .description(
      "one finding: the statement with its lines, who, under which guard, an example request, what to change",
    )
    .argument("<finding>", "a finding's id, or the beginning of one")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .addOption(formatOption("table", "json"))
    .addHelpText("after", "\nExample:\n  accesslens explain 3f2a9c01")
    .action((finding: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/explain.ts")).runExplain(finding, options, terminal),
      ),
    );

  const show = program.command("show").description("look at the organization, an account or a role");
  const shown = (
    name: string,
    description: string,
    argument: readonly [name: string, description: string] | null,
    example: string,
  ): Command => {
    const command = show
      .command(name)
      .description(description)
      .addOption(snapshotOption())
      .addOption(intentOption())
      .addOption(externalIdOption())
      .addOption(formatOption("table", "json"))
      .addHelpText("after", `\nExample:\n  ${example}`);
    if (argument !== null) command.argument(...argument);
    return command;
  };
  shown("overview", "accounts, roles, who comes in from where", null, "accesslens show overview").action(
    (options) =>
      run(quiet(), async (terminal) => (await import("./commands/show.ts")).showOverview(options, terminal)),
  );
  shown(
    "account",
    "one account: its ways in and out",
    ["<id>", "the account's id of twelve digits"],
    "accesslens show account 123456789012",
  ).action((id: string, options) =>
    run(quiet(), async (terminal) => (await import("./commands/show.ts")).showAccount(id, options, terminal)),
  );
  shown(
    "role",
    "one role: its trust, who can assume it, what it can assume",
    ["<arn>", "the role's whole ARN, path included"],
    "accesslens show role arn:aws:iam::123456789012:role/Deploy",
  ).action((arn: string, options) =>
    run(quiet(), async (terminal) => (await import("./commands/show.ts")).showRole(arn, options, terminal)),
  );

  program
    .command("who-can-assume")
    .description("everybody who can assume a role, and under which guard")
    .argument("<role-arn>", "the role's whole ARN, path included")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText("after", "\nExample:\n  accesslens who-can-assume arn:aws:iam::123456789012:role/Deploy")
    .action((role: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/who-can-assume.ts")).runWhoCanAssume(role, options, terminal),
      ),
    );

  program
    .command("who-can")
    .description("everybody who can do an action on a resource, and under which guard")
    .argument("<action>", "as a request has it, such as s3:GetObject")
    .argument("<resource-arn>", "the whole ARN; * for actions that take no resource")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      "\nExamples:\n  accesslens who-can s3:GetObject arn:aws:s3:::acme-ledger/2026/report.csv\n  accesslens who-can iam:CreateUser '*'",
    )
    .action((action: string, resource: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/who-can.ts")).runWhoCan(action, resource, options, terminal),
      ),
    );

  program
    .command("can-assume")
    .description("every role that a principal can assume")
    .argument("<principal-arn>", "a role, a user, or an account (arn:aws:iam::123456789012:root)")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText("after", "\nExample:\n  accesslens can-assume arn:aws:iam::123456789012:role/Hub")
    .action((principal: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/can-assume.ts")).runCanAssume(principal, options, terminal),
      ),
    );

  program
    .command("paths")
    .description("the ways from somebody to somebody or something, by roles and by privilege escalation")
    .requiredOption(
      "--from <who>",
      "a role, user, session or account by ARN; external (all outsiders); anyone (whoever needs no certain account)",
    )
    .requiredOption(
      "--to <what>",
      "a role, user or resource by ARN, a pattern of ARNs, admin, admin:ACCOUNT-ID, or organization",
    )
    .addOption(mostHopsOption())
    .addOption(actionOption())
    .addOption(onlyOption())
    .option("--k <number>", "at most so many ways, those with fewer hops first", wholeNumber(1), 5)
    .option("--explain", "tell each way hop by hop, with the statements that let it")
    .option("--commands", "the AWS CLI calls by which an authorized tester would confirm it; never run here")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens paths --from external --to admin
  accesslens paths --from arn:aws:iam::123456789012:user/ada --to admin:210987654321 --explain
  accesslens paths --from anyone --to 'arn:aws:s3:::ledger-*' --action s3:GetObject --only proven
  accesslens paths --from arn:aws:iam::123456789012:role/ci --to admin --k 1 --commands

No way is an answer, with exit code 0; a name that the snapshot does not hold is a mistake, with another.
${exitCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/paths.ts")).runPaths(options, terminal)),
    );

  program
    .command("blast-radius")
    .description("everything that somebody can come to: accounts, principals, resources")
    .argument("<who>", "a role, user, session or account by ARN; external; anyone")
    .addOption(mostHopsOption())
    .addOption(onlyOption())
    .option("--limit <number>", "rows of the table (0: all)", wholeNumber(0), 25)
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens blast-radius arn:aws:iam::123456789012:role/ci
  accesslens blast-radius external --only proven --limit 0

A resource counts where its data can be read or written; accesslens exposure asks from the other end.`,
    )
    .action((who: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/blast-radius.ts")).runBlastRadius(who, options, terminal),
      ),
    );

  program
    .command("exposure")
    .description("everybody who can come to a role, a user, a resource or an administrator, outsiders first")
    .argument(
      "<what>",
      "a role, user or resource by ARN, a pattern of ARNs, admin, admin:ACCOUNT-ID, organization",
    )
    .addOption(actionOption())
    .addOption(mostHopsOption())
    .addOption(onlyOption())
    .option("--limit <number>", "rows of the table (0: all)", wholeNumber(0), 25)
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens exposure arn:aws:s3:::acme-ledger --action s3:GetObject
  accesslens exposure admin:123456789012 --only proven`,
    )
    .action((what: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/exposure.ts")).runExposure(what, options, terminal),
      ),
    );

  program
    .command("chokepoints")
    .description("the fewest accesses whose loss leaves no way from outside to administrators")
    .option("--from <who>", "a principal or account by ARN, external, anyone", "external")
    .option("--to <what>", "admin, admin:ACCOUNT-ID, organization, a principal's ARN or a pattern", "admin")
    .addOption(onlyOption())
    .option("--limit <number>", "rows of the table (0: all)", wholeNumber(0), 25)
    .addOption(snapshotOption())
    .addOption(intentOption())
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens chokepoints
  accesslens chokepoints --from external --to admin:123456789012 --only proven

An access is one principal's way to the next, however many techniques give it. What makes somebody an administrator, and what
administrators can do in their own account, is not among what can be cut.`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/chokepoints.ts")).runChokepoints(options, terminal),
      ),
    );

  const policy = program.command("policy").description("look at policies by themselves, without a snapshot");
  const kindOption = (): Option =>
    new Option("--kind <kind>", "what the policies are attached to (default: as their texts say)").choices(
      policyKinds,
    );
  policy
    .command("compare")
    .description("do two policies allow and explicitly deny the same requests?")
    .argument("[a]", "a policy: JSON, or URL-encoded JSON")
    .argument("[b]", "another one of the same kind")
    .option(
      "--pairs <file>",
      'many pairs, one {"a": PATH, "b": PATH, "kind"?, "name"?} a line; - is standard input',
    )
    .addOption(kindOption())
    .option("--known-actions", "only for actions that AWS lists, on resources that they take")
    .option("--exit-code", "exit with 1 when they differ")
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Compares what each policy allows by itself (Allow without Deny), and what it explicitly denies, over all requests: any action,
resource and principal, every condition key present or absent. Where they differ, an example request shows it.
An action or resource need not exist, so a wildcard always allows more than a list; with --known-actions only requests count for
actions that AWS lists (accesslens --version tells the day of the data), on resources of the forms that they take.
A principal that is an account's id alone is one of the partition aws; write the root ARN for another partition.

Examples:
  accesslens policy compare before.json after.json
  accesslens policy compare before.json after.json --exit-code --format json
  accesslens policy compare wildcards.json listed.json --known-actions
  accesslens policy compare --pairs pairs.ndjson --format ndjson

Exit codes:
  0  compared
  1  they differ (with --exit-code)
  2  the command line was not understood
  3  a policy could not be read or used (of pairs: after all answers)
  4  a bug in AccessLens`,
    )
    .action((a: string | undefined, b: string | undefined, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/policy-compare.ts")).runPolicyCompare(a, b, options, terminal),
      ),
    );
  policy
    .command("normalize")
    .description("a policy without the statements, values and wildcards that make no difference")
    .argument("<file>", "a policy: JSON, or URL-encoded JSON")
    .addOption(kindOption())
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Nothing is added or merged, so the result is never longer. It is proven to allow and to explicitly deny the same requests.

Examples:
  accesslens policy normalize policy.json > shorter.json
  accesslens policy normalize trust.json --kind trust --format json`,
    )
    .action((file: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/policy-normalize.ts")).runPolicyNormalize(file, options, terminal),
      ),
    );

  program
    .command("what-can")
    .description("what a principal can do: sensitive capabilities, services and access levels, statements")
    .argument("<principal-arn>", "a role, a session, a user, or an account's root user")
    .addOption(snapshotOption())
    .addOption(externalIdOption())
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens what-can arn:aws:iam::123456789012:role/Deploy
  accesslens what-can arn:aws:iam::123456789012:user/ada --snapshot org.alens --format json

First its sensitive capabilities (docs/capabilities.md), by meaning: whether it is administrator, changes IAM, reads secrets…
Its own policies after boundary, SCPs, RCPs over its own account's resources, and every Deny; before resource policies and
session policies.`,
    )
    .action((principal: string, options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/what-can.ts")).runWhatCan(principal, options, terminal),
      ),
    );

  policy
    .command("lint")
    .description("what is wrong with policies: grammar, names, values, dead and risky statements")
    .argument("<file...>", "policies as JSON, one a file; - for standard input")
    .addOption(
      new Option(
        "--kind <kind>",
        "what kind of policies (default: identity, resource or trust, as they look)",
      ).choices(policyKinds),
    )
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 when there is one at or above it")
        .choices(lintSeverityNames)
        .default("security"),
    )
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens policy lint policy.json
  accesslens policy lint --kind scp --fail-on warning scps/*.json
  aws iam get-role --role-name Deploy --query Role.AssumeRolePolicyDocument | accesslens policy lint --kind trust -
${exitCodeHelp}`,
    )
    .action((files: readonly string[], options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/policy-lint.ts")).runPolicyLint(files, options, terminal),
      ),
    );

  program
    .command("simulate")
    .description("would AWS allow a request, by which statements, and if not, what stands in the way")
    .option("--principal <who>", 'an ARN, a service such as sns.amazonaws.com, or "anonymous"')
    .option("--action <action>", "such as s3:GetObject")
    .option("--resource <arn>", "what it is about; * for actions that take no resource")
    .option("--resource-account <id>", "who owns the resource, where its ARN does not tell")
    .option("--role <arn>", "of a session: its role, with the path that the session's ARN lacks")
    .option("--context <key=value>", "a condition key; again for more keys, or more values", collected)
    .option("--identity <file...>", "identity policies: inline, managed, of groups")
    .option("--resource-policy <file>", "the resource's policy, or the trust policy of a role")
    .option("--boundary <file...>", "permissions boundary")
    .option("--session-policy <file...>", "session policies")
    .option(
      "--scp <files>",
      "SCPs of one level, comma-separated; again for each level, root first",
      collected,
    )
    .option("--rcp <files>", "RCPs, in the same way", collected)
    .option("--endpoint-policy <file...>", "policy of the VPC endpoint that the request passes")
    .option("--attributes <file>", "JSON: grants, public-access block, function URL of the resource")
    .option("--event <file>", "take the request from a CloudTrail event")
    .option("--cases <file>", "many requests, each with its policies: a JSON array, or one a line (-: stdin)")
    .option("--explain", "with --cases: also what came closest to allowing it")
    .addOption(
      new Option(
        "--snapshot <file>",
        "take policies from a snapshot (default, without policy files: the last one written)",
      ),
    )
    .addOption(formatOption("table", "json", "ndjson"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens simulate --principal arn:aws:iam::123456789012:role/app --action s3:GetObject \\
    --resource arn:aws:s3:::data/report.csv --resource-account 123456789012 --identity app.json --scp root.json --scp prod.json
  accesslens simulate --snapshot org.alens --principal arn:aws:iam::123456789012:role/app \\
    --action sts:AssumeRole --resource arn:aws:iam::210987654321:role/Deploy --context sts:ExternalId=...
  accesslens simulate --event event.json --snapshot org.alens
  accesslens simulate --cases cases.ndjson --format ndjson > answers.ndjson

The answer is Allowed, ExplicitlyDenied, ImplicitlyDenied, or Unknown with what is missing. docs/simulate.md tells the cases' format.
With --cases, exit code 3 says that a case was broken; its answer says where, and the others are answered.
${exitCodeHelp}`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/simulate.ts")).runSimulate(options, terminal),
      ),
    );

  program
    .command("synth")
    .description("make up an organization of any size, with a file that says what was planted")
    .option("--accounts <number>", "how many accounts", wholeNumber(1), 40)
    .option("--roles <number>", "roles an account, on average", wholeNumber(1), 30)
    .option("--seed <number>", "the same seed gives the same organization", wholeNumber(0), 1)
    .addOption(
      new Option("--mix <mix>", "many documents of their own, or the same ones stamped out")
        .choices(["realistic", "stamped"])
        .default("realistic"),
    )
    .requiredOption("--out <path>", "a directory of AWS CLI output, or a snapshot when it ends in .alens")
    .option("--truth <file>", "where to write what was planted")
    .addHelpText(
      "after",
      "\nExamples:\n  accesslens synth --accounts 100 --roles 50 --out ./made-up --truth truth.json\n" +
        "  accesslens synth --accounts 1000 --roles 300 --seed 7 --out big.alens",
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/synth.ts")).runSynth(options, terminal)),
    );

  program
    .command("demo")
    .description(
      "a made-up organization with a dozen planted mistakes: imported, scanned, and what to try next",
    )
    .option("--dir <directory>", "where to put it (default: a folder under the system's temporary directory)")
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/demo.ts")).runDemo(options, terminal)),
    );

  program
    .command("completion")
    .description("print the completion script of a shell")
    .addArgument(new Argument("<shell>", "whose").choices(["bash", "zsh", "fish"]))
    .addHelpText("after", '\nExample:\n  eval "$(accesslens completion bash)"')
    .action((shell: string) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/completion.ts")).runCompletion(shell, program, terminal),
      ),
    );

  return program;
}
