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
    readonly choices: readonly string[];
  }[];
};

function entriesOf(command: Command, words: readonly string[]): readonly Entry[] {
  const own: Entry = {
    words,
    description: command.description().split("\n")[0] ?? "",
    subcommands: command.commands.map((child) => child.name()),
    options: command.options.flatMap((option) =>
      option.long === undefined || option.long === null
        ? []
        : [{ flag: option.long, description: option.description, choices: option.argChoices ?? [] }],
    ),
  };
  return [own, ...command.commands.flatMap((child) => entriesOf(child, [...words, child.name()]))];
}

/** Texts come from our own help, but a quote in one must not end a shell word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function bash(entries: readonly Entry[]): string {
  const cases = entries.map(({ words, subcommands, options }) => {
    const candidates = [...subcommands, ...options.map((option) => option.flag), "--help"].join(" ");
    const choices = options
      .filter((option) => option.choices.length > 0)
      .map((option) => `        ${option.flag}) candidates=${quoted(option.choices.join(" "))} ;;`);
    return [
      `    ${quoted(words.join(" "))})`,
      `      candidates=${quoted(candidates)}`,
      ...(choices.length > 0 ? ['      case "$previous" in', ...choices, "      esac"] : []),
      "      ;;",
    ].join("\n");
  });
  return `# bash completion of accesslens; use: eval "$(accesslens completion bash)"
_accesslens() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path='' candidates='' each
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
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
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
}
complete -o filenames -F _accesslens accesslens
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
  const lines = entries.flatMap(({ words, description, options }) => {
    const parent = words.slice(0, -1);
    const name = words.at(-1);
    const own =
      name === undefined
        ? []
        : [
            `complete -c accesslens -f -n ${quoted(
              parent.length === 0
                ? "__fish_use_subcommand"
                : `__fish_seen_subcommand_from ${parent.join(" ")}`,
            )} -a ${quoted(name)} -d ${quoted(description)}`,
          ];
    const condition = name === undefined ? "" : ` -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      ...own,
      ...options.map(
        (option) =>
          `complete -c accesslens${condition} -l ${option.flag.slice(2)} -d ${quoted(option.description)}` +
          (option.choices.length > 0 ? ` -x -a ${quoted(option.choices.join(" "))}` : ""),
      ),
    ];
  });
  return `# fish completion of accesslens; use: accesslens completion fish | source\n${lines.join("\n")}\n`;
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
