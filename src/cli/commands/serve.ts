/** `accesslens serve`: the questions over HTTP, for this machine alone, or for people who sign in. */
import { once } from "node:events";
import { err, ok, type Result } from "../../model/index.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import {
  discoverProvider,
  type RunningServer,
  readWebFiles,
  type Served,
  servedOf,
  startServer,
  type Team,
} from "../../server/index.ts";
import type { StateStore } from "../../store/state/index.ts";
import { acceptedFile } from "../../work/accepted-file.ts";
import { DriftHistory } from "../../work/history/index.ts";
import { keptRadii } from "../../work/kept-radii.ts";
import { policyTexts } from "../../work/policy-texts.ts";
import { readTeam } from "../../work/team-file.ts";
import { ReadTrail } from "../../work/trail/show/index.ts";
import { acceptancePath, chosenSuppressions } from "../accepted.ts";
import { done, type Failure, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import { faultsFailure, type InputOptions, masksExternalIds } from "../inputs.ts";
import { withState } from "../open-state.ts";
import { scanWithChains } from "../scan-with-chains.ts";
import type { Terminal } from "../terminal.ts";
import { faultWarnings } from "../trail-inputs.ts";
import {
  type MaybeTrailArguments,
  type OpenedTrail,
  openNamedTrail,
  trailFailure,
} from "../trail-reading.ts";
import { engineVersion } from "../version.ts";

type Arguments = InputOptions &
  MaybeTrailArguments & {
    readonly port?: number;
    readonly suppressions?: string;
    readonly accept?: boolean;
    readonly by?: string;
    readonly team?: string;
    readonly store?: string;
    /** False: open no browser. */
    readonly open?: boolean;
  };

type ServerOptions = Parameters<typeof startServer>[0];

export async function runServe(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const contradiction = contradictionIn(args) ?? trailFailure(args);
  if (contradiction !== null) return failed(contradiction);
  if (args.store === undefined) return serveWith(null, args, terminal);
  return withState(args.store, (store) => serveWith(store, args, terminal));
}

async function serveWith(store: StateStore | null, args: Arguments, terminal: Terminal): Promise<Outcome> {
  const suppressions = chosenSuppressions(args.suppressions);
  if (!suppressions.ok) return failed(suppressions.error);
  const accepted = acceptancePath(args.suppressions);
  if (!accepted.ok) return failed(accepted.error);
  const team = args.team === undefined ? ok(null) : await teamOf(args.team, terminal);
  if (!team.ok) return failed(team.error);
  const { events } = args;
  const trail = events === undefined ? ok(null) : await openNamedTrail({ ...args, events }, terminal);
  if (!trail.ok) return failed(trail.error);
  const chosen = await scanWithChains(args, terminal);
  if (!chosen.ok) return failed(chosen.error);
  const { scan, path } = chosen.value;
  const { engine, reach } = scan;
  const radii =
    reach === null ? new Map() : await keptRadii(engine, reach, (message) => terminal.progress(message));
  // A team's pages are read by people, whatever the form of the line that tells their address.
  const isMasked = masksExternalIds(team.value === null ? args : { ...args, format: "table" });
  const known = servedOf(scan, {
    radii,
    accepted: acceptedFile(accepted.value),
    history: store === null ? null : new DriftHistory(store, { masksExternalIds: isMasked }),
    masksExternalIds: isMasked,
    where: path,
  });
  const served = { ...known, trail: shownTrail(trail.value, known, terminal) };
  // Beside the bundle that this is part of.
  const pages = readWebFiles(new URL("./web/", import.meta.url));
  const started = await start(
    team.value === null
      ? { served, pages, version: engineVersion, port: args.port ?? 0, ...acceptingOf(args) }
      : { served, pages, version: engineVersion, team: team.value },
  );
  if (!started.ok) return failed(started.error);
  tellAddress(args, started.value.url, path, accepted.value, terminal);
  if (opensBrowser(args)) await openBrowser(started.value.url);
  // Whoever searches first would wait for it; the first page does not.
  setTimeout(() => policyTexts(engine.snapshot), 5000).unref();
  await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  await started.value.close();
  trail.value?.close();
  return done;
}

function contradictionIn({ team, port, accept, by }: Arguments): Failure | null {
  if (team !== undefined && (port !== undefined || accept === true || by !== undefined)) {
    return usageFailure(
      "--port, --accept and --by are about serving this machine alone",
      "With --team, the team file says where to listen, and who may accept findings.",
    );
  }
  return by !== undefined && accept !== true
    ? usageFailure("--by is about accepting findings", "Add --accept, or leave it out.")
    : null;
}

/** Read in the background: pages tell how far it is. */
function shownTrail(trail: OpenedTrail | null, { map }: Served, terminal: Terminal): ReadTrail | null {
  if (trail === null) return null;
  return new ReadTrail(trail, map, {
    failed: (message) => terminal.warn(`the trail is not shown: ${message}`),
    proven: (report) => {
      for (const warning of faultWarnings(report)) terminal.warn(warning);
    },
  });
}

function acceptingOf({ accept, by }: Arguments) {
  return accept === true ? { accepting: { name: by ?? null } } : {};
}

/** The provider is asked before the work begins. */
async function teamOf(path: string, terminal: Terminal): Promise<Result<Team, Failure>> {
  const settings = readTeam(path, process.env);
  if (!settings.ok) return err(faultsFailure(settings.error));
  const provider = await discoverProvider(settings.value);
  if (!provider.ok) return err(usageFailure(`${path}: ${provider.error.message}`, provider.error.advice));
  return ok({
    settings: settings.value,
    provider: provider.value,
    now: () => Date.now(),
    tell: (message) => terminal.note(message),
  });
}

async function start(options: ServerOptions): Promise<Result<RunningServer, Failure>> {
  try {
    return ok(await startServer(options));
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    const { place, advice } =
      "team" in options
        ? {
            place: `${options.team.settings.listen.host} port ${options.team.settings.listen.port}`,
            advice: "Name an address of this machine and a port that is free: listen, in the team file.",
          }
        : {
            place: `port ${options.port}`,
            advice: "Name a port that is free with --port, or leave it out.",
          };
    return err(inputFailure([`${place} can't be listened to: ${cause.message}`], advice));
  }
}

function tellAddress(
  { format, team, accept }: Arguments,
  url: string,
  snapshot: string,
  accepted: string,
  terminal: Terminal,
): void {
  terminal.endProgress();
  if (format === "json") {
    terminal.raw(`${jsonLine({ url })}\n`);
    return;
  }
  const whom = team === undefined ? "this machine alone" : "people who sign in";
  terminal.line(`${plain(snapshot)} is served to ${whom}, until Ctrl-C:`);
  terminal.line(`  ${plain(url)}`);
  if (team === undefined) terminal.line("Whoever has this address may ask; GET /api/openapi.json says what.");
  if (team !== undefined || accept === true)
    terminal.line(`Findings that are accepted there go into ${plain(accepted)}.`);
}

/** Where somebody sits in front of it who has started it by hand. */
function opensBrowser({ open, format, team }: Arguments): boolean {
  const hasScreen =
    ["darwin", "win32"].includes(process.platform) ||
    process.env.DISPLAY !== undefined ||
    process.env.WAYLAND_DISPLAY !== undefined;
  return (
    open !== false && format === "table" && team === undefined && process.stdout.isTTY === true && hasScreen
  );
}

/** Where none opens, the address stands on the terminal. */
async function openBrowser(url: string): Promise<void> {
  const { default: open } = await import("open");
  await open(url).catch(() => undefined);
}
