/** The report's beginning: the pages of the server, answered out of the file that they stand in. */
import { render } from "preact";
import "./app.css";
import { answerFrom } from "./api/client.ts";
import { embeddedAnswers } from "./api/embedded.ts";
import { App } from "./app/app.tsx";
import { reportPages } from "./app/report-pages.ts";

async function start(): Promise<void> {
  const packed = document.getElementById("answers")?.textContent ?? "";
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  answerFrom(embeddedAnswers(await new Response(unpacked).json()));
  const root = document.getElementById("app");
  if (root !== null) render(<App pages={reportPages} />, root);
}

void start();
