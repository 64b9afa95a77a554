/** Folders and files of iam-collect's storage, read for one file of the import format; faults are recorded as they are found. */
import { join } from "node:path";
import pLimit from "p-limit";
import type { AccountId, CoverageGap } from "../../../model/index.ts";
import { type ImportContext, settleError, settleFile } from "../import-context.ts";
import { printable, wholeFile } from "../import-error.ts";
import { type JsonFile, type JsonObject, type JsonValue, readJsonFile } from "../json-file.ts";
import { type Entry, entriesOf } from "./layout.ts";

/** What is open at once; below what operating systems allow a process. */
const filesAtOnce = 64;

export class Reading {
  /** The partition's directory, as messages name it. */
  readonly storage: string;
  readonly #path: string;
  readonly #context: ImportContext;
  readonly #what: CoverageGap["what"];
  readonly #account: AccountId | null;
  readonly #files: JsonFile[] = [];
  readonly #several = pLimit(filesAtOnce);

  /** `root`: what is imported; `storage`: the partition's directory below it. */
  constructor({ root, storage, context }: Storage, { what, account }: Pick<CoverageGap, "what" | "account">) {
    this.storage = storage;
    this.#path = join(root, storage);
    this.#context = context;
    this.#what = what;
    this.#account = account;
  }

  /** A path below the partition's directory, as messages name it. */
  shown(path: string): string {
    return printable(join(this.storage, path));
  }

  entries(path: string): Promise<readonly Entry[]> {
    return this.#several(() =>
      entriesOf(join(this.#path, path), (code) => {
        const advice = "Check the directory and its permissions.";
        const error = wholeFile(join(this.storage, path), `can't be read: ${code}`, advice);
        settleError(this.#context, error, this.#what, this.#account);
      }),
    );
  }

  /** The folders in `path` that have files of a thing, read one after the other. */
  async folders(path: string): Promise<readonly Folder[]> {
    const names = (await this.entries(path)).filter(({ isDirectory }) => isDirectory);
    return Promise.all(names.map(({ name }) => this.folder(join(path, name))));
  }

  async folder(path: string): Promise<Folder> {
    return new Folder(this, path, await this.entries(path));
  }

  /** A file that is there. Null: it can't be read, which is recorded. */
  async file(path: string): Promise<JsonValue | null> {
    const shownAs = join(this.storage, path);
    const outcome = await this.#several(() => readJsonFile(join(this.#path, path), shownAs));
    switch (outcome.kind) {
      case "read":
        this.#files.push(outcome.file);
        return outcome.file.root;
      case "missing":
        return null;
      case "error":
        settleError(this.#context, outcome.error, this.#what, this.#account);
        return null;
    }
  }

  gap(subject: string | null, reason: string, what = this.#what): void {
    this.#context.builder.addCoverage({ what, account: this.#account, subject, reason });
  }

  /** Records what was wrong with the shapes of values that were taken out of files. */
  settle(): void {
    for (const file of this.#files) settleFile(this.#context, file, this.#what, this.#account);
    this.#files.length = 0;
  }
}

export type Storage = {
  /** What is imported. */
  readonly root: string;
  /** The partition's directory below it; empty where it is that itself. */
  readonly storage: string;
  readonly context: ImportContext;
};

/** A folder of one role, queue or the like: a file for each thing that there is to say of it. */
export class Folder {
  readonly path: string;
  readonly #reading: Reading;
  readonly #entries: readonly Entry[];

  constructor(reading: Reading, path: string, entries: readonly Entry[]) {
    this.#reading = reading;
    this.path = path;
    this.#entries = entries;
  }

  get subfolders(): readonly string[] {
    return this.#entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => join(this.path, name));
  }

  has(name: string): boolean {
    return this.#entries.some((entry) => !entry.isDirectory && entry.name === name);
  }

  /** Undefined: there is no such file; null: it can't be read, which is recorded. */
  async file(name: string): Promise<JsonValue | null | undefined> {
    return this.has(name) ? this.#reading.file(join(this.path, name)) : undefined;
  }

  /** What the folder is about. Null: nothing that could be read says so, which is recorded. */
  async metadata(): Promise<JsonObject | null> {
    const file = await this.file("metadata.json");
    if (file === undefined) {
      const shown = this.#reading.shown(this.path);
      this.#reading.gap(shown, "There is no metadata.json, which would say what the folder is about.");
    }
    return file?.object("metadata.json") ?? null;
  }
}
