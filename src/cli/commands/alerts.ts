/** `accesslens alerts`: what is told of changes, what could not be, and why something was not. */
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import type { z } from "zod";
import type { SendResult } from "../../notify/index.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { type Cell, table } from "../../report/table.ts";
import type {
  alertListShape,
  alertRetryShape,
  alertTestShape,
  WhyAnswer,
} from "../../work/deliver/alerts-shape.ts";
import { openMasked } from "../../work/deliver/open-channels.ts";
import { readAlertConfiguration } from "../../work/deliver/read-alert-configuration.ts";
import { testAlert } from "../../work/deliver/test-alert.ts";
import { toldDelivery } from "../../work/deliver/told-delivery.ts";
import { whyTold } from "../../work/deliver/why.ts";
import {
  done,
  exitCodes,
  failed,
  inputFailure,
  type Outcome,
  type OutputFormat,
  usageFailure,
} from "../exit.ts";
import { faultsFailure } from "../inputs.ts";
import { withStateThatIs } from "../open-state.ts";
import type { Terminal } from "../terminal.ts";

type Common = { readonly format: OutputFormat };
type WithStore = Common & { readonly store: string };

export type ListArguments = WithStore & {
  readonly status?: "waiting" | "sending" | "delivered" | "dead";
  readonly channel?: string;
  readonly limit: number;
};

export async function listAlerts(args: ListArguments, terminal: Terminal): Promise<Outcome> {
  return withStateThatIs(args.store, async (store) => {
    const filter = {
      ...(args.status === undefined ? {} : { status: args.status }),
      ...(args.channel === undefined ? {} : { channel: args.channel }),
    };
    const found = await store.deliveries(filter, args.limit + 1);
    const answer: z.infer<typeof alertListShape> = {
      deliveries: found.slice(0, args.limit).map(toldDelivery),
      more: found.length > args.limit,
    };
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else printList(answer, terminal);
    return done;
  });
}

function printList({ deliveries, more }: z.infer<typeof alertListShape>, terminal: Terminal): void {
  if (deliveries.length === 0) {
    terminal.line("No alert.");
    return;
  }
  const rows = deliveries.map(({ at, status, channel, severity, attempts, title, lastError, id }): Cell[] => [
    { text: at },
    { text: status, style: (text) => (status === "dead" ? terminal.style("red", text) : text) },
    { text: channel },
    { text: severity },
    { text: String(attempts) },
    { text: lastError === null || status === "delivered" ? title : `${title} (${id}: ${lastError})` },
  ]);
  terminal.line(table(["WHEN", "STATUS", "CHANNEL", "SEVERITY", "TRIED", "ALERT"], rows, terminal.width));
  if (more) terminal.note("There are older ones: --limit tells more.");
}

export type RetryArguments = WithStore & { readonly allDead?: boolean };

export async function retryAlerts(
  ids: readonly string[],
  args: RetryArguments,
  terminal: Terminal,
): Promise<Outcome> {
  if ((ids.length === 0) === (args.allDead !== true)) {
    return failed(
      usageFailure("say which: ids of deliveries, or --all-dead", "accesslens alerts list --status dead"),
    );
  }
  return withStateThatIs(args.store, async (store) => {
    const retried = await store.retryDeliveries(ids.length === 0 ? "all-dead" : ids, Date.now());
    const answer: z.infer<typeof alertRetryShape> = { retried };
    if (ids.length > 0 && retried === 0) {
      return failed(
        usageFailure("they are not dead, or are not there", "accesslens alerts list --status dead"),
      );
    }
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else
      terminal.line(
        `${retried} ${retried === 1 ? "delivery waits" : "deliveries wait"} to be sent again by accesslens watch`,
      );
    if (retried < ids.length) terminal.warn("The others are not dead, or are not there.");
    return done;
  });
}

export type TestArguments = Common & { readonly notify: string };

