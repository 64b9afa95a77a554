/** A real Trino in a process of its own, spoken to by lines: see TrinoStatements.java. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const classPath = here("../../../.trino/classpath.txt");

/** Null: it is there. */
export function trinoMissing(): string | null {
  return existsSync(classPath) ? null : "Trino is not installed: sh scripts/install-trino.sh";
}

export type TrinoRow = readonly (string | null)[];

export class Trino {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  private constructor(process: ChildProcessWithoutNullStreams) {
    this.#process = process;
    this.#lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    process.stderr.resume();
  }

  static async start(): Promise<Trino> {
    // Its testing server leaves its files behind.
    const own = mkdtempSync(join(tmpdir(), "accesslens-trino-"));
    const java = `${process.env.TRINO_JAVA_HOME ?? "/usr/lib/jvm/temurin-25-jdk-amd64"}/bin/java`;
    const trino = new Trino(
      spawn(java, [
        "-Xmx2g",
        `-Djava.io.tmpdir=${own}`,
        "--add-modules",
        "jdk.incubator.vector",
        "-cp",
        readFileSync(classPath, "utf8").trim(),
        here("TrinoStatements.java"),
      ]),
    );
    const clear = () => rmSync(own, { recursive: true, force: true });
    trino.#process.once("exit", clear);
    process.once("exit", clear);
    for (let line = await trino.#line(); line !== "ready"; line = await trino.#line());
    return trino;
  }

  async run(statement: string): Promise<TrinoRow[]> {
    this.#process.stdin.write(`${Buffer.from(statement).toString("base64")}\n`);
    const rows: TrinoRow[] = [];
    for (;;) {
      const line = await this.#line();
      if (line === "done") return rows;
      if (line.startsWith("failed ")) throw new Error(line);
      const [, ...fields] = line.split(" ");
      rows.push(
        fields.map((field) =>
          field === "-" ? null : Buffer.from(field.slice(1), "base64").toString("utf8"),
        ),
      );
    }
  }

  stop(): void {
    this.#process.stdin.end();
    this.#process.kill();
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("Trino has ended");
    return value;
  }
}
