/** A real browser on the real server: what `accesslens serve` shows, as its users see it. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Page, type Request } from "playwright-core";

const executable = resolve("dist/accesslens.js");

const chromiumPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);

/** False: the tests run. In CI a missing browser fails them instead. */
export const skip: string | false =
  chromiumPath === undefined && process.env.CI === undefined
    ? "there is no Chromium: sh scripts/install-chromium.sh"
    : false;

/** Where tests run with the rights of root, as in containers, Chromium's own sandbox can't. */
const switches = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export type Place = {
  readonly folder: string;
  readonly browser: Browser;
  /** Runs the command line to its end, which has to be a good one. */
  accesslens(...args: readonly string[]): string;
  /** Serves a snapshot; the address lets in. */
  serve(snapshot: string, ...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
};

export async function openPlace(): Promise<Place> {
  assert.ok(chromiumPath !== undefined, "there is no Chromium: sh scripts/install-chromium.sh");
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "accesslens-browser-")));
  const env = { ...process.env, HOME: folder, XDG_STATE_HOME: join(folder, "state"), NO_COLOR: "1" };
  const browser = await chromium.launch({ executablePath: chromiumPath, args: switches });
  const servers: ChildProcess[] = [];
  return {
    folder,
    browser,
    accesslens(...args) {
      const options = { cwd: folder, env, encoding: "utf8", maxBuffer: 2 ** 28 } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, [executable, ...args], options);
      assert.equal(status, 0, stderr);
      return stdout;
    },
    async serve(snapshot, ...args) {
      const all = [executable, "serve", "--snapshot", snapshot, "--no-open", "--format", "json", ...args];
      const server = spawn(process.execPath, all, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
      servers.push(server);
      const [line] = await once(createInterface(server.stdout), "line");
      return JSON.parse(String(line)).url;
    },
    async close() {
      await browser.close();
      for (const server of servers) server.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Visit = {
  readonly page: Page;
  /** What the browser complained of: policies that were violated, errors of scripts, requests elsewhere. */
  readonly complaints: readonly string[];
};

export type VisitOptions = {
  readonly dark?: boolean;
  readonly width?: number;
  readonly height?: number;
};

/** Opens the address in a browser that knows nothing of other visits. */
export async function visit(
  { browser }: Place,
  url: string,
  { dark = false, width = 1280, height = 720 }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked = new Set<Request>();
  inFlight.set(page, asked);
  page.on("request", (request) => {
    // It is held by the server until there is something new.
    if (new URL(request.url()).pathname !== "/api/drift/news") asked.add(request);
  });
  page.on("requestfinished", (request) => asked.delete(request));
  page.on("requestfailed", (request) => asked.delete(request));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const to = new URL(request.url());
    const isElsewhere =
      to.origin !== new URL(url).origin && to.protocol !== "data:" && to.protocol !== "blob:";
    if (isElsewhere) complaints.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}

/** Another view of the same page: what stands after `#`. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await untilQuiet(page);
}

const inFlight = new WeakMap<Page, ReadonlySet<Request>>();

/** Until nothing was asked of the server for half a second, but for news. */
export async function untilQuiet(page: Page): Promise<void> {
  const asked = inFlight.get(page) ?? new Set();
  for (let quiet = 0; quiet < 10; ) {
    await page.waitForTimeout(50);
    quiet = asked.size === 0 ? quiet + 1 : 0;
  }
}