export async function testChannel(name: string, args: TestArguments, terminal: Terminal): Promise<Outcome> {
  const configuration = readAlertConfiguration(args.notify);
  if (!configuration.ok) return failed(faultsFailure(configuration.error));
  const { channels } = configuration.value;
  const settings = channels.find((one) => one.name === name);
  if (settings === undefined) {
    const names = channels.map((one) => one.name).join(", ") || "none";
    return failed(usageFailure(`${plain(args.notify)} has no channel ${plain(name)}`, `It has: ${names}`));
  }
  const channel = openMasked(settings, {
    environment: process.env,
    folder: dirname(args.notify),
    now: Date.now,
    // Of JSON there is one value on standard output, and it is the answer.
    write: async (text) => (args.format === "json" ? terminal.note(text) : terminal.raw(text)),
  });
  const alert = testAlert(randomBytes(8).toString("hex"), Date.now());
  const result = await channel.send(alert, new AbortController().signal);
  channel.close();
  if (args.format === "json") {
    terminal.raw(`${jsonLine(toldResult(name, alert.id, result))}\n`);
    return { kind: "done", exitCode: result.kind === "delivered" ? exitCodes.clean : exitCodes.input };
  }
  switch (result.kind) {
    case "delivered":
      terminal.line(`${name}: delivered (${plain(result.detail)})`);
      return done;
    case "refused":
      return failed(
        inputFailure(
          [`${name}: refused for good: ${result.reason}`],
          "Correct the channel, or its receiver.",
        ),
      );
    case "try-again":
      return failed(
        inputFailure([`${name}: not delivered: ${result.reason}`], "A real alert would be tried again."),
      );
  }
}

function toldResult(channel: string, alert: string, result: SendResult): z.infer<typeof alertTestShape> {
  const wait = result.kind === "try-again" ? result.retryAfterMilliseconds : null;
  return {
    channel,
    alert,
    result: result.kind,
    detail: result.kind === "delivered" ? result.detail : result.reason,
    retryAfterSeconds: wait === null ? null : wait / 1000,
  };
}

export type WhyArguments = WithStore & { readonly limit: number };

export async function whyNotTold(about: string, args: WhyArguments, terminal: Terminal): Promise<Outcome> {
  return withStateThatIs(args.store, async (store) => {
    const answer = await whyTold(store, about, args.limit);
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else printWhy(answer, terminal);
    return done;
  });
}

function printWhy({ changes, events, answer }: WhyAnswer, terminal: Terminal): void {
  for (const sentence of answer) terminal.line(plain(sentence));
  for (const change of changes) {
    terminal.line();
    terminal.line(terminal.style("bold", plain(`${change.severity}: ${change.title}`)));
    const rows: (readonly [string, string])[] = [
      ["what", change.subject],
      ["when", `${change.at}, noticed ${change.noticedAt}`],
      ["drift event", change.driftEvent],
      ["CloudTrail", change.events.map(({ id, name }) => `${name} ${id}`).join(", ") || "no event"],
      ...(change.expected === null
        ? []
        : [["announced", `${change.expected.ticket} (${change.expected.approval})`] as const]),
      ...(change.reverts === null ? [] : [["takes back", change.reverts] as const]),
      ...(change.revertedBy === null ? [] : [["taken back by", change.revertedBy] as const]),
      ...change.decisions.map(
        ({ channel, verdict, why }) => [channel ?? "all channels", `${verdict}: ${why}`] as const,
      ),
      ...change.deliveries.map(
        ({ channel, status, at, lastError }) =>
          [
            channel,
            `${status} ${at}${lastError === null || status === "delivered" ? "" : `: ${lastError}`}`,
          ] as const,
      ),
    ];
    for (const [label, text] of rows) terminal.line(`  ${`${plain(label)}:`.padEnd(14)} ${plain(text)}`);
  }
  if (events.length === 0) return;
  terminal.line();
  const rows = events.map(({ at, name, id, verdict }): Cell[] => [
    { text: at },
    { text: name },
    { text: id },
    { text: verdict },
  ]);
  terminal.line(table(["EVENT AT", "CALL", "EVENT ID", "WHAT CAME OF IT"], rows, terminal.width));
}
