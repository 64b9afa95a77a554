/** The report as one file: page, style, scripts and answers. It asks nothing of anybody, and its own policy lets it ask nothing. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { html } from "../../report/html.ts";
import type { WebFiles } from "../pages/web-files.ts";
import type { ReportAnswers } from "./report-answers.ts";

/** `files`: hold `report.js` and `report.css`. `title`: a text. */
export function reportPage(files: WebFiles, answers: ReportAnswers, title: string): string {
  const script = safeInside(textOf(files, "report.js"), "script");
  const style = safeInside(textOf(files, "report.css"), "style");
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  // Base64 holds no sign that HTML reads.
  const packed = gzipSync(JSON.stringify(answers), { level: 9 }).toString("base64");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${html(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<noscript><p>This report draws with the scripts that it holds; it asks nothing of any server. Allow them to read it.</p></noscript>
<script type="application/octet-stream" id="answers">${packed}</script>
<script>${script}</script>
</body>
</html>
`;
}

function textOf(files: WebFiles, name: string): string {
  const file = files.get(name);
  if (file === undefined) throw new Error(`the build lacks ${name}`);
  return file.bytes.toString("utf8").trim();
}

/** Nothing in our own code ends the element that it stands in. */
function safeInside(text: string, element: "script" | "style"): string {
  if (text.toLowerCase().includes(`</${element}`) || text.includes("<!--")) {
    throw new Error(`the bundle holds what would end <${element}>`);
  }
  return text;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
