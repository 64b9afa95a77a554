/**
 * moto's server: the SDK's real wire protocols, many accounts, and a good memory; no judge of who may do what.
 * One server for each test file, on a port of its own, ended with the process whatever happens.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";

const ownEnvironment = "node_modules/.cache/accesslens/moto/bin/moto_server";

/** Null: it is on this machine. Under CI a missing stand-in fails the tests instead. */
export function missingMoto(): string | null {
  if (command() !== null) return null;
  if (process.env.CI === "true") throw new Error("moto_server is missing: run scripts/install-moto.sh");
  return "moto_server is not installed: sh scripts/install-moto.sh";
}

function command(): string | null {
  if (existsSync(ownEnvironment)) return ownEnvironment;
  return spawnSync("moto_server", ["--help"], { stdio: "ignore" }).status === 0 ? "moto_server" : null;
}

export type Moto = {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
};

/** The account that moto acts in where nobody says which. */
export const motoAccount = "123456789012";

export function startMoto(): Promise<Moto> {
  return startMotoWith({});
}

/** `environment`: moto's own settings, beside those of this process. */
export async function startMotoWith(environment: Readonly<Record<string, string>>): Promise<Moto> {
  const port = await freePort();
  const server = spawn(command() ?? "moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
    env: { ...process.env, ...environment },
  });
  // The tests end when they are done, not when the server is.
  server.unref();
  process.on("exit", () => server.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  await ready(url, server);
  // Every client of the SDK in this process goes there.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "testing",
    AWS_REGION: "us-east-1",
  });
  return { url };
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`moto_server ended with ${server.exitCode}`);
    const answer = await fetch(`${url}/moto-api/`).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("moto_server did not answer for 30 seconds");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
