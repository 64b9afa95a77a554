/** `accesslens external-id issue|list|used-at|revoke|import`: the registry of external IDs. */
import { userInfo } from "node:os";
import type { z } from "zod";
import { err, ok, type Result } from "../../model/index.ts";
import { maskValue } from "../../policy/index.ts";
import { parseRelationship } from "../../provision/external-ids/external-id.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { shellWord } from "../../report/shell.ts";
import { type Cell, table } from "../../report/table.ts";
import type {
  externalIdIssueShape,
  externalIdListShape,
  externalIdRevokeShape,
  ImportAnswer,
  ToldExternalId,
} from "../../work/provision/external-ids/external-ids-shape.ts";
import { foreignIds, takeOver } from "../../work/provision/external-ids/import-foreign.ts";
import { trustsWithThirdParties } from "../../work/provision/external-ids/known-trusts.ts";
import { issue } from "../../work/provision/external-ids/registry.ts";
import { roleOf } from "../../work/provision/external-ids/role-names.ts";
import { toldExternalId } from "../../work/provision/external-ids/told.ts";
import { done, type Failure, failed, type Outcome, type OutputFormat, usageFailure } from "../exit.ts";
import type { InputOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import { withState, withStateThatIs } from "../open-state.ts";
import type { Terminal } from "../terminal.ts";

export type WithRegistry = {
  readonly store: string;
  readonly format: OutputFormat;
  readonly externalIds?: "masked" | "shown";
};

export type OfRelationship = WithRegistry & { readonly relationship: string };

/** The relationship's name in the spelling in which it is compared. */
export function namedRelationship(text: string): Result<string, Failure> {
  const name = parseRelationship(text);
  if (name.ok) return name;
  return err(
    usageFailure(
      `--relationship: the name ${name.error}`,
      "Such as --relationship acme: 1 to 256 characters that can be seen.",
    ),
  );
}

/** Null: all of them are whole ARNs of roles. */
export function badRole(roles: readonly string[] | undefined): Failure | null {
  const bad = roles?.find((arn) => roleOf(arn) === null);
  if (bad === undefined) return null;
  return usageFailure(
    `--role: ${JSON.stringify(bad)} is no role's ARN`,
    "The whole ARN, path included: arn:aws:iam::123456789012:role/path/Name",
  );
}

export function whoAsks(by: string | undefined): string {
  if (by !== undefined) return by;
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's list has no name.
    return "somebody";
  }
}

export type IssueArguments = OfRelationship & {
  readonly role?: readonly string[];
  readonly note?: string;
  readonly by?: string;
};

export async function runIssue(args: IssueArguments, terminal: Terminal): Promise<Outcome> {
  const relationship = namedRelationship(args.relationship);
  if (!relationship.ok) return failed(relationship.error);
  const bad = badRole(args.role);
  if (bad !== null) return failed(bad);
  return withState(args.store, async (store) => {
    const asked = {
      relationship: relationship.value,
      by: whoAsks(args.by),
      note: args.note ?? null,
      roles: args.role ?? [],
    };
    const { kind, record } = await issue(store, asked, Date.now());
    if (kind === "has-one" && asked.roles.length > 0)
      await store.useExternalIdsAt(record.relationship, asked.roles);
    const issued = kind === "issued";
    const masks =
      args.externalIds === "masked" || (!issued && args.format === "table" && args.externalIds !== "shown");
    const answer: z.infer<typeof externalIdIssueShape> = {
      relationship: record.relationship,
      externalId: masks ? maskValue(record.externalId) : record.externalId,
      issuedAt: new Date(record.issuedAt).toISOString(),
      issued,
    };
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else printIssued(answer, terminal);
    return done;
  });
}

function printIssued(answer: z.infer<typeof externalIdIssueShape>, terminal: Terminal): void {
  const { relationship, externalId, issuedAt, issued } = answer;
  if (!issued) {
    terminal.line(`${plain(relationship)} has one since ${issuedAt}, which stays: ${plain(externalId)}`);
    terminal.line("accesslens external-id list --external-ids shown shows it; rotate gives it another one.");
    return;
  }
  terminal.line(`External ID for ${terminal.style("bold", plain(relationship))}:`);
  terminal.line();
  terminal.line(`  ${plain(externalId)}`);
  terminal.line();
  terminal.line("It is shown this once; accesslens external-id list masks it unless it is asked for.");
  terminal.line("The account that owns the role puts it into the statement that lets the third party in:");
  terminal.line();
  terminal.line(`  "Condition": ${JSON.stringify({ StringEquals: { "sts:ExternalId": externalId } })}`);
  terminal.line();
  terminal.line(
    "The third party keeps it with this customer and gives it with every AssumeRole (--external-id). Nobody",
  );
  terminal.line("who assumes the role chooses it, and it is used for no other relationship.");
  terminal.line(`Then: accesslens external-id verify --relationship ${shellWord(relationship)} --store …`);
}

export type ListArguments = WithRegistry & {
  readonly relationship?: string;
  readonly state?: ToldExternalId["state"];
};

