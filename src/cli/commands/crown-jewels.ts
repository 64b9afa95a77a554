/** `accesslens crown-jewels`: what must not be lost, and who comes there. */
import { type Comers, crownJewels, type TagChoice } from "../../graph/crown-jewels/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import type { CrownJewelsAnswer } from "../../work/crown-jewels-answer.ts";
import { openReach } from "../../work/reach.ts";
import { done, failed, type Outcome } from "../exit.ts";
import type { ReachOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";

type Arguments = ReachOptions & {
  readonly tag?: readonly string[];
  readonly pattern?: readonly string[];
  readonly limit: number;
};

export async function runCrownJewels(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { engine } = opened.value;
  const graph = await openReach(engine, terminal.progress);
  terminal.progress("asking who comes to what is worth most");
  const question = {
    choice: {
      tags: (args.tag ?? []).map(tagChoice),
      patterns: args.pattern ?? [],
      declared: engine.config.intent.crownJewels,
    },
    mostHops: args.maxHops,
    onlyProven: args.only === "proven",
    most: args.limit === 0 ? null : args.limit,
  };
  const answer: CrownJewelsAnswer = crownJewels(graph, question, engine.expansion);
  switch (args.format) {
    case "json":
      terminal.raw(`${jsonLine(answer)}\n`);
      return done;
    case "ndjson":
      for (const jewel of answer.jewels) terminal.raw(`${jsonLine(jewel)}\n`);
      return done;
    case "table":
      print(answer, args, terminal);
      return done;
  }
}

/** `KEY`, whatever the value, or `KEY=VALUE`. */
function tagChoice(text: string): TagChoice {
  const equals = text.indexOf("=");
  return equals < 0
    ? { key: text, value: null }
    : { key: text.slice(0, equals), value: text.slice(equals + 1) };
}

function print(answer: CrownJewelsAnswer, { maxHops }: Arguments, terminal: Terminal): void {
  const { jewels, all, reachedFromOutside, defaults } = answer;
  if (all === 0) terminal.line("Nothing in the snapshot was chosen.");
  else {
    terminal.line(
      terminal.style(
        "bold",
        `${counted(all, "crown jewel")}, ${reachedFromOutside} within ${counted(maxHops, "hop")} from outside`,
      ),
    );
    terminal.line();
    const rows = jewels.map(({ id, because, outsiders, otherAccounts, ownAccount, unknown }) => [
      {
        text: comersText(outsiders, unknown),
        style: (text: string) => (outsiders.count > 0 ? terminal.style("yellow", text) : text),
      },
      { text: comersText(otherAccounts, unknown) },
      { text: comersText(ownAccount, unknown) },
      { text: id },
      { text: [...because, ...(unknown === null ? [] : [unknown])].join(" ") },
    ]);
    terminal.line(
      table(["OUTSIDERS", "OTHER ACCOUNTS", "OWN", "WHAT", "WHY IT COUNTS"], rows, terminal.width),
    );
    if (all > jewels.length) terminal.line(`… and ${all - jewels.length} more (--limit 0 shows all)`);
  }
  terminal.line();
  const first = jewels.find(
    ({ outsiders, id }) => outsiders.count > 0 && (id.startsWith("a") || id === "organization"),
  );
  if (first !== undefined) {
    terminal.line(plain(`the ways: accesslens paths --from external --to '${first.id}'`));
  }
  if (defaults) {
    terminal.line(
      "found by what the snapshot shows; choose with --tag, --pattern, or crownJewels in accesslens.yaml",
    );
  }
  printReservations(answer, terminal);
}

/** `3 (2 proven), 1 hop`; `?`: nobody is known to come, and not everything is known. */
function comersText({ count, proven, hops }: Comers, unknown: string | null): string {
  if (count === 0 || hops === null) return unknown === null ? "-" : "?";
  return `${count} (${proven} proven), ${counted(hops, "hop")}`;
}
