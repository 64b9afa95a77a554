/** `accesslens show`: the organization, an account or a role, looked at from all sides. */
import type { Capabilities } from "../../authz/capability/types.ts";
import type { FindingSummary } from "../../findings/finding-list.ts";
import { accountMatrix } from "../../graph/index.ts";
import type { Arn, Snapshot } from "../../model/index.ts";
import { displayPolicy } from "../../policy/index.ts";
import { guardText, whoText } from "../../report/guard.ts";
import { maskAssumable, maskCapabilities, maskPolicyText, maskWho } from "../../report/mask.ts";
import { counted, jsonLine, plain, plainLines } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { askCapabilities } from "../../work/ask-what-can.ts";
import { overviewOf } from "../../work/overview.ts";
import { askWhatCanAssume, askWhoCanAssume } from "../../work/questions.ts";
import { type Scan, scan } from "../../work/scan.ts";
import { done, type Failure, failed, type Outcome, usageFailure } from "../exit.ts";
import {
  chosenIntent,
  chosenSnapshot,
  type InputOptions,
  masksExternalIds,
  noSuchRole,
  snapshotFailure,
} from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { engineVersion } from "../version.ts";
import { capabilitiesLine } from "../views/capabilities-table.ts";
import { findingsTable, printReservations } from "../views/findings-table.ts";
import { printOverview } from "../views/overview.ts";
import { shownSummary } from "../views/shown-summary.ts";

type Scanned =
  | { readonly kind: "scanned"; readonly scan: Scan; readonly path: string }
  | { readonly kind: "failed"; readonly failure: Failure };

async function scanChosen(args: InputOptions): Promise<Scanned> {
  const path = chosenSnapshot(args);
  if (!path.ok) return { kind: "failed", failure: path.error };
  const intent = chosenIntent(args);
  if (!intent.ok) return { kind: "failed", failure: intent.error };
  const scanned = await scan(path.value, { config: { intent: intent.value }, engineVersion });
  return scanned.ok
    ? { kind: "scanned", scan: scanned.value, path: path.value }
    : { kind: "failed", failure: snapshotFailure(scanned.error, args.snapshot !== undefined) };
}

export async function showOverview(args: InputOptions, terminal: Terminal): Promise<Outcome> {
  const scanned = await scanChosen(args);
  if (scanned.kind === "failed") return failed(scanned.failure);
  const { findings, coverage, notes } = scanned.scan;
  if (args.format === "json") {
    const overview = { ...overviewOf(scanned.scan), findings: findings.counts, coverage, notes };
    terminal.raw(`${jsonLine(overview)}\n`);
    return done;
  }
  printOverview(scanned.scan, terminal);
  terminal.line();
  terminal.line(
    `findings: ${Object.entries(findings.counts)
      .toReversed()
      .map(([severity, count]) => `${count} ${severity}`)
      .join(", ")}`,
  );
  for (const gap of coverage.slice(0, 20)) {
    terminal.line(
      terminal.style(
        "yellow",
        `not read: ${plain(gap.what)}${gap.account === null ? "" : ` of ${gap.account}`}: ${plain(gap.reason)}`,
      ),
    );
  }
  if (coverage.length > 20) terminal.line(`… and ${coverage.length - 20} more`);
  for (const note of notes) terminal.line(terminal.style("dim", `note: ${plain(note)}`));
  return done;
}

export async function showAccount(id: string, args: InputOptions, terminal: Terminal): Promise<Outcome> {
  const scanned = await scanChosen(args);
  if (scanned.kind === "failed") return failed(scanned.failure);
  const { engine, graph, notes, coverage } = scanned.scan;
  const { snapshot, context } = engine;
  const index = snapshot.accountIndex(id);
  const account = index === null ? undefined : snapshot.accounts[index];
  if (index === null || account === undefined) {
    return failed(
      usageFailure(
        `${scanned.path} knows no account ${JSON.stringify(id)}`,
        "Accounts are named by their ids of twelve digits.",
      ),
    );
  }
  const [first, after] = snapshot.roles.ofAccount(index);
  const matrix = accountMatrix(graph, context.organization);
  const cellOf = ({ from, to, roles }: (typeof matrix)[number]) => ({ from, to, roles });
  const answer = {
    account,
    roles: after - first,
    trusts: matrix.filter((cell) => cell.to === id).map(cellOf),
    trustedBy: matrix.filter((cell) => cell.from.kind === "account" && cell.from.id === id).map(cellOf),
    findings: shownSummaries(scanned.scan, masksExternalIds(args), (summary) => summary.account === id),
    coverage: coverage.filter((gap) => gap.account === null || gap.account === id),
    notes,
  };
  if (args.format === "json") {
    terminal.raw(`${jsonLine(answer)}\n`);
    return done;
  }
  terminal.line(terminal.style("bold", plain(`${account.name ?? "(no name)"}  ${account.id}`)));
  terminal.line(
    plain(
      `${account.status.toLowerCase()}, ${counted(answer.roles, "role")}, ${account.organizationPath ?? "in no organization"}`,
    ),
  );
  const nameOf = (account: string): string => context.nameOf(account) ?? "";
  section(
    terminal,
    "Lets in",
    ["ROLES", "FROM", "WHO", "NAME"],
    answer.trusts.map(({ from, roles }) => [
      String(roles),
      from.external ? "outside" : "inside",
      from.id,
      from.kind === "account" ? nameOf(from.id) : from.kind,
    ]),
  );
  section(
    terminal,
    "Is let in by",
    ["ROLES", "ACCOUNT", "NAME"],
    answer.trustedBy.map(({ to, roles }) => [String(roles), to, nameOf(to)]),
  );
  if (answer.findings.length > 0) {
    terminal.line();
    terminal.line(terminal.style("bold", `Findings (${answer.findings.length})`));
    terminal.line(findingsTable(scanned.scan, answer.findings.slice(0, 20), terminal));
    if (answer.findings.length > 20)
      terminal.line(`… and ${answer.findings.length - 20} more (accesslens scan --account ${id})`);
  }
  terminal.line();
  printReservations(answer, terminal);
  return done;
}

