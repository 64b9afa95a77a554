/**
 * Bundles into `dist/` the command line: one file that runs (`cli.js`), the data about AWS's actions (`actions.json`), and
 * the executable (`accesslens.js`), which checks the version of Node before anything newer is parsed; what threads run that read a
 * trail (`trail-worker.js`); and the library
 * (`index.js`), with `--types` its declarations too; the browser's pages (`web/`). Files are written beside and renamed, so that a process that starts
 * meanwhile finds the old build or the new one, never half of one.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import packageJson from "../package.json" with { type: "json" };
import { actionData, actionsDay } from "./action-data.ts";
import { webFiles } from "./web-files.ts";
import { writeTypes } from "./write-types.ts";

// The executable has to parse on any Node that knows modules: no syntax here that is newer than import().
const executable = `#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 24 || (major === 24 && minor < 5)) {
  console.error("accesslens needs Node 24.5 or newer, and this is Node " + process.versions.node + ". From a checkout, 'npm run -s accesslens -- ARGS' brings its own.");
  process.exitCode = 2;
} else {
  import("node:module").then((module) => { module.enableCompileCache(); return import("./cli.js"); });
}
`;

// Takes the place of the bundle's own hash until it is known.
const sourcesMark = "hash-of-the-bundle";

mkdirSync("dist/web", { recursive: true });
const started = new Date();
const common = {
  bundle: true,
  format: "esm",
  write: false,
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: false,
  legalComments: "eof",
  logLevel: "warning",
} as const;
const result = await build({
  ...common,
  entryPoints: ["src/cli/main.ts"],
  platform: "node",
  target: "node24",
  outfile: "dist/cli.js",
  // Imported where they are used alone: a static import of what stands outside would be made at every start.
  external: ["@aws-sdk/*", "@duckdb/*", "nodemailer", "fastify", "@fastify/*", "openid-client", "open", "pg"],
  define: {
    ACCESSLENS_VERSION: JSON.stringify(packageJson.version),
    ACCESSLENS_SOURCES: JSON.stringify(sourcesMark),
    ACCESSLENS_ACTIONS_DAY: JSON.stringify(actionsDay()),
  },
  // CommonJS packages ask for require; a module has none of its own.
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
});

// Neutral: an import of what only Node has does not resolve, and fails the build.
const library = await build({
  ...common,
  entryPoints: ["src/index.ts"],
  platform: "neutral",
  target: "es2024",
  outfile: "dist/index.js",
});

// Threads run a file of their own.
const trailWorker = await build({
  ...common,
  entryPoints: ["src/logs/trail/scan/scan-worker.ts"],
  platform: "node",
  target: "node24",
  outfile: "dist/trail-worker.js",
});

function place(path: string, contents: string | Uint8Array, mode: number): void {
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, contents, { mode });
  renameSync(beside, path);
}

// Before what starts it.
for (const { text } of trailWorker.outputFiles) place("dist/trail-worker.js", text, 0o644);
for (const { text } of result.outputFiles) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  place("dist/cli.js", text.replaceAll(sourcesMark, hash), 0o644);
}
const pages = await webFiles();
for (const { path, contents } of pages) place(`dist/web/${path}`, contents, 0o644);
// Pieces of earlier builds bear other names; a server that runs has its own at hand.
const current = new Set(pages.map(({ path }) => path));
for (const name of readdirSync("dist/web")) {
  // What ends in a number is another build's, on its way.
  if (!current.has(name) && !/\.\d+$/.test(name)) rmSync(`dist/web/${name}`, { force: true });
}
for (const { text } of library.outputFiles) place("dist/index.js", text, 0o644);
if (process.argv.includes("--types")) writeTypes();
place("dist/actions.json", actionData(), 0o644);
place("dist/accesslens.js", executable, 0o755);
// Stamped with the time before the sources were read: an edit during the build makes the build stale.
place("dist/.stamp", started.toISOString(), 0o644);
const { utimesSync } = await import("node:fs");
utimesSync("dist/.stamp", started, started);
