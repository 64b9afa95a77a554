/** What is asked of policies by themselves, without a snapshot. */
import { type Command, Option } from "commander";
import { exitCodeHelp, formatOption } from "./options.ts";
import { run } from "./run-command.ts";

const lintSeverityNames = ["suggestion", "warning", "security", "error"] as const;
const policyKinds = ["identity", "resource", "trust", "scp", "rcp"] as const;

export function addPolicyCommands(program: Command, quiet: () => boolean): void {
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
}
