/** `accesslens external-id verify` and `check`: whether roles refuse a wrong and a missing external ID, and take the right one. */
import { noCalls, openAssumeTrial } from "../../aws/index.ts";
import { err, ok, type Result, splitArn } from "../../model/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { type Cell, table } from "../../report/table.ts";
import type { StateStore } from "../../store/state/index.ts";
import { openConnected } from "../../work/collect/index.ts";
import type { Engine } from "../../work/engine.ts";
import { type CalledRole, callRoles, callsFor } from "../../work/provision/external-ids/call-roles.ts";
import { checkedRole, proofs, type RoleToCheck } from "../../work/provision/external-ids/check-roles.ts";
import type {
  CheckAnswer,
  CheckedRole,
  VerifyAnswer,
} from "../../work/provision/external-ids/external-ids-shape.ts";
import { liveTrusts } from "../../work/provision/external-ids/live-trusts.ts";
import { inUseOf } from "../../work/provision/external-ids/registry.ts";
import { isCaller } from "../../work/provision/external-ids/role-names.ts";
import { readRolesFile } from "../../work/provision/external-ids/roles-file.ts";
import { rolesOfFile, rolesOfSnapshot } from "../../work/provision/external-ids/roles-to-check.ts";
import { withoutShared } from "../../work/provision/external-ids/shared-ids.ts";
import { maskChecked } from "../../work/provision/external-ids/told.ts";
import { type ReadTrusts, trustsOf, verifiedRoles } from "../../work/provision/external-ids/verify.ts";
import { type CollectArguments, failureOf, settingsOf } from "../collect-settings.ts";
import { done, exitCodes, type Failure, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import { faultsFailure, type InputOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import { withStateThatIs } from "../open-state.ts";
import type { Terminal } from "../terminal.ts";
import { version } from "../version.ts";
import { badRole, namedRelationship, noneInUse, type OfRelationship } from "./external-id.ts";

/** Trust policies out of a snapshot, or as they are now. */
export type TrustSource = Omit<CollectArguments, "format"> &
  InputOptions & { readonly live?: boolean; readonly role?: readonly string[] };

/** `roles`: those that are read with --live. */
export async function openTrusts(
  args: TrustSource,
  roles: readonly string[],
  terminal: Terminal,
): Promise<Result<ReadTrusts, Failure>> {
  if (args.live !== true) {
    const opened = await openChosen(args);
    if (!opened.ok) return opened;
    return ok({ engine: opened.value.engine, unread: () => "The snapshot holds no such role." });
  }
  if (roles.length === 0) {
    return err(noRoleKnown("--live"));
  }
  const settings = await settingsOf(args);
  if (!settings.ok) return settings;
  const read = await liveTrusts(settings.value, roles);
  if (!read.ok) return err(failureOf(read.error));
  for (const gap of read.value.gaps) terminal.warn(gap);
  return ok(read.value);
}

export function noRoleKnown(option: string): Failure {
  return usageFailure(
    `${option}: the registry knows no role of the relationship`,
    "Name each with --role ARN; external-id used-at remembers them.",
  );
}

export function badCaller(caller: string | undefined): Failure | null {
  if (caller === undefined || isCaller(caller)) return null;
  return usageFailure(
    `--caller: ${JSON.stringify(caller)} is no account and no principal`,
    "An account's id, or the ARN of a role or user.",
  );
}

export type VerifyArguments = OfRelationship &
  TrustSource & { readonly caller?: string; readonly exitCode?: boolean };

export async function runVerify(args: VerifyArguments, terminal: Terminal): Promise<Outcome> {
  const relationship = namedRelationship(args.relationship);
  if (!relationship.ok) return failed(relationship.error);
  const bad = badRole(args.role) ?? badCaller(args.caller);
  if (bad !== null) return failed(bad);
  return withStateThatIs(args.store, async (store) => {
    const records = await store.externalIds(relationship.value);
    const inUse = await inUseOf(store, relationship.value);
    if (inUse === null) return failed(noneInUse(relationship.value));
    const named = args.role ?? [
      ...new Set(records.flatMap((one) => (one.state === "revoked" ? [] : one.roles))),
    ];
    const read = await openTrusts(args, named, terminal);
    if (!read.ok) return failed(read.error);
    const ids = args.role === undefined ? records.map(({ externalId }) => externalId) : [];
    const trusts = trustsOf(read.value, named, ids);
    const roles = verifiedRoles(inUse, trusts, args.caller ?? null);
    const masks = args.externalIds !== "shown";
    const answer: VerifyAnswer = {
      relationship: relationship.value,
      verified: roles.length > 0 && roles.every(({ verdict }) => verdict === "safe"),
      ...inOrder(masks ? roles.map(maskChecked) : roles),
    };
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else {
      printRoles(answer.roles, terminal);
      if (inUse.retiring !== null) {
        const since = new Date(inUse.current.issuedAt).toISOString();
        terminal.note(
          `A rotation is under way since ${since}: until rotate --finish or --abort, both are accepted.`,
        );
      }
      terminal.line(
        roles.length === 0
          ? "No role is known that asks for it: name one with --role."
          : answer.verified
            ? "Verified: every role asks for exactly the external IDs in use."
            : "Not verified.",
      );
    }
    return ended(answer.verified, args.exitCode);
  });
}

export type CheckArguments = InputOptions & {
  readonly roles?: string;
  readonly store?: string;
  readonly caller?: string;
  readonly call?: boolean;
  readonly profile?: string;
  readonly region?: string;
  readonly fips?: boolean;
  readonly rate: number;
  readonly atOnce: number;
  readonly exitCode?: boolean;
};

export async function runCheck(args: CheckArguments, terminal: Terminal): Promise<Outcome> {
  const bad = badCaller(args.caller);
  if (bad !== null) return failed(bad);
  const { store } = args;
  if (store === undefined) return checkWith(args, null, terminal);
  return withStateThatIs(store, (opened) => checkWith(args, opened, terminal));
}

async function checkWith(
  args: CheckArguments,
  store: StateStore | null,
  terminal: Terminal,
): Promise<Outcome> {
  const chosen = await chosenRoles(args, store);
  if (!chosen.ok) return failed(chosen.error);
  const asked = chosen.value;
  const called = args.call === true ? await callAll(asked, args, terminal) : ok({ outcomes: [], calls: 0 });
  if (!called.ok) return failed(called.error);
  const prove = proofs();
  const checked = asked.map((one, at) => {
    terminal.progress(() => `${at} of ${counted(asked.length, "role")} proven`);
    return checkedRole(one, prove, called.value.outcomes[at] ?? null);
  });
  // In a snapshot the accounts are one's own; in a vendor's file, customers'.
  const roles = args.roles === undefined ? checked : withoutShared(asked, checked);
  // Whoever names a caller that no role lets in has mistyped it, or looks at the wrong snapshot: that shows nothing.
  const isNobody = args.caller !== undefined && roles.length === 0;
  const masks = args.externalIds !== "shown";
  const answer: CheckAnswer = {
    ...inOrder(masks ? roles.map(maskChecked) : roles),
    calls: called.value.calls,
  };
  if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
  else {
    printRoles(answer.roles, terminal);
    const { safe, open, lockedOut, unknown } = answer.counts;
    terminal.line(`${safe} safe, ${open} open, ${lockedOut} locked out, ${unknown} unknown`);
    if (isNobody) terminal.line(`No role of the snapshot lets in ${plain(args.caller ?? "")}.`);
    if (args.call === true) terminal.line(`${counted(called.value.calls, "call")} of sts:AssumeRole`);
  }
  return ended(!isNobody && roles.every(({ verdict }) => verdict === "safe"), args.exitCode);
}

async function chosenRoles(
  args: CheckArguments,
  store: StateStore | null,
): Promise<Result<readonly RoleToCheck[], Failure>> {
  const caller = args.caller ?? null;
  if (args.roles === undefined) {
    const opened = await openChosen(args);
    if (!opened.ok) return opened;
    return ok(rolesOfSnapshot(opened.value.engine, store === null ? [] : await store.externalIds(), caller));
  }
  const file = readRolesFile(args.roles);
  if (!file.ok) return err(faultsFailure(file.error));
  let engine: Engine | null = null;
  if (args.snapshot !== undefined) {
    const opened = await openChosen(args);
    if (!opened.ok) return opened;
    engine = opened.value.engine;
  }
  const roles = await rolesOfFile(file.value, { caller, engine, store });
  if (roles.ok) return roles;
  return err(
    inputFailure(
      [`${args.roles}: ${roles.error}`],
      "See docs/external-ids.md: caller, externalId or relationship, with --caller and --store.",
    ),
  );
}

type Called = { readonly outcomes: readonly CalledRole[]; readonly calls: number };

async function callAll(
  asked: readonly RoleToCheck[],
  args: CheckArguments,
  terminal: Terminal,
): Promise<Result<Called, Failure>> {
  const roles = asked.map(({ role, right }) => ({ arn: role.arn, right }));
  const most = roles.reduce((sum, role) => sum + callsFor(role), 0);
  terminal.note(
    `${counted(roles.length, "role")}: at most ${counted(most, "call")} of sts:AssumeRole; sessions may do nothing, and are thrown away.`,
  );
  const opened = await openConnected({
    version,
    share: args.rate / 100,
    profiles: args.profile === undefined ? [] : [args.profile],
    fips: args.fips === true,
    role: null,
    region: args.region ?? null,
  });
  if (!opened.ok) return err(failureOf(opened.error));
  const { access, connection } = opened.value;
  const { account, arn } = access.home.caller;
  if (asked.some(({ caller }) => (splitArn(caller)?.account ?? caller) !== account)) {
    terminal.warn(
      `The calls are made as ${arn}: what AWS answers is about account ${account}, and not about a caller in another one.`,
    );
  }
  try {
    const counts = noCalls();
    const assume = await openAssumeTrial(connection, access.home, counts);
    const outcomes = await callRoles(roles, assume, args.atOnce, (done) =>
      terminal.progress(() => `${done} of ${counted(roles.length, "role")} asked`),
    );
    return ok({ outcomes, calls: counts.calls });
  } finally {
    connection.close();
  }
}

const worstFirst = ["open", "locked-out", "unknown", "safe"] as const;

function inOrder(roles: readonly CheckedRole[]): Pick<CheckAnswer, "roles" | "counts"> {
  const count = (verdict: CheckedRole["verdict"]): number =>
    roles.filter((role) => role.verdict === verdict).length;
  return {
    roles: roles.toSorted((a, b) => worstFirst.indexOf(a.verdict) - worstFirst.indexOf(b.verdict)),
    counts: {
      safe: count("safe"),
      open: count("open"),
      lockedOut: count("locked-out"),
      unknown: count("unknown"),
    },
  };
}

function printRoles(roles: readonly CheckedRole[], terminal: Terminal): void {
  if (roles.length === 0) return;
  const rows = roles.map((one): Cell[] => [
    { text: one.verdict, style: (text) => (one.verdict === "open" ? terminal.style("red", text) : text) },
    { text: one.role },
    { text: one.caller },
    { text: one.right.verdict },
    { text: one.wrong.verdict },
    { text: one.missing.verdict },
    { text: aboutIt(one) },
  ]);
  terminal.line(
    table(["VERDICT", "ROLE", "CALLER", "RIGHT ID", "WRONG ID", "NO ID", "WHERE"], rows, terminal.width),
  );
  terminal.line();
}

function aboutIt({ evidence, reasons }: CheckedRole): string {
  const places = evidence.map(({ statement, lines: [from, to] }) => {
    const place = from === to ? `line ${from}` : `lines ${from}-${to}`;
    const name = typeof statement === "number" ? String(statement + 1) : plain(statement);
    return `statement ${name} (${place})`;
  });
  return [places.join(", "), ...reasons].filter((part) => part !== "").join("; ");
}

function ended(isSafe: boolean, exitCode: boolean | undefined): Outcome {
  return exitCode === true && !isSafe ? { kind: "done", exitCode: exitCodes.findings } : done;
}
