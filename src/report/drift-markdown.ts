/** A difference as Markdown, for pull requests and chats. */
import type { DriftChange } from "../model/index.ts";
import type { DiffAnswer } from "../work/drift/diff-answer.ts";
import { changeLines } from "./drift-words.ts";
import { markdown, markdownCode } from "./markdown.ts";
import { counted } from "./plain.ts";

export function diffMarkdown(answer: DiffAnswer): string {
  const { before, after, equal, changes, findings, chains, textOnly, notCompared } = answer;
  const briefs = new Map([...findings.opened, ...findings.closed].map((one) => [one.id, one]));
  const titleOf = (id: string): string => {
    const one = briefs.get(id);
    return one === undefined ? id : `${one.severity} ${one.rule}: ${one.title}`;
  };
  const lines = [
    `### Access changes: ${markdownCode(before)} → ${markdownCode(after)}`,
    "",
    equal
      ? "Nobody gained or lost access, and nothing means anything else."
      : `${counted(changes.length, "change")}, ${counted(findings.opened.length, "finding")} opened, ${findings.closed.length} closed.`,
    ...changes.flatMap((change) => changeSection(change, titleOf)),
    ...briefSection("Chains that appeared", chains?.appeared ?? []),
    ...briefSection("Chains that disappeared", chains?.disappeared ?? []),
    ...(textOnly.length === 0
      ? []
      : [
          "",
          `**Only written differently (${textOnly.length})**`,
          "",
          ...textOnly.map(({ subject, kind }) => `- ${kind} ${markdownCode(subject)}`),
        ]),
    ...(notCompared.length === 0 ? [] : ["", `Not compared: ${markdown(notCompared.join("; "))}.`]),
  ];
  return `${lines.join("\n")}\n`;
}

function changeSection(change: DriftChange, titleOf: (id: string) => string): readonly string[] {
  return [
    "",
    `#### ${change.kind} ${markdownCode(change.subject)}: ${change.happened}, ${change.meaning}`,
    "",
    markdown(change.summary),
    "",
    ...changeLines(change, titleOf).map(({ name, text }) => `- **${name}** ${markdown(text)}`),
  ];
}

function briefSection(title: string, briefs: DiffAnswer["findings"]["opened"]): readonly string[] {
  if (briefs.length === 0) return [];
  return [
    "",
    `**${title} (${briefs.length})**`,
    "",
    ...briefs.map(
      ({ severity, rule, subject, title: what }) =>
        `- ${severity} ${rule} ${markdownCode(subject)}: ${markdown(what)}`,
    ),
  ];
}
