/** Completion scripts, made from the command tree, so that they can't go stale. */
import type { Command } from "commander";
import { done, failed, type Outcome, usageFailure } from "../exit.ts";
import type { Terminal } from "../terminal.ts";

type Entry = {
  /** Words that lead to the command, the program's name left out. */
  readonly words: readonly string[];
  readonly description: string;
  readonly subcommands: readonly string[];
  readonly options: readonly {
    readonly flag: string;
    readonly description: string;
    readonly takesValue: boolean;
    readonly choices: readonly string[];
  }[];
  /** What its argument may be: some words, a file, or what only people know. */
  readonly argument: readonly string[] | "file" | null;
};

function entriesOf(command: Command, words: readonly string[]): readonly Entry[] {
  const own: Entry = {
    words,
    description: command.description().split("\n")[0] ?? "",
    subcommands: command.commands.map((child) => child.name()),
    options: command.options.flatMap((option) =>
      option.long === undefined || option.long === null
        ? []
        : [
            {
              flag: option.long,
              description: option.description,
              takesValue: option.required,
              choices: option.argChoices ?? [],
            },
          ],
    ),
    argument: argumentOf(command),
  };
  return [own, ...command.commands.flatMap((child) => entriesOf(child, [...words, child.name()]))];
}

function argumentOf(command: Command): Entry["argument"] {
  const [argument] = command.registeredArguments;
  if (argument === undefined) return null;
  return argument.argChoices ?? (argument.name() === "input" ? "file" : null);
}

/** Texts come from our own help, but a quote in one must not end a shell word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Where a file is meant, nothing is offered, and `-o default` lets the shell complete files, with spaces and all. */
function bash(entries: readonly Entry[]): string {
  const cases = entries.map(({ words, subcommands, options, argument }) => {
    const flags = [...options.map((option) => option.flag), "--help"];
    const values = options
      .filter((option) => option.takesValue)
      .map((option) => `        ${option.flag}) candidates=${quoted(option.choices.join(" "))} ;;`);
    const others =
      argument === "file" ? [] : argument !== null ? argument : subcommands.length > 0 ? subcommands : flags;
    return [
      `    ${quoted(words.join(" "))})`,
      '      case "$previous" in',
      ...values,
      `        *) case "$word" in -*) candidates=${quoted(flags.join(" "))} ;; *) candidates=${quoted(others.join(" "))} ;; esac ;;`,
      "      esac",
      "      ;;",
    ].join("\n");
  });
  return `# bash completion of accesslens; use: eval "$(accesslens completion bash)"
_accesslens() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path='' candidates='' each
  # bash takes --format=json for three words.
  if [ "$word" = "=" ]; then word=''
  elif [ "$previous" = "=" ]; then previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for each in "\${COMP_WORDS[@]:1:$((COMP_CWORD-1))}"; do
    case "$each" in -*) continue ;; esac
    case "$path $each" in
${entries
  .filter((entry) => entry.words.length > 0)
  .map(
    (entry) =>
      `      ${quoted(` ${entry.words.join(" ")}`)}|${quoted(entry.words.join(" "))}) path="\${path:+$path }$each" ;;`,
  )
  .join("\n")}
    esac
  done
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$word"))
}
complete -o default -F _accesslens accesslens
`;
}

function zsh(entries: readonly Entry[]): string {
  // zsh runs bash completions through its own adapter.
  return `#compdef accesslens
# zsh completion of accesslens; use: eval "$(accesslens completion zsh)"
autoload -U +X bashcompinit && bashcompinit
${bash(entries)}`;
}

function fish(entries: readonly Entry[]): string {
  const lines = entries.flatMap(({ words, description, options, argument }) => {
    const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
    const condition = seen === "" ? "" : ` -n ${quoted(seen)}`;
    return [
      ...commandLine(words, description, entries),
      ...(Array.isArray(argument)
        ? [`complete -c accesslens${condition} -f -a ${quoted(argument.join(" "))}`]
        : []),
      ...options.map(
        (option) =>
          `complete -c accesslens${condition} -l ${option.flag.slice(2)} -d ${quoted(option.description)}` +
          (option.choices.length > 0
            ? ` -x -a ${quoted(option.choices.join(" "))}`
            : option.takesValue
              ? " -r"
              : ""),
      ),
    ];
  });
  return `# fish completion of accesslens; use: accesslens completion fish | source\n${lines.join("\n")}\n`;
}

/** Offers a command where its parent was written and none of its siblings. */
function commandLine(
  words: readonly string[],
  description: string,
  entries: readonly Entry[],
): readonly string[] {
  const name = words.at(-1);
  if (name === undefined) return [];
  const parent = words.slice(0, -1);
  const siblings = entries.find((entry) => entry.words.join(" ") === parent.join(" "))?.subcommands ?? [];
  const place =
    parent.length === 0
      ? "__fish_use_subcommand"
      : `__fish_seen_subcommand_from ${parent.join(" ")}; and not __fish_seen_subcommand_from ${siblings.join(" ")}`;
  return [`complete -c accesslens -f -n ${quoted(place)} -a ${quoted(name)} -d ${quoted(description)}`];
}

const shells: Readonly<Record<string, (entries: readonly Entry[]) => string>> = { bash, zsh, fish };

export async function runCompletion(shell: string, program: Command, terminal: Terminal): Promise<Outcome> {
  const write = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  if (write === undefined) {
    return failed(usageFailure(`no completion for the shell "${shell}"`, "Known shells: bash, zsh, fish."));
  }
  terminal.raw(write(entriesOf(program, [])));
  return done;
}
