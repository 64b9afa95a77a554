/** The built command line as a process, in a folder and with a state of its own, so that tests may run side by side. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after } from "node:test";

export const executable = resolve("dist/accesslens.js");

export type Run = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Workplace = {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** `from`: another folder to stand in. */
  accesslens(args: readonly string[], from?: string): Run;
};

/** A folder that is gone when the tests of the calling file are done. */
export function workplace(): Workplace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "accesslens-journey-")));
  after(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, "work");
  mkdirSync(folder);
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: root,
    XDG_STATE_HOME: join(root, "state"),
    NO_COLOR: "1",
  };
  return {
    folder,
    environment,
    accesslens(args, from = folder) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [executable, ...args], {
        cwd: from,
        env: environment,
        encoding: "utf8",
        maxBuffer: 2 ** 28,
      });
      return { code: status, stdout, stderr };
    },
  };
}
