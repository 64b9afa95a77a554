/** The report as one file: what the server would answer, with the pages that show it. Start reading at `report-answers.ts`. */

export { redactedAnswers } from "./redacted-answers.ts";
export { type ReportAnswers, reportAnswers } from "./report-answers.ts";
export { reportPage } from "./report-page.ts";
