/** `accesslens paths`: the ways from one set of parties to another, hop by hop. */
import type { PathEnd } from "../../graph/reach/index.ts";
import { splitArn } from "../../model/index.ts";
import { maskPath } from "../../report/mask.ts";
import { commandsWarning, hopCommands } from "../../report/path-commands.ts";
import { type AccountNames, type PathEndText, pathLine } from "../../report/path-words.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { shellWord } from "../../report/shell.ts";
import { table } from "../../report/table.ts";
import { openReach } from "../../work/reach.ts";
import { type PathAnswer, pathAnswer, pathsAnswer } from "../../work/reach-answer.ts";
import { chosenEnd, chosenStart } from "../../work/reach-ends.ts";
import { type ToldPath, type ToldPaths, tellPaths } from "../../work/told-paths.ts";
import { done, failed, type Outcome } from "../exit.ts";
import { masksExternalIds, nameFailure, type ReachOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printReservations } from "../views/findings-table.ts";
import { printCollectable, printStory } from "../views/path-story.ts";

type Arguments = ReachOptions & {
  readonly from: string;
  readonly to: string;
  readonly action?: string;
  readonly k: number;
  readonly explain?: boolean;
  readonly commands?: boolean;
};

export async function runPaths(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { engine, path: where } = opened.value;
  const named = { snapshot: engine.snapshot, where };
  const action = args.action ?? null;
  const from = chosenStart(args.from, named);
  if (!from.ok) return failed(nameFailure(from.error));
  const to = chosenEnd(args.to, action, named, from.value);
  if (!to.ok) return failed(nameFailure(to.error));
  const graph = await openReach(engine, terminal.progress);
  terminal.progress("looking for ways");
  const question = {
    from: from.value,
    to: to.value,
    mostHops: args.maxHops,
    onlyProven: args.only === "proven",
    most: args.k,
    action,
  };
  const found = tellPaths(graph, question, engine.expansion);
  const told = masksExternalIds(args) ? { ...found, paths: found.paths.map(maskPath) } : found;
  switch (args.format) {
    case "json": {
      const paths = told.paths.map((path) => answerOf(path, args));
      terminal.raw(`${jsonLine({ ...pathsAnswer(told), paths })}\n`);
      return done;
    }
    case "ndjson":
      for (const path of told.paths) terminal.raw(`${jsonLine(answerOf(path, args))}\n`);
      return done;
    case "table":
      print(told, to.value, args, engine.expansion.nameOf, terminal);
      return done;
  }
}

function answerOf(path: ToldPath, { commands }: Arguments): PathAnswer {
  const answer = pathAnswer(path);
  if (commands !== true) return answer;
  const hops = answer.hops.map((hop, at) => {
    const told = path.hops[at];
    return told === undefined ? hop : { ...hop, commands: hopCommands(told) };
  });
  return { ...answer, hops };
}

function print(told: ToldPaths, to: PathEnd, args: Arguments, names: AccountNames, terminal: Terminal): void {
  const { paths } = told;
  if (paths.length === 0) {
    const kind = args.only === "proven" ? "proven way" : "way";
    terminal.line(
      plain(`No ${kind} leads from ${args.from} to ${args.to} within ${counted(args.maxHops, "hop")}.`),
    );
  } else if (args.explain === true) {
    for (const [at, path] of paths.entries()) {
      if (at > 0) terminal.line();
      printStory(path, titleOf(path, at, paths.length), endOf(path, to, names)?.long ?? null, terminal);
    }
  } else if (args.commands !== true) printLines(paths, to, names, terminal);
  if (args.commands === true && paths.length > 0) {
    if (args.explain === true) terminal.line();
    printCommands(paths, terminal);
  }
  // What follows is no part of a script.
  if (args.commands === true && args.explain !== true) return;
  terminal.line();
  if (!told.complete) {
    terminal.line(
      `… and there are more, or may be (--k shows more than ${args.k}, --max-hops looks farther)`,
    );
  }
  if (args.explain === true) printCollectable(told.coverage, terminal);
  else printReservations(told, terminal);
  if (args.explain === true) printReservations({ ...told, coverage: [] }, terminal);
}

function printLines(paths: readonly ToldPath[], to: PathEnd, names: AccountNames, terminal: Terminal): void {
  const head = ["", "HOPS", "PATH"] as const;
  const room = terminal.width === 0 ? 0 : Math.max(24, terminal.width - "proven  HOPS  ".length);
  const rows = paths.map((path) => [
    {
      text: path.proven ? "proven" : "may",
      style: (text: string) => terminal.style(path.proven ? "red" : "yellow", text),
    },
    { text: String(path.hops.length) },
    { text: pathLine(path, endOf(path, to, names), names, room) },
  ]);
  terminal.line(table(head, rows, terminal.width));
}

function titleOf({ from, to, proven, hops }: ToldPath, at: number, of: number): string {
  const way = hops.length === 0 ? from : `${from} to ${to}`;
  const count = hops.length === 0 ? "no hop" : counted(hops.length, "hop");
  return `Path ${at + 1} of ${of} (${proven ? "proven" : "may"}, ${count}): ${way}`;
}

/** What the last principal of a way to administration is. */
function endOf({ to }: ToldPath, end: PathEnd, names: AccountNames): PathEndText | null {
  if (end.kind !== "administrator") return null;
  const account = end.account ?? splitArn(to)?.account ?? "";
  const name = names(account);
  return {
    long: `administrator of ${name === null ? `account ${account}` : `${name} (${account})`}`,
    short: `admin of ${name ?? account}`,
  };
}

function printCommands(paths: readonly ToldPath[], terminal: Terminal): void {
  for (const line of commandsWarning) terminal.line(`# ${line}`);
  for (const [index, path] of paths.entries()) {
    for (const [at, hop] of path.hops.entries()) {
      terminal.line();
      const how = hop.how === null ? hop.kind : `${hop.kind}, ${hop.how.id}`;
      // Quoted here, too: shells that know no comments at their prompt would run what a name holds.
      terminal.line(`# path ${index + 1}, hop ${at + 1} (${how}): as ${shellWord(hop.from)}`);
      for (const command of hopCommands(hop)) terminal.line(command);
    }
  }
}
