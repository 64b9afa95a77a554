/**
 * A PostgreSQL cluster of one's own, in a temporary directory and on a free port, that writes through to the disk as a real one does.
 * It ends with the process that started it, however that ends.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { freePort } from "./free-port.ts";

/** Null: it is on this machine. Under CI a missing server fails the tests instead. */
export function missingPostgres(): string | null {
  if (binaries() !== null) return null;
  if (process.env.CI === "true") throw new Error("PostgreSQL is missing: run scripts/install-postgres.sh");
  return "PostgreSQL is not installed: sh scripts/install-postgres.sh";
}

/** The directory of the newest server: Debian keeps servers off the path. */
function binaries(): string | null {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a)).map((v) => join(debian, v, "bin"));
  const directories = [...newestFirst, ...(process.env.PATH ?? "").split(delimiter)];
  return directories.find((directory) => existsSync(join(directory, "initdb"))) ?? null;
}

export type Postgres = {
  /** Of a new, empty database. */
  newDatabase(options?: string): Promise<string>;
  /** Of a role without any permission but to log in, with this name for a password. */
  newRole(name: string): Promise<void>;
  urlOf(database: string, user?: string, password?: string): string;
  /** As the superuser, in that database. */
  query(database: string, text: string): Promise<readonly Record<string, unknown>[]>;
};

const superuser = "keeper";
/** Characters that a URL reserves. */
const superPassword = "p@ss/w:rd#1";

export async function startPostgres(): Promise<Postgres> {
  const bin = binaries();
  if (bin === null) throw new Error("PostgreSQL is missing");
  const user = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), "accesslens-postgres-"));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const log = join(folder, "log");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, superPassword);
  const made = spawnSync(
    join(bin, "initdb"),
    // The server's own writes go through to the disk; a cluster that was half made is thrown away.
    [
      "-D",
      data,
      "-U",
      superuser,
      "-A",
      "scram-sha-256",
      "--pwfile",
      passwordFile,
      "-E",
      "UTF8",
      "--locale=C",
      "--no-sync",
    ],
    { ...user, cwd: folder, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}${made.error ?? ""}`);
  const port = await freePort();
  const options = [
    "-D",
    data,
    "-p",
    String(port),
    "-k",
    folder,
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "fsync=on",
  ];
  // The shell reads until this process ends, by whatever: then server and directory go.
  const script = `postgres=$1; log=$2; folder=$3; shift 3
    "$postgres" "$@" >"$log" 2>&1 </dev/null & server=$!
    read -r _; kill -QUIT $server; wait $server; rm -rf "$folder"`;
  const guard = spawn("sh", ["-c", script, "sh", join(bin, "postgres"), log, folder, ...options], {
    ...user,
    cwd: folder,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  if (guard.stdin !== null && "unref" in guard.stdin && typeof guard.stdin.unref === "function") {
    guard.stdin.unref();
  }
  const urlOf = (database: string, name = superuser, password = superPassword): string =>
    `postgres://${name}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  const query: Postgres["query"] = async (database, text) => {
    const client = new pg.Client({ connectionString: urlOf(database) });
    client.on("error", () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(text);
      return rows;
    } finally {
      await client.end();
    }
  };
  await ready(() => query("postgres", "select 1"), guard, log);
  let databases = 0;
  return {
    urlOf,
    query,
    async newDatabase(more = "") {
      databases += 1;
      await query("postgres", `create database state_${databases} ${more}`);
      return urlOf(`state_${databases}`);
    },
    async newRole(name) {
      await query("postgres", `create role ${name} login password '${name}'`);
    },
  };
}

/** The server refuses to run as root. */
function unprivileged(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name === "postgres") return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65_534, gid: 65_534 };
}

async function ready(ask: () => Promise<unknown>, guard: ChildProcess, log: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (guard.exitCode !== null) break;
    const answer = await ask().catch(() => null);
    if (answer !== null) return;
    await pause(100);
  }
  throw new Error(`PostgreSQL did not answer: ${readFileSync(log, "utf8")}`);
}
