/**
 * Bundles the browser's pages: what the first page needs in `app.js`, what some pages need alone in files of their own; and for reports all
 * of it in one, `report.js`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { build, type OutputFile } from "esbuild";

export type WebFile = { readonly path: string; readonly contents: Uint8Array | string };

const common = {
  bundle: true,
  write: false,
  metafile: true,
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
  const { outputFiles, packages } = await bundled();
  const made = outputFiles.map(({ path, contents }) => ({ path: basename(path), contents }));
  const licences = packages.map(
    (folder) => `${folder.replace("node_modules/", "")}\n\n${licenceOf(folder)}\n`,
  );
  return [
    ...made,
    { path: "index.html", contents: readFileSync("web/index.html") },
    { path: "licences.txt", contents: licences.join(`${"-".repeat(80)}\n`) },
  ];
}

/** Folders of the packages whose code is in what is shipped. */
export async function bundledPackages(): Promise<readonly string[]> {
  return (await bundled()).packages;
}

type Bundled = { readonly outputFiles: readonly OutputFile[]; readonly packages: readonly string[] };

async function bundled(): Promise<Bundled> {
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
  const inputs = [...Object.keys(pages.metafile.inputs), ...Object.keys(report.metafile.inputs)];
  const packages = new Set(
    inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  return { outputFiles: [...pages.outputFiles, ...report.outputFiles], packages: [...packages].toSorted() };
}

/** The text that has to come along. Fails where a package has none. */
export function licenceOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no text of its licence`);
  return readFileSync(`${folder}/${file}`, "utf8").trim();
}
