/** The command tree: names, arguments, options and help texts. What a command does stands in `commands/`. */
import { Argument, Command, Option } from "commander";
import { addAcceptCommand } from "./accept-command.ts";
import { addAdviseCommand } from "./advise-command.ts";
import { addAlertCommands } from "./alert-commands.ts";
import { addCollectCommands } from "./collect-commands.ts";
import type { OutputFormat } from "./exit.ts";
import { addExternalIdCommands } from "./external-id-commands.ts";
import { addFixCommand } from "./fix-command.ts";
import { addGrantCommands } from "./grant-commands.ts";
import {
  collected,
  exitCodeHelp,
  externalIdOption,
  formatOption,
  historyOption,
  intentOption,
  snapshotOption,
  wholeNumber,
} from "./options.ts";
import { addPolicyCommands } from "./policy-commands.ts";
import { addRiskCommands } from "./risk-commands.ts";
import { addRoleCommands } from "./role-commands.ts";
import { run } from "./run-command.ts";
import { addSessionCommands } from "./session-commands.ts";
import { addTrailCommands } from "./trail-commands.ts";
import { withTrail } from "./trail-options.ts";
import { versionText } from "./version.ts";
import { addWatchCommand } from "./watch-commands.ts";
import { addWayCommands } from "./way-commands.ts";

const severityNames = ["info", "low", "medium", "high", "critical"] as const;

type Common = { readonly quiet?: boolean };

