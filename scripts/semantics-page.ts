/** IAM's rules as AccessLens has them: docs/semantics.md is made of the conformance tables, so that it can't drift from them. */
import { tables } from "../test/conformance/tables/index.ts";
import type { UnknownCause, UnknownRow } from "../test/conformance/tables/row.ts";
import { type IamRule, iamRules, pages } from "../test/conformance/tables/rules.ts";
import { unknownRows } from "../test/conformance/tables/unknowns.ts";
import { unmodelledRules } from "../test/conformance/tables/unmodelled.ts";

export const semanticsPageFile = "docs/semantics.md";

const folder = "../test/conformance/tables";

export function semanticsPage(): string {
  return [introduction(), contents(), notModelled(), unknown(), "## The rules", ...iamRules.map(ruleSection)]
    .join("\n\n")
    .concat("\n");
}

function introduction(): string {
  const count = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  return `# What AccessLens takes IAM to mean

<!-- Made by \`npm run docs\` from test/conformance/tables: edit the tables, not this page. -->

${iamRules.length} rules, held by ${count} rows of tables: each row is a case with its answer, and every run of the tests asks all of them.
A row's sentence says what its case proves. Rows about trust policies and comparisons hold for both evaluators; random policies hold
the two to each other elsewhere. Then what is [not modelled](#not-modelled), and what is told as [unknown](#unknown), with its cause.`;
}

function contents(): string {
  const lines = iamRules.map(
    ({ rule, says }) => `| [${rule}](#rule-${rule}) | ${says} | ${count(rule) || "none"} |`,
  );
  return ["| rule | what it says | rows |", "|---|---|---|", ...lines].join("\n");
}

function count(rule: number): number {
  return tables.reduce((sum, { rows }) => sum + rows.filter((row) => row.rule === rule).length, 0);
}

function ruleSection({ rule, says, pages: names }: IamRule): string {
  const cited = names.map((name) => `[${name}](${pages[name]})`).join(", ");
  const held = tables.flatMap(({ file, rows }) => {
    const own = rows.filter((row) => row.rule === rule);
    const what = own.length === 1 ? "1 row" : `${own.length} rows`;
    return own.length === 0
      ? []
      : [
          `${what} in [${file}](${folder}/${file}):\n\n${own.map((row) => `- ${escaped(row.says)}`).join("\n")}`,
        ];
  });
  const bare = held.length === 0 ? ["No rows: see [not modelled](#not-modelled)."] : held;
  return [`### Rule ${rule}`, `${says} AWS: ${cited}.`, ...bare].join("\n\n");
}

function notModelled(): string {
  const lines = unmodelledRules.map(
    ({ rule, instead }) => `| [${rule}](#rule-${rule}) | ${iamRules[rule - 1]?.says ?? ""} | ${instead} |`,
  );
  const table = ["| rule | what it says | what is done instead |", "|---|---|---|", ...lines].join("\n");
  return `## Not modelled\n\nRules that no row holds.\n\n${table}`;
}

const causes: Readonly<Record<UnknownCause, string>> = {
  data: "What was not collected, or nobody but AWS can tell",
  documentation: "What AWS does not document, or documents in two ways",
  request: "What the request leaves open",
  grammar: "What AWS's grammar does not know, and a snapshot may still hold",
  variables: "Variables that tie two things whose values are open",
};

function unknown(): string {
  const sections = Object.entries(causes).map(([cause, title]) => {
    const rows = unknownRows.filter((row) => row.cause === cause);
    return `### ${title}\n\n${rows.map(unknownItem).join("\n")}`;
  });
  return [
    `## Unknown

Nothing is guessed: a decision about one request is then \`Unknown\`, and where it is asked who can, or what somebody can do, the answer is
*may*, each with a sentence that names what is missing. The least case of each is a row of
[unknowns.ts](${folder}/unknowns.ts), which a test asks; another test holds that no other table brings an unknown for a reason that is not here.`,
    ...sections,
  ].join("\n\n");
}

function unknownItem({ says, told, toldOfWho }: UnknownRow): string {
  const ofOne =
    told === null ? "Of one request nothing is unknown." : `Told of one request: ${quoted([told])}.`;
  const ofWho =
    toldOfWho === null
      ? "Who can is refused."
      : toldOfWho.length === 0
        ? "Asked who can, nothing is unknown."
        : `Asked who can: ${quoted(toldOfWho)}.`;
  return `- ${escaped(says)} ${ofOne} ${ofWho}`;
}

function quoted(sentences: readonly string[]): string {
  return sentences.map((sentence) => `“${escaped(sentence)}”`).join(", ");
}

/** What Markdown would read as emphasis or HTML. */
function escaped(text: string): string {
  return text.replace(/[*_<>]/g, (character) => `\\${character}`);
}