function shownSummaries(
  result: Scan,
  mask: boolean,
  isMeant: (summary: FindingSummary) => boolean,
): readonly FindingSummary[] {
  return result.findings.summaries.filter(isMeant).map((summary) => shownSummary(result, summary, mask));
}

function section(
  terminal: Terminal,
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  if (rows.length === 0) return;
  terminal.line();
  terminal.line(terminal.style("bold", title));
  terminal.line(
    table(
      head,
      rows.slice(0, 30).map((row) => row.map((text) => ({ text }))),
      terminal.width,
    ),
  );
  if (rows.length > 30) terminal.line(`… and ${rows.length - 30} more (--format json)`);
}

export async function showRole(arn: string, args: InputOptions, terminal: Terminal): Promise<Outcome> {
  const scanned = await scanChosen(args);
  if (scanned.kind === "failed") return failed(scanned.failure);
  const { engine } = scanned.scan;
  const { snapshot } = engine;
  const index = snapshot.roles.byArn(arn);
  const incoming = askWhoCanAssume(engine, arn);
  if (index === null || incoming === null) return failed(noSuchRole(arn, snapshot, scanned.path));
  const role = snapshot.roles.row(index);
  const asked = await askWhatCanAssume(engine, role.arn);
  const mask = masksExternalIds(args);
  const own = shownSummaries(scanned.scan, mask, (summary) => summary.subject === role.arn);
  const who = mask ? maskWho(incoming.who) : incoming.who;
  const canAssume = mask ? maskAssumable(asked.roles) : asked.roles;
  const text =
    role.trustPolicy === null
      ? null
      : displayPolicy(snapshot.documents.text(role.trustPolicy, role.account)).text;
  const trust = text !== null && mask ? maskPolicyText(text) : text;
  const held = heldBy(snapshot, role.arn, mask);
  if (args.format === "json") {
    const answer = { ...incoming, role, trustPolicy: trust, who, canAssume, findings: own, ...held };
    terminal.raw(`${jsonLine(answer)}\n`);
    return done;
  }
  terminal.line(terminal.style("bold", plain(role.arn)));
  terminal.line(describe(role.lastUsedAt, role.maxSessionSeconds, role.permissionsBoundary));
  if (held !== null) terminal.line(plain(capabilitiesLine(held)));
  if (role.description !== null) terminal.line(plain(role.description));
  terminal.line();
  terminal.line(terminal.style("bold", "Trust policy"));
  const lines = trust === null ? ["(not collected)"] : plainLines(trust).split("\n");
  lines.forEach((line, number) => {
    terminal.line(`  ${terminal.style("dim", String(number + 1).padStart(4))}  ${line}`);
  });
  section(
    terminal,
    "Who can assume it",
    ["FROM", "", "WHO", "IF"],
    who.map((one) => [
      one.external ? "outside" : "inside",
      one.proven ? "can" : "may",
      whoText(one),
      guardText(one.guard),
    ]),
  );
  if (incoming.blocked.length > 0) {
    section(
      terminal,
      "Trusted, but stopped on their own side",
      ["WHO", "BECAUSE"],
      incoming.blocked.map(({ principal, because }) => [principal, because]),
    );
  }
  section(
    terminal,
    "What it can assume",
    ["", "ROLE", "IF"],
    canAssume.map((one) => [one.certainty.kind === "proven" ? "can" : "may", one.role, guardText(one.guard)]),
  );
  if (own.length > 0) {
    terminal.line();
    terminal.line(terminal.style("bold", "Findings"));
    terminal.line(findingsTable(scanned.scan, own, terminal));
  }
  terminal.line();
  printReservations(incoming, terminal);
  return done;
}

function heldBy(
  snapshot: Snapshot,
  role: Arn,
  mask: boolean,
): Pick<Capabilities, "administrator" | "capabilities"> | null {
  const found = askCapabilities(snapshot, role);
  if (found === null) return null;
  const { administrator, capabilities } = found;
  return mask ? maskCapabilities(found) : { administrator, capabilities };
}

function describe(
  lastUsedAt: number | "never" | null,
  maxSessionSeconds: number,
  boundary: Arn | null,
): string {
  const used =
    lastUsedAt === null
      ? "last use not known"
      : lastUsedAt === "never"
        ? "never used"
        : `last used ${new Date(lastUsedAt * 1000).toISOString().slice(0, 10)}`;
  return plain(
    `${used}, sessions up to ${maxSessionSeconds / 3600} h, ${boundary === null ? "no boundary" : `boundary ${boundary}`}`,
  );
}
