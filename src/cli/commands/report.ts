/** `accesslens report`: the findings and the map as one file, to be read from disk. */
import { plain } from "../../report/plain.ts";
import { redactionOf } from "../../report/redact.ts";
import {
  type ReportAnswers,
  readWebFiles,
  redactedAnswers,
  reportAnswers,
  reportPage,
  servedOf,
} from "../../server/index.ts";
import { replaceFile } from "../../store/atomic-file.ts";
import { acceptedFile } from "../../work/accepted-file.ts";
import type { Scan } from "../../work/scan.ts";
import { acceptancePath } from "../accepted.ts";
import { done, failed, inputFailure, type Outcome } from "../exit.ts";
import type { InputOptions } from "../inputs.ts";
import { scanWithChains } from "../scan-with-chains.ts";
import type { Terminal } from "../terminal.ts";

type Arguments = InputOptions & {
  readonly html: string;
  readonly redact?: boolean;
  readonly suppressions?: string;
};

export async function runReport(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const accepted = acceptancePath(args.suppressions);
  if (!accepted.ok) return failed(accepted.error);
  const chosen = await scanWithChains(args, terminal);
  if (!chosen.ok) return failed(chosen.error);
  const { scan, path } = chosen.value;
  const served = servedOf(scan, {
    accepted: acceptedFile(accepted.value),
    masksExternalIds: args.redact === true || args.externalIds !== "shown",
    // Where somebody keeps it may tell who they are.
    where: args.redact === true ? "SNAPSHOT" : path,
  });
  terminal.progress("asking what the report has to answer");
  const answers = await reportAnswers(served);
  const { organization } = served.overview;
  const redacted = args.redact === true ? redact(answers, scan) : answers;
  const title = `AccessLens report${organization === null || args.redact === true ? "" : `, organization ${organization}`}`;
  // Beside the bundle that this is part of.
  const page = reportPage(readWebFiles(new URL("./web/", import.meta.url)), redacted, title);
  terminal.endProgress();
  const fault = await write(args.html, page);
  if (fault !== null) return failed(inputFailure([fault], "Name a file in a folder that can be written to."));
  const kept = args.redact === true ? ", names redacted" : "";
  const size = Math.ceil(Buffer.byteLength(page) / 1024);
  terminal.line(
    `${plain(args.html)}: about ${plain(path)}, ${size} KiB${kept}; it opens in a browser, without a server`,
  );
  return done;
}

function redact(answers: ReportAnswers, { engine }: Scan): ReportAnswers {
  const { snapshot, config } = engine;
  const redaction = redactionOf(snapshot, (account) => config.vendors.vendorOf(account) !== null);
  return redactedAnswers(answers, redaction);
}

/** The owner's alone: it tells where to get in. Null: it is written. */
async function write(path: string, page: string): Promise<string | null> {
  try {
    await replaceFile(path, (file) => file.writeFile(page), { durable: false });
    return null;
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return `${path} can't be written: ${cause.message}`;
  }
}
