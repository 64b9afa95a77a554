/** The report's beginning: the pages of the server, answered out of the file that they stand in. */
import { render } from "preact";
import "./app.css";
import { answerFrom } from "./api/client.ts";
import { App } from "./app/app.tsx";

async function start(): Promise<void> {
  const packed = document.getElementById("answers")?.textContent ?? "";
  const bytes = Uint8Array.fromBase64(packed);
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  answerFrom(await new Response(unpacked).json());
  const root = document.getElementById("app");
  if (root !== null) render(<App isReport />, root);
}

void start();
