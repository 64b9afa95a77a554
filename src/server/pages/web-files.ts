/** The browser's pages as files: all of them are at hand before the first question, so that no name leads anywhere else. */
import { readdirSync, readFileSync } from "node:fs";

/** By name. */
export type WebFiles = ReadonlyMap<string, { readonly type: string; readonly bytes: Buffer }>;

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** `folder`: ends with a slash. Fails where it is not there, which is a broken build. */
export function readWebFiles(folder: URL): WebFiles {
  const files = readdirSync(folder).flatMap((name) => {
    const type = types[name.slice(name.lastIndexOf(".") + 1)];
    return type === undefined ? [] : [[name, { type, bytes: readFileSync(new URL(name, folder)) }] as const];
  });
  return new Map(files);
}
