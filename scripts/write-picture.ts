/** Draws what `npm run demo` really prints as docs/demo.svg, for the README: `node scripts/write-picture.ts`. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const lineHeight = 17;
const characterWidth = 7.83;
const maximumLines = 60;

const output = execFileSync("sh", ["scripts/accesslens.sh", "demo"], {
  encoding: "utf8",
  env: { ...process.env, FORCE_COLOR: "1", NO_COLOR: undefined },
}).replaceAll(/accesslens-demo-\w+/g, "accesslens-demo");

const colours: Readonly<Record<string, string>> = {
  "31": "#ff7b72",
  "32": "#7ee787",
  "33": "#e3b341",
  "34": "#79c0ff",
  "35": "#d2a8ff",
  "36": "#76e3ea",
  "90": "#8b949e",
};

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function drawLine(line: string, row: number): string {
  let fill = "#e6edf3";
  let weight = "normal";
  let opacity = "1";
  const pieces: string[] = [];
  for (const part of line.split(/(\u001b\[\d+m)/)) {
    const code = part.startsWith("\u001b[") ? part.slice(2, -1) : null;
    if (code === null) {
      if (part !== "")
        pieces.push(
          `<tspan fill="${fill}" font-weight="${weight}" opacity="${opacity}">${escaped(part)}</tspan>`,
        );
    } else if (code === "1") weight = "bold";
    else if (code === "2") opacity = "0.65";
    else if (code === "22") [weight, opacity] = ["normal", "1"];
    else fill = colours[code] ?? "#e6edf3";
  }
  return `<text xml:space="preserve" x="16" y="${28 + row * lineHeight}">${pieces.join("")}</text>`;
}

const lines = output.trimEnd().split("\n").slice(0, maximumLines);
const columns = Math.max(...lines.map((line) => line.replaceAll(/\u001b\[\d+m/g, "").length));
const width = Math.ceil(columns * characterWidth) + 32;
const height = lines.length * lineHeight + 36;
writeFileSync(
  "docs/demo.svg",
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="What npm run demo prints">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13">
${lines.map(drawLine).join("\n")}
</g>
</svg>
`,
);
console.log(`docs/demo.svg: ${lines.length} lines`);
