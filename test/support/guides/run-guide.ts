/** Runs the commands of a guide in their order, as somebody would who follows it: in one folder, with profiles for those who take part. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stepsOf } from "./page.ts";
import { comparable, type Names, unlike } from "./shown.ts";

export type Guide = {
  readonly path: string;
  readonly names: Names;
  /** Of the proxy in front of moto. */
  readonly url: string;
  /** Access keys by profile. */
  readonly profiles: Readonly<Record<string, string>>;
  /** What others do in the meantime, by name. */
  readonly events: Readonly<Record<string, () => Promise<void>>>;
};

/** What the page and the program do not say alike, a text each. With `rewrite` the page is written anew instead. */
export async function runGuide(
  { path, names, url, profiles, events }: Guide,
  rewrite: boolean,
): Promise<readonly string[]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "accesslens-guide-")));
  try {
    const { folder, environment } = placeOf(root, url, profiles);
    names.add("/home/ada/work", folder);
    const page = readFileSync(path, "utf8");
    const lines = page.split("\n");
    const wrong: string[] = [];
    let moved = 0;
    for (const step of stepsOf(page)) {
      if (step.kind === "file") {
        writeFileSync(join(folder, step.name), names.toReal(step.text));
        continue;
      }
      if (step.kind === "event") {
        const event = events[step.name];
        if (event === undefined) throw new Error(`${path}: nobody knows the event ${step.name}`);
        await event();
        continue;
      }
      const printed = names
        .toShown(await run(names.toReal(step.command), folder, environment))
        .split("\n")
        .slice(0, -1);
      const shown = trimmed(step.shown);
      learnAll(names, shown, printed);
      const difference = unlike(shown, printed);
      if (difference === null) continue;
      wrong.push(
        `${path}:${step.line}: $ ${step.command}\nprints\n${difference}\nand not\n${shown.join("\n")}`,
      );
      lines.splice(step.line + moved, step.shown.length, ...printed.map((one) => names.toShown(one)));
      moved += printed.length - step.shown.length;
    }
    if (rewrite) writeFileSync(path, lines.join("\n"));
    return rewrite ? [] : wrong;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Line by line, as far as both are the same but for what is drawn. */
function learnAll(names: Names, shown: readonly string[], printed: readonly string[]): void {
  const left = [...printed];
  for (const line of shown) {
    const at = left.findIndex((other) => comparable(other) === comparable(line));
    if (at < 0) continue;
    names.learn(line, left[at] ?? "");
    left.splice(0, at + 1);
  }
}

function trimmed(lines: readonly string[]): readonly string[] {
  const end = lines.findLastIndex((line) => line !== "");
  return lines.slice(0, end + 1);
}

function placeOf(root: string, url: string, profiles: Readonly<Record<string, string>>) {
  const [folder, bin] = [join(root, "work"), join(root, "bin")];
  for (const made of [folder, bin]) mkdirSync(made);
  const program = join(bin, "accesslens");
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${resolve("dist/accesslens.js")}' "$@"\n`);
  chmodSync(program, 0o755);
  const credentials = Object.entries(profiles).map(
    ([name, key]) => `[${name}]\naws_access_key_id = ${key}\naws_secret_access_key = secret\n`,
  );
  writeFileSync(join(root, "credentials"), credentials.join("\n"));
  const config = Object.keys(profiles).map(
    (name) => `[${name === "default" ? name : `profile ${name}`}]\nregion = us-east-1\n`,
  );
  writeFileSync(join(root, "config"), config.join("\n"));
  const environment = {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: root,
    USER: "ada",
    XDG_STATE_HOME: join(root, "state"),
    XDG_CACHE_HOME: join(root, "cache"),
    AWS_ENDPOINT_URL: url,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(root, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(root, "credentials"),
    NO_COLOR: "1",
  };
  return { folder, environment };
}

/** Both streams as a terminal shows them, and the exit code where it is not 0. */
async function run(command: string, folder: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn("sh", ["-c", `{ ${command}\n} 2>&1`], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const [code] = await once(child, "close");
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return code === 0 ? ended : `${ended}(exit code ${code})\n`;
}
