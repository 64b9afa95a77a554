/** The catalogue as a page for people: docs/rules.md is made of the rules themselves, so that it can't lag behind them. */
import { catalogue } from "../src/findings/catalogue.ts";
import type { Rule } from "../src/findings/rule.ts";
import { type RuleExample, ruleExamples } from "./rule-examples.ts";

export const rulePageFile = "docs/rules.md";

export function rulePage(): string {
  return [introduction, contents(), ...catalogue.map(section)].join("\n\n").concat("\n");
}

const introduction = `# Rules

<!-- Made by \`npm run docs\` from src/findings/rules: edit the rule, not this page. -->

What \`accesslens scan\` reports, and why. The severity is the usual one: each finding says its own with reasons, since a role
that administrates weighs more than one that may do little, and an approved vendor less than an account that nobody knows. Rules
look at what a policy means, after its Deny statements and within the organization's RCPs: a condition that protects under another operator,
in another statement or in another spelling counts. To switch a rule off or to give it another severity, see
[declared intent](intent.md); to accept one finding, see [accepted findings](intent.md#accepted-findings).

Where an edit of the policy removes the finding, \`explain\` shows it: it was tried, by evaluating the edited policy again. For a
finding about chains, edits of one statement on its way are tried (a principal, an action or a resource taken out or spelled out,
the organization asked for, the statement removed, a policy of AWS detached) and all that can be reached is evaluated again each
time; the one that loses the least besides is shown, with what else it takes. Where none does it alone, the command is told that
looks for the fewest statements.`;

function contents(): string {
  const rows = catalogue.map((rule) => {
    const { id, title, severity } = rule;
    return `| [\`${id}\`](#${id}) | ${title} | ${severity}${whenItRuns(rule)} |`;
  });
  return ["| rule | what | usual severity |", "|---|---|---|", ...rows].join("\n");
}

function whenItRuns({ kind, onByDefault }: Rule): string {
  if (onByDefault === false) return ", off unless switched on";
  return kind === "reach" ? ", with `--chains`" : "";
}

function section(rule: Rule): string {
  const example = ruleExamples[rule.id];
  return [
    `## ${rule.id}`,
    `**${rule.title}.** Looks at ${subjectOf(rule)}; usual severity: ${rule.severity}.`,
    rule.rationale,
    ...(example === undefined ? [] : [exampleText(example)]),
    ["References:", "", ...rule.references.map((reference) => `- ${linked(reference)}`)].join("\n"),
  ].join("\n\n");
}

function subjectOf({ kind }: Rule): string {
  switch (kind) {
    case "trust":
      return "one role's trust policy";
    case "role":
      return "a role itself";
    case "identity":
      return "one identity policy";
    case "organization":
      return "the trust policies of all roles together";
    case "control":
      return "control policies, and what they leave of others";
    case "reach":
      return "what can be reached hop by hop (`scan --chains`)";
  }
}

function exampleText({ bad, good }: RuleExample): string {
  return `Reported:\n\n${json(bad)}\n\nNot reported:\n\n${json(good)}`;
}

function json(statements: readonly object[]): string {
  const text = statements.map((statement) => JSON.stringify(statement, null, 2)).join(",\n");
  return `\`\`\`json\n${text}\n\`\`\``;
}

function linked(reference: string): string {
  return reference.startsWith("https://") ? `<${reference}>` : reference;
}
