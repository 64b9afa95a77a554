/**
 * The library's declarations: `dist/types`, made by the TypeScript compiler from src/index.ts. Only what the face's own
 * declarations reach is kept, and imports name the files as they are there.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const compiler = "node_modules/@typescript/native/bin/tsc";
const target = "dist/types";

export function writeTypes(): void {
  mkdirSync("dist", { recursive: true });
  const beside = mkdtempSync("dist/.types-");
  try {
    compile(join(beside, "all"));
    for (const [path, text] of reached(join(beside, "all"))) {
      const kept = join(beside, "kept", path);
      mkdirSync(dirname(kept), { recursive: true });
      writeFileSync(kept, text.replace(imported, '$1.js"'));
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(join(beside, "kept"), target);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function compile(folder: string): void {
  const config = join(folder, "..", "tsconfig.json");
  const options = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: resolve(folder),
    rootDir: resolve("src"),
    // What the library needs is in every JavaScript, or in every browser as in Node (TextEncoder): no type of Node's may come in.
    lib: ["ES2024", "WebWorker"],
    types: [],
  };
  const settings = {
    extends: resolve("tsconfig.json"),
    compilerOptions: options,
    include: [],
    files: [resolve("src/index.ts")],
  };
  writeFileSync(config, JSON.stringify(settings));
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, "-p", config], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the declarations could not be made:\n${stdout}${stderr}`);
}

/** `from "./policy/ast.ts"` and `import("./policy/ast.ts")`. */
const imported = /((?:from |import\()"\.[^"]*)\.ts"/g;

/** Paths below the folder, and texts. */
function reached(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const open = ["index.d.ts"];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    const text = readFileSync(join(folder, path), "utf8");
    found.set(path, text);
    for (const [, before = ""] of text.matchAll(imported)) {
      const file = before.slice(before.indexOf('"') + 1);
      open.push(relative(folder, join(folder, dirname(path), `${file}.d.ts`)));
    }
  }
  return found;
}
