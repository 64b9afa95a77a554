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
  const made = [...pages.outputFiles, ...report.outputFiles].map(({ path, contents }) => ({
    path: basename(path),
    contents,
  }));
  return [...made, { path: "index.html", contents: readFileSync("web/index.html") }];
}
