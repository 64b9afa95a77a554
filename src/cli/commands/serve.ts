/** `accesslens serve`: the questions over HTTP, for this machine alone. */
import { once } from "node:events";
import { jsonLine, plain } from "../../report/plain.ts";
import { type RunningServer, servedOf, startServer } from "../../server/index.ts";
import { acceptedFile } from "../../work/accepted-file.ts";
import { scan } from "../../work/scan.ts";
import { acceptancePath, chosenSuppressions } from "../accepted.ts";
import { done, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import {
  chosenIntent,
  chosenSnapshot,
  type InputOptions,
  masksExternalIds,
  snapshotFailure,
} from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { engineVersion } from "../version.ts";

type Arguments = InputOptions & {
  readonly port: number;
  readonly suppressions?: string;
  readonly accept?: boolean;
  readonly by?: string;
};

export async function runServe(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const path = chosenSnapshot(args);
  if (!path.ok) return failed(path.error);
  const intent = chosenIntent(args);
  if (!intent.ok) return failed(intent.error);
  const suppressions = chosenSuppressions(args.suppressions);
  if (!suppressions.ok) return failed(suppressions.error);
  const accepted = acceptancePath(args.suppressions);
  if (!accepted.ok) return failed(accepted.error);
  if (args.by !== undefined && args.accept !== true) {
    return failed(usageFailure("--by is about accepting findings", "Add --accept, or leave it out."));
  }
  terminal.progress("evaluating trust policies");
  const scanned = await scan(path.value, {
    config: { intent: intent.value },
    cache: args.cache ?? true,
    engineVersion,
    chains: true,
    tell: (message) => terminal.progress(message),
  });
  if (!scanned.ok) return failed(snapshotFailure(scanned.error, args.snapshot !== undefined));
  const started = await start({
    served: servedOf(scanned.value, {
      accepted: acceptedFile(accepted.value),
      masksExternalIds: masksExternalIds(args),
      where: path.value,
    }),
    port: args.port,
    version: engineVersion,
    ...(args.accept === true ? { accepting: { name: args.by ?? null } } : {}),
  });
  if (typeof started === "string") {
    return failed(inputFailure([started], "Name a port that is free with --port, or leave it out."));
  }
  terminal.endProgress();
  if (args.format === "json") terminal.raw(`${jsonLine({ url: started.url })}\n`);
  else {
    terminal.line(`${path.value} is served to this machine alone, until Ctrl-C:`);
    terminal.line(`  ${started.url}`);
    terminal.line("Whoever has this address may ask; GET /api/openapi.json says what.");
    if (args.accept === true)
      terminal.line(`Findings that are accepted there go into ${plain(accepted.value)}.`);
  }
  await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  await started.close();
  return done;
}

/** Why it does not listen, in a sentence. */
async function start(options: Parameters<typeof startServer>[0]): Promise<RunningServer | string> {
  try {
    return await startServer(options);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    return `port ${options.port} can't be listened to: ${cause.message}`;
  }
}
