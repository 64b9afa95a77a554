/** A report's answers with other names for everybody: in what is answered, and in what is asked. */
import type { Redaction } from "../../report/redact.ts";
import type { ReportAnswers } from "./report-answers.ts";

export function redactedAnswers(answers: ReportAnswers, redaction: Redaction): ReportAnswers {
  return Object.fromEntries(
    Object.entries(answers).map(([question, answer]) => [
      redactedQuestion(question, redaction),
      // What rules say of themselves is ours, and about nobody.
      question === "/api/rules" ? answer : redaction.value(answer),
    ]),
  );
}

function redactedQuestion(question: string, redaction: Redaction): string {
  const [path = "", query] = question.split("?", 2);
  if (query === undefined) return question;
  const parts = new URLSearchParams(query);
  for (const [name, value] of [...parts]) parts.set(name, redaction.text(value));
  return `${path}?${parts}`;
}
