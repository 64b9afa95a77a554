/** A policy's text laid out line by line, whatever its author did: nothing of it but space between its parts is added or left out. */

/** Texts that are no JSON stay as they are. */
export function laidOut(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let shown = "";
  const line = (): string => `\n${"  ".repeat(depth)}`;
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1] ?? "";
    const isEmpty = (before === "{" && token === "}") || (before === "[" && token === "]");
    if (token === "}" || token === "]") {
      depth--;
      shown += isEmpty ? token : `${line()}${token}`;
      continue;
    }
    if (before === "{" || before === "[" || before === ",") shown += line();
    shown += token === ":" ? ": " : token;
    if (token === "{" || token === "[") depth++;
  }
  return shown;
}
