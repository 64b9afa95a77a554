/** The lint rules as a page for people: docs/lint.md is made of the rules themselves, so that it can't lag behind them. */
import { lintRules } from "../src/findings/lint/lint-catalogue.ts";
import type { LintRule } from "../src/findings/lint/lint-rule.ts";

export const lintPageFile = "docs/lint.md";

export function lintPage(): string {
  return [introduction, contents(), grammar(), ...lintRules.map(section)].join("\n\n").concat("\n");
}

const introduction = `# Lint

<!-- Made by \`npm run docs\` from src/findings/lint/rules: edit the rule, not this page. -->

What \`accesslens policy lint\` reports of a policy by itself, without knowing the account around it. An **error** is refused by
AWS or does not do what it says; **security** opens more than it seems to; a **warning** is likely not what was meant; a
**suggestion** changes nothing but how the policy reads. Each finding has its place, advice and, where one is safe, an edit:
a text replacement after which the finding is gone (in \`--format json\`). What AWS's actions, resources and condition keys are
is told by published data, whose day \`accesslens --version\` prints: it is a help, not the law, so that an unknown name is a
warning and never an error.`;

/** What the parser reports, by the code in its sources; a test holds the two to each other. */
export const grammarCodes: Readonly<Record<string, string>> = {
  "action-not-allowed": 'An RCP that denies the action "*": it has to name services.',
  "allow-with-not-principal": "NotPrincipal with Allow: it lets in everybody but those listed (a warning).",
  "contradicting-elements": "An element and its negation in one statement, such as Action and NotAction.",
  "duplicate-key": "A member that stands twice, of which nobody can say which counts.",
  "effect-not-allowed": "An RCP that allows: only AWS's own does.",
  "element-case": "An element in another case than AWS takes. With an edit.",
  "element-not-allowed": "An element that policies of this kind do not have, such as Principal in an SCP.",
  "missing-element": "A statement or policy without something that it needs.",
  "principal-not-allowed": 'An RCP that names principals: it speaks of "*".',
  "unknown-effect": "An effect that is neither Allow nor Deny. With an edit where only its case is wrong.",
  "unknown-element": "An element that does not exist.",
  "unknown-operator": "A condition operator that does not exist. With an edit where a known one is near.",
  "unknown-principal-type": "A kind of principal that does not exist.",
  "unknown-version": "A version of the policy language that does not exist.",
  "wrong-type": "A value of another JSON type than belongs there.",
};

function contents(): string {
  const rows = lintRules.map(
    ({ code, title, severity, kinds }) =>
      `| [\`${code}\`](#${code}) | ${title} | ${severity} | ${kinds === undefined ? "all" : kinds.join(", ")} |`,
  );
  return ["| code | what | usual severity | kinds of policies |", "|---|---|---|---|", ...rows].join("\n");
}

function grammar(): string {
  const rows = Object.entries(grammarCodes).map(([code, what]) => `| \`${code}\` | ${what} |`);
  return [
    "## Grammar",
    "",
    "What AWS's grammar of policies rejects; errors but for the one that says otherwise.",
    "",
    "| code | what |",
    "|---|---|",
    ...rows,
  ].join("\n");
}

function section({ code, title, severity, rationale, reference, example }: LintRule): string {
  return [
    `## ${code}`,
    `**${title}.** Usual severity: ${severity}.`,
    rationale,
    `Reported (${example.kind}):\n\n${json(example.bad)}\n\nNot reported:\n\n${json(example.good)}`,
    `Reference: <${reference}>`,
  ].join("\n\n");
}

/** Long lists are cut: their length is not the point for a reader. */
function json(value: object): string {
  const text = JSON.stringify(value, null, 2).split("\n");
  const shown = text.length > 40 ? [...text.slice(0, 12), "  …", ...text.slice(-6)] : text;
  return `\`\`\`json\n${shown.join("\n")}\n\`\`\``;
}