export async function runList(args: ListArguments, terminal: Terminal): Promise<Outcome> {
  const relationship = args.relationship === undefined ? ok(undefined) : namedRelationship(args.relationship);
  if (!relationship.ok) return failed(relationship.error);
  return withStateThatIs(args.store, async (store) => {
    const all = await store.externalIds(relationship.value);
    const shown = all.filter(({ state }) => args.state === undefined || state === args.state);
    const answer: z.infer<typeof externalIdListShape> = {
      externalIds: shown.map((record) => toldExternalId(record, args.externalIds !== "shown")),
    };
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else printList(answer.externalIds, terminal);
    return done;
  });
}

function printList(externalIds: readonly ToldExternalId[], terminal: Terminal): void {
  if (externalIds.length === 0) {
    terminal.line("There is none.");
    return;
  }
  const rows = externalIds.map((one): Cell[] => [
    { text: one.relationship },
    { text: one.externalId },
    { text: one.state },
    { text: one.issuedAt },
    { text: one.issuedBy },
    { text: originOf(one) },
    { text: String(one.roles.length) },
    { text: one.note ?? "" },
  ]);
  const head = ["RELATIONSHIP", "EXTERNAL ID", "STATE", "SINCE", "BY", "FROM", "ROLES", "NOTE"];
  terminal.line(table(head, rows, terminal.width));
}

function originOf({ origin, weakness }: Pick<ToldExternalId, "origin" | "weakness">): string {
  if (origin === "issued") return "issued here";
  return weakness === null ? "foreign" : `foreign, weak: ${weakness}`;
}

export async function runUsedAt(
  args: OfRelationship & { readonly role: readonly string[]; readonly forget?: boolean },
  terminal: Terminal,
): Promise<Outcome> {
  const relationship = namedRelationship(args.relationship);
  if (!relationship.ok) return failed(relationship.error);
  const bad = badRole(args.role);
  if (bad !== null) return failed(bad);
  return withStateThatIs(args.store, async (store) => {
    const { value } = relationship;
    if (args.forget === true) await store.disuseExternalIdsAt(value, args.role);
    const records = await store.useExternalIdsAt(value, args.forget === true ? [] : args.role);
    if (records.length === 0) return failed(noneInUse(value));
    const answer: z.infer<typeof externalIdListShape> = {
      externalIds: records.map((record) => toldExternalId(record, args.externalIds !== "shown")),
    };
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else printList(answer.externalIds, terminal);
    return done;
  });
}

export function noneInUse(relationship: string): Failure {
  return usageFailure(
    `${relationship} has no external ID in use`,
    "accesslens external-id list tells which relationships have one; issue makes one.",
  );
}

export async function runRevoke(args: OfRelationship, terminal: Terminal): Promise<Outcome> {
  const relationship = namedRelationship(args.relationship);
  if (!relationship.ok) return failed(relationship.error);
  return withStateThatIs(args.store, async (store) => {
    const ended = await store.endExternalIds(relationship.value, ["current", "retiring"], Date.now());
    if (ended.length === 0) return failed(noneInUse(relationship.value));
    const answer: z.infer<typeof externalIdRevokeShape> = {
      relationship: relationship.value,
      revoked: ended.map((record) => toldExternalId(record, args.externalIds !== "shown")),
      stillAsking: [...new Set(ended.flatMap(({ roles }) => roles))],
    };
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else {
      terminal.line(
        `${plain(answer.relationship)}: ${counted(ended.length, "external ID")} revoked, for good.`,
      );
      terminal.line("Roles that ask for it let in whoever brings it until their trust policies are changed:");
      for (const role of answer.stillAsking) terminal.line(`  ${plain(role)}`);
      if (answer.stillAsking.length === 0) terminal.line("  (the registry was told of none)");
    }
    return done;
  });
}

export type ImportArguments = InputOptions & {
  readonly store: string;
  readonly by?: string;
  readonly apply?: boolean;
};

export async function runImport(args: ImportArguments, terminal: Terminal): Promise<Outcome> {
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const found = foreignIds(trustsWithThirdParties(opened.value.engine));
  return withState(args.store, async (store) => {
    const told = await takeOver(store, found, whoAsks(args.by), args.apply === true ? Date.now() : null);
    const masks = args.externalIds !== "shown";
    const answer: ImportAnswer = {
      found: told.map((one) => (masks ? { ...one, externalId: maskValue(one.externalId) } : one)),
      applied: args.apply === true,
    };
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else printImport(answer, terminal);
    return done;
  });
}

function printImport({ found, applied }: ImportAnswer, terminal: Terminal): void {
  if (found.length === 0) {
    terminal.line("No trust policy asks a third party for one external ID.");
    return;
  }
  const rows = found.map((one): Cell[] => [
    { text: one.state },
    { text: one.relationship },
    { text: one.externalId },
    { text: counted(one.roles.length, "role") },
    {
      text: [one.weakness === null ? null : `weak: ${one.weakness}`, one.why]
        .filter((part) => part !== null)
        .join("; "),
    },
  ]);
  terminal.line(table(["STATE", "RELATIONSHIP", "EXTERNAL ID", "ROLES", "ABOUT IT"], rows, terminal.width));
  if (!applied)
    terminal.note("Nothing was written: --apply takes them over into the registry, as chosen by others.");
}
