/**
 * Bundles the browser's pages: what the first page needs in `app.js`, what some pages need alone in files of their own; and for reports all
 * of it in one, `report.js`.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";

export type WebFile = { readonly path: string; readonly contents: Uint8Array | string };

const common = {
  bundle: true,
  write: false,
  minify: true,
  platform: "browser",
  target: "es2023",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "eof",
  logLevel: "warning",
  outdir: "dist/web",
  tsconfig: "web/tsconfig.json",
} as const;

export async function webFiles(): Promise<readonly WebFile[]> {
  const [pages, report] = await Promise.all([
    build({
      ...common,
      entryPoints: [{ in: "web/src/main.tsx", out: "app" }],
      format: "esm",
      splitting: true,
      chunkNames: "[name]-[hash]",
    }),
    // A file that stands alone has nothing to load.
    build({ ...common, entryPoints: [{ in: "web/src/report.tsx", out: "report" }], format: "iife" }),
  ]);
  const made = pages.outputFiles.map(fileOf);
  const scripts = made.filter(({ path }) => !path.endsWith(".css"));
  const alone = report.outputFiles.map(fileOf);
  return [
    ...scripts,
    { path: "app.css", contents: joinedStyles(made) },
    ...alone,
    { path: "index.html", contents: readFileSync("web/index.html") },
  ];
}

type Made = { readonly path: string; readonly contents: Uint8Array };

function fileOf({ path, contents }: Made): Made {
  return { path: basename(path), contents };
}

/** Pages that are loaded when they are opened bring no styles of their own along: all stand in the one sheet, the frame's first. */
function joinedStyles(made: readonly Made[]): string {
  const sheets = made.filter(({ path }) => path.endsWith(".css"));
  const sorted = sheets.toSorted((a, b) => Number(b.path === "app.css") - Number(a.path === "app.css"));
  return sorted.map(({ contents }) => new TextDecoder().decode(contents)).join("");
}
