/** Takes the lines of a snapshot file, one after the other, into columns; each line's objects are garbage right after. */
import {
  type Account,
  type AccountData,
  type CoverageGap,
  columnSnapshot,
  err,
  type ManagedPolicy,
  type Organization,
  ok,
  organizationPaths,
  type Result,
  RoleColumnsBuilder,
  type Snapshot,
  textColumn,
} from "../model/index.ts";
import { hasAnyData, readAccountData, readManagedPolicies } from "./account-rows.ts";
import { formatName, formatVersion, type Line, type Migrations, type SnapshotFileError } from "./format.ts";
import { readAccount, readCoverage, readOrganization } from "./organization-rows.ts";
import { readRoles } from "./role-rows.ts";
import { isRecord, Shape } from "./shape.ts";

/** An error without the path, which the decoder does not know. */
export type LineError = Omit<SnapshotFileError, "path">;

const sources = { import: true, collect: true, synth: true } as const satisfies Record<
  Snapshot["source"],
  true
>;

function isSource(text: string): text is Snapshot["source"] {
  return Object.hasOwn(sources, text);
}

export class SnapshotDecoder {
  readonly #migrations: Migrations;
  readonly #shape = new Shape();
  readonly #templates: string[] = [];
  readonly #roles = new RoleColumnsBuilder();
  readonly #accounts: Omit<Account, "organizationPath">[] = [];
  readonly #accountData: (AccountData | null)[] = [];
  readonly #coverage: CoverageGap[] = [];
  #awsPolicies: readonly ManagedPolicy[] = [];
  #organization: Organization | null = null;
  #identityCenter: Snapshot["identityCenter"] = null;
  #createdAt = 0;
  #source: Snapshot["source"] = "import";
  #version = formatVersion;
  #lines = 0;
  #ended = false;

  constructor(migrations: Migrations) {
    this.#migrations = migrations;
  }

  /** Null: the line was taken. */
  line(text: string): LineError | null {
    this.#lines += 1;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      if (this.#lines === 1) return notASnapshot();
      return this.#malformed(null, `is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
    if (!isRecord(value))
      return this.#lines === 1 ? notASnapshot() : this.#malformed(null, "is not an object");
    if (this.#lines === 1) {
      const refused = this.#version1(value);
      if (refused !== null) return refused;
    }
    let line: Line = value;
    for (let from = this.#version; from < formatVersion; from += 1)
      line = this.#migrations[from]?.(line) ?? line;
    if (this.#ended) return this.#malformed(null, "stands after the end line");
    this.#take(line);
    const fault = this.#shape.fault;
    return fault === null ? null : this.#malformed(fault.member, fault.message);
  }

  finish(): Result<Snapshot, LineError> {
    if (!this.#ended) return err(truncated(this.#lines));
    const organization = this.#organization;
    const pathOf =
      organization === null ? () => null : organizationPaths(organization.id, organization.units);
    return ok(
      columnSnapshot({
        createdAt: this.#createdAt,
        source: this.#source,
        organization,
        accounts: this.#accounts.map((account) => ({
          ...account,
          organizationPath: account.parent === null ? null : pathOf(account.parent),
        })),
        roles: this.#roles.build(),
        templates: textColumn(this.#templates),
        awsManagedPolicies: this.#awsPolicies,
        accountData: (account) => this.#accountData[account] ?? null,
        identityCenter: this.#identityCenter,
        coverage: this.#coverage,
      }),
    );
  }

  /** Says why a first line is not that of a snapshot we can read. */
  #version1(header: Line): LineError | null {
    if (header.format !== formatName) return notASnapshot();
    const version = header.version;
    if (typeof version !== "number" || !Number.isInteger(version) || version < 0) {
      return this.#malformed("version", "should be a whole number");
    }
    if (version > formatVersion) {
      return {
        kind: "newer-version",
        line: 1,
        member: "version",
        message: `is ${version}, and this AccessLens reads versions up to ${formatVersion}`,
        advice: "Update AccessLens, or make the snapshot again with this version.",
      };
    }
    this.#version = version;
    for (let from = version; from < formatVersion; from += 1) {
      if (this.#migrations[from] === undefined) {
        return this.#malformed("version", `is ${version}, which this AccessLens no longer reads`);
      }
    }
    return null;
  }

  #take(line: Line): void {
    const shape = this.#shape;
    if (this.#lines === 1) {
      this.#createdAt = shape.whole(line.createdAt, "createdAt", 0);
      this.#source = shape.known(line.source, isSource, "source", "import, collect or synth");
      return;
    }
    switch (line.kind) {
      case "documents":
        for (const text of shape.list(line.texts, "texts")) this.#templates.push(shape.text(text, "texts"));
        shape.documents = this.#templates.length;
        return;
      case "organization":
        this.#organization = readOrganization(line, shape);
        return;
      case "aws-policies":
        this.#awsPolicies = readManagedPolicies(line.policies, "policies", shape);
        return;
      case "account":
        this.#takeAccount(line);
        return;
      case "roles":
        if (line.account !== this.#accounts.at(-1)?.id)
          shape.fail("account", "should be that of the line above");
        else readRoles(line.roles, this.#accounts.length - 1, this.#roles, shape);
        return;
      case "identity-center":
        this.#identityCenter = shape.free(line.value, "value");
        return;
      case "coverage":
        this.#coverage.push(...readCoverage(line.gaps, shape));
        return;
      case "end":
        this.#ended = true;
        if (line.lines !== this.#lines)
          shape.fail("lines", `should be ${this.#lines}: lines are missing above`);
        return;
      default:
        // A kind that a later version of the same format adds; what it says is not needed for our answers.
        shape.text(line.kind, "kind");
    }
  }

  #takeAccount(line: Line): void {
    const shape = this.#shape;
    const account = readAccount(line, shape);
    const before = this.#accounts.at(-1);
    if (before !== undefined && before.id >= account.id) {
      shape.fail("id", `${account.id} should come before ${before.id}, and each account only once`);
    }
    const number = this.#accounts.push(account) - 1;
    this.#accountData.push(
      hasAnyData(line) ? readAccountData(line, account, this.#awsPolicies, shape) : null,
    );
    if (line.roles !== undefined) readRoles(line.roles, number, this.#roles, shape);
  }

  #malformed(member: string | null, message: string): LineError {
    return {
      kind: "malformed",
      line: this.#lines,
      member,
      message,
      advice: "The file was changed or damaged: make the snapshot again, or restore it from a copy.",
    };
  }
}

function notASnapshot(): LineError {
  return {
    kind: "not-a-snapshot",
    line: 1,
    member: null,
    message: `is not the header of a snapshot ({"format":"${formatName}",…})`,
    advice: "Name a file that `accesslens import` or `accesslens synth` has written.",
  };
}

export function truncated(lines: number): LineError {
  return {
    kind: "truncated",
    line: lines,
    member: null,
    message: `is the last line that could be read, and the end line is missing: the file is cut off`,
    advice: "Copy the whole file again, or make the snapshot again.",
  };
}
