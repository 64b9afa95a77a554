/** Whether a command printed what a page shows, where some of it is another one each time: times, ids that are drawn, packed sizes. */

/** What differs from run to run, by kind. */
const varying = [
  /\b20\d\d-\d\d-\d\d(?:T| )\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?/,
  /\bc-[0-9a-z]{16,}\b/,
  /\bchange-[0-9a-f-]{36}\b/,
  /\b[a-z2-7]{32}\b/,
  /\bA[SK]IA[0-9A-Z]{16}\b/,
  /\b\d+(?:\.\d+)? m?s\b/,
];
const anyVarying = new RegExp(varying.map(({ source }) => `(${source})`).join("|"), "g");

/** What a page calls it, and what it is called in this run. */
export class Names {
  readonly #pairs = new Map<string, string>();

  add(shown: string, real: string): void {
    this.#pairs.set(shown, real);
  }

  /** A text of the page as this run has to have it. */
  toReal(text: string): string {
    return replaced(text, [...this.#pairs]);
  }

  /** A text of this run as the page has it. */
  toShown(text: string): string {
    return replaced(
      text,
      [...this.#pairs].map(([shown, real]) => [real, shown]),
    );
  }

  /** Learns how this run calls what is drawn anew each time, where both texts are the same but for that. */
  learn(shown: string, real: string): void {
    const [ours, theirs] = [shown, real].map((text) => text.match(anyVarying) ?? []);
    for (const [index, name] of (ours ?? []).entries()) {
      const drawn = theirs?.[index];
      if (drawn !== undefined && drawn !== name && /^(?:c-|change-)?[0-9a-z-]+$/.test(name))
        this.add(name, drawn);
    }
  }
}

function replaced(text: string, pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return text;
  const to = new Map(pairs);
  const names = [...to.keys()].toSorted((one, other) => other.length - one.length);
  const any = new RegExp(`(?<![\\w])(?:${names.map((name) => literally(name)).join("|")})(?!\\w)`, "g");
  return text.replace(any, (name) => to.get(name) ?? name);
}

/** With one word for all of a kind, and without what only fills a column. */
export function comparable(line: string): string {
  return line
    .replace(anyVarying, (...found) => `<${found.slice(1, 1 + varying.length).findIndex(Boolean)}>`)
    .trimEnd();
}

/** Null: `printed` is what is shown. Else the lines of it that the page has in another way. */
export function unlike(shown: readonly string[], printed: readonly string[]): string | null {
  const pattern = shown.map((line) =>
    line.trim() === "…" ? "(?:.*\\n)*?" : `${literally(comparable(line))}\\n`,
  );
  const text = printed.map((line) => `${comparable(line)}\n`).join("");
  return new RegExp(`^${pattern.join("")}$`).test(text) ? null : printed.join("\n");
}

/** As a part of a regular expression that stands for itself. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
