/** `sqlite:PATH` and `postgres://USER@HOST/DATABASE`: where state lives. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { err, ok, type Result } from "../../model/index.ts";
import type { StateStoreFault } from "./fault.ts";

export type StateUrl =
  /** Absolute. */
  | { readonly kind: "sqlite"; readonly path: string }
  /** `shown`: without password and options. */
  | { readonly kind: "postgres"; readonly url: string; readonly shown: string };

/** The text is never repeated in a fault: it may hold a password. */
export function parseStateUrl(text: string): Result<StateUrl, StateStoreFault> {
  if (text.startsWith("sqlite:")) return sqliteUrl(text.slice("sqlite:".length));
  if (/^postgres(ql)?:\/\//.test(text)) return postgresUrl(text);
  return bad("The store's URL starts with neither sqlite: nor postgres://");
}

function sqliteUrl(path: string): Result<StateUrl, StateStoreFault> {
  if (path === "") return bad("The store's URL names no file after sqlite:");
  // In a URL of the web, a host would stand there.
  if (/^\/\/[^/]/.test(path)) return bad("The store's URL has two slashes before the name of the file");
  if (path.includes("\0")) return bad("The name of the store's file holds a NUL character");
  const found = path.startsWith("~/") ? join(homedir(), path.slice(2)) : resolve(path);
  return ok({ kind: "sqlite", path: found });
}

function postgresUrl(text: string): Result<StateUrl, StateStoreFault> {
  // Without a host it is the socket on this machine; URL wants one all the same.
  const parsed = URL.parse(text.replace(/^([a-z]+:\/\/[^/?#]*@|[a-z]+:\/\/)(?=[/?#]|$)/, "$1localhost"));
  if (parsed === null) return bad("The store's URL can't be read");
  const user = parsed.username === "" ? "" : `${parsed.username}@`;
  return ok({
    kind: "postgres",
    url: text,
    shown: `postgres://${user}${parsed.host}${parsed.pathname}`,
  });
}

function bad(what: string): Result<StateUrl, StateStoreFault> {
  return err({
    kind: "bad-url",
    message: `${what}.`,
    advice:
      "Give it as sqlite:PATH or postgres://USER@HOST/DATABASE; characters of a password that URLs reserve are written as %XX.",
  });
}
