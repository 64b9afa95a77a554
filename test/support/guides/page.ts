/** A page as the tests read it: the files that it has people write, and the commands with what they print. */

export type ShownCommand = Extract<GuideStep, { readonly kind: "command" }>;

type GuideStep =
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  /** What others do in the meantime: `<!-- meanwhile: NAME -->`, which readers don't see. */
  | { readonly kind: "event"; readonly name: string }
  | {
      readonly kind: "command";
      /** As it stands behind `$ `, with the lines that belong to it. */
      readonly command: string;
      /** Lines of `…` stand for any number of lines. */
      readonly shown: readonly string[];
      /** Where `shown` begins in the page, counted in lines from 0. */
      readonly line: number;
    };

/**
 * Fences of `console` hold commands; a fence whose info has a file's name, such as `yaml roles.yaml`, is a file. Others are read by
 * people alone.
 */
export function stepsOf(page: string): readonly GuideStep[] {
  const lines = page.split("\n");
  const steps: GuideStep[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const event = /^<!-- meanwhile: (\S+) -->$/.exec(lines[at] ?? "")?.[1];
    if (event !== undefined) steps.push({ kind: "event", name: event });
    const [, language = "", name] = /^```(\w+)(?: (\S+))?$/.exec(lines[at] ?? "") ?? [];
    if (language === "") continue;
    const end = lines.indexOf("```", at + 1);
    if (end < 0) throw new Error(`line ${at + 1}: the fence has no end`);
    const body = lines.slice(at + 1, end);
    if (name !== undefined) steps.push({ kind: "file", name, text: `${body.join("\n")}\n` });
    else if (language === "console") steps.push(...commandsOf(body, at + 1));
    at = end;
  }
  return steps;
}

export function commandsIn(page: string): readonly ShownCommand[] {
  return stepsOf(page).filter((step) => step.kind === "command");
}

function commandsOf(body: readonly string[], from: number): readonly GuideStep[] {
  const steps: GuideStep[] = [];
  let at = 0;
  while (at < body.length) {
    const first = body[at] ?? "";
    if (!first.startsWith("$ ")) throw new Error(`line ${from + at + 1}: output without a command`);
    const command = [first.slice(2)];
    for (at += 1; command.at(-1)?.endsWith("\\"); at += 1) command.push(body[at] ?? "");
    const line = from + at;
    const shown: string[] = [];
    for (; at < body.length && !body[at]?.startsWith("$ "); at += 1) shown.push(body[at] ?? "");
    steps.push({ kind: "command", command: command.join("\n"), shown, line });
  }
  return steps;
}