export function createProgram(): Command {
  const program = new Command("accesslens")
    .description(
      "Who can get into our AWS accounts, and what could they do then?\n" +
        "Answers from an organization's IAM data, on this machine; nothing is sent anywhere but the alerts that you set up.",
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
    .description("read AWS CLI output, or what iam-collect wrote, into a snapshot")
    .argument("<input>", "a directory of AWS CLI output or of iam-collect, or one authorization-details.json")
    .requiredOption("--out <file>", "the snapshot to write")
    .option("--keep-going", "record what can't be read as missing, and go on")
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens import ./iam-data --out org.alens
  aws iam get-account-authorization-details > details.json && accesslens import details.json --out one.alens

The directory holds organization.json and accounts/ACCOUNT-ID/authorization-details.json; docs/formats.md tells the rest.
What iam-collect wrote (aws/PARTITION/accounts/…) is recognised by itself.`,
    )
    .action((input: string, options: { out: string; keepGoing?: boolean; format: OutputFormat }) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/import.ts")).runImport(input, options, terminal),
      ),
    );

  addCollectCommands(program, quiet);
  addWatchCommand(program, quiet);
  addSessionCommands(program, quiet);
  addRoleCommands(program, quiet);
  addAdviseCommand(program, quiet);

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
    .option(
      "--fixes",
      "try edits of one statement against each chain (with --chains and --format json or ndjson)",
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
such scan of a snapshot takes longer, because the graph is built; docs/rules.md says which rules need it. "accesslens explain"
tries edits of one statement against a chain, and tells what else each takes; --fixes does so for every chain that is told, which
takes some seconds each in a large organization.
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

  addFixCommand(program, quiet);
  addAcceptCommand(program, quiet);

  withTrail(program.command("serve"), { optional: "the trail, for what really happened" })
    .description("answer the same questions over HTTP, to this machine alone or to people who sign in")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option(
      "--suppressions <file>",
      "accepted findings (default: accesslens-suppressions.yaml here, if there is one)",
    )
    .option("--accept", "let findings be accepted, which writes the file of accepted findings")
    .option("--by <name>", "in whose name (with --accept)")
    .option("--port <number>", "port of 127.0.0.1 (default: one that is free)", wholeNumber(0, 65_535))
    .option("--team <file>", "for people who sign in by OpenID Connect: where, and whose groups may what")
    .addOption(historyOption())
    .option("--no-open", "open no browser")
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addOption(formatOption("table", "json"))
    .addHelpText(
      "after",
      `
Examples:
  accesslens serve
  accesslens serve --snapshot org.alens --port 8080 --no-open --format json
  accesslens serve --accept --by security
  accesslens serve --snapshot org.alens --team team.yaml
  accesslens serve --store sqlite:drift.db
  accesslens serve --events ./trail

Prints an address with a secret in it; whoever opens it is let in, by a cookie, and everybody else is refused. It listens to
127.0.0.1 alone, answers questions, and changes nothing, unless --accept lets it write the file of accepted findings. With --team,
people sign in, and those whose groups may triage accept findings in their names: docs/serve.md has an example, and how to set it
up behind a reverse proxy. With --store, the pages also tell what changed: who gained or lost access, when, and who did it, as
accesslens watch finds it out, while you look. With --events, the map and the pages of roles and outside parties tell what was used,
by whom, when and from where; the trail is read once, in the background. GET /api/openapi.json says what can be asked.`,
    )
    .action((options) =>
      run(quiet(), async (terminal) => (await import("./commands/serve.ts")).runServe(options, terminal)),
    );

  program
    .command("report")
    .description("write the findings and the map into one file that opens without a server")
    .requiredOption("--html <file>", "where to write it")
    .addOption(snapshotOption())
    .addOption(intentOption())
    .option(
      "--suppressions <file>",
      "accepted findings (default: accesslens-suppressions.yaml here, if there is one)",
    )
    .option("--redact", "other names for accounts, principals, units and resources, the same throughout")
    .addOption(externalIdOption())
    .option("--no-cache", "evaluate everything anew")
    .addHelpText(
      "after",
      `
Examples:
  accesslens report --html report.html
  accesslens report --snapshot org.alens --html for-the-auditors.html --redact

The file holds pages, scripts and answers; it asks nothing of anybody, and opens from disk. Of very large organizations it holds
what matters most, and says what it lacks. External IDs are masked. With --redact, ids and names of accounts, organizations, units,
principals, policies and resources are others, the same for the same; names of AWS and of vendors that publish their accounts stay.
It is written so that its owner alone can read it.`,
    )
    .action((options) =>
      run(quiet(), async (terminal) =>
        (await import("./commands/report.ts")).runReport({ format: "table", ...options }, terminal),
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

  addWayCommands(program, quiet);
  addRiskCommands(program, quiet);
  addAlertCommands(program, quiet);
  addTrailCommands(program, quiet);
  addExternalIdCommands(program, quiet);
  addGrantCommands(program, quiet);
  addPolicyCommands(program, quiet);

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
    .addOption(
      new Option("--partition <partition>", "AWS's own, China's or GovCloud's")
        .choices(["aws", "aws-cn", "aws-us-gov"])
        .default("aws"),
    )
    .requiredOption("--out <path>", "a directory of AWS CLI output, or a snapshot when it ends in .alens")
    .option("--truth <file>", "where to write what was planted")
    .option(
      "--trail <directory>",
      "CloudTrail's files of the organization, with uses planted for audits to find",
    )
    .option("--trail-days <number>", "how many days the trail covers (default: 30)", wholeNumber(1))
    .option("--trail-events <number>", "distinct records of all services (default: 100000)", wholeNumber(1))
    .option("--trail-sts <percent>", "records of calls that give sessions (default: 30)", wholeNumber(0))
    .option("--trail-truth <file>", "where to write what the trail holds, and what an audit must find")
    .addHelpText(
      "after",
      "\nExamples:\n  accesslens synth --accounts 100 --roles 50 --out ./made-up --truth truth.json\n" +
        "  accesslens synth --accounts 1000 --roles 300 --seed 7 --out big.alens\n" +
        "  accesslens synth --accounts 30 --out org.alens --trail ./trail --trail-days 100 --trail-truth trail-truth.json\n" +
        "\nThe same seed gives the same trail. With --trail the organization has a few roles more: those of the trail's cases.",
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
