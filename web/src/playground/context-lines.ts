/** Condition keys as they are typed: `key=value`, one on a line; the same key again gives it another value. */
export type ReadContext =
  | { readonly ok: true; readonly value: Record<string, string | string[]> }
  | { readonly ok: false; readonly line: number };

export function readContext(text: string): ReadContext {
  const found = new Map<string, string[]>();
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const equals = line.indexOf("=");
    if (equals <= 0) return { ok: false, line: at + 1 };
    const key = line.slice(0, equals).trim();
    found.set(key, [...(found.get(key) ?? []), line.slice(equals + 1).trim()]);
  }
  const only = (values: string[]): string | string[] => (values.length === 1 ? (values[0] ?? "") : values);
  return { ok: true, value: Object.fromEntries([...found].map(([key, values]) => [key, only(values)])) };
}
