/** Two texts line by line: what stays, what goes, what comes. */
export type DiffLine = { readonly kind: "same" | "gone" | "new"; readonly text: string };

/** Lines past this number are not aligned: policies have a few hundred at most. */
const mostLines = 2000;

/** As few lines go and come as possible; what goes stands before what comes. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  if (a.length > mostLines || b.length > mostLines) {
    return [...a.map((text) => line("gone", text)), ...b.map((text) => line("new", text))];
  }
  const longest = longestCommon(a, b);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i], b[j]];
    if (one !== undefined && one === other) {
      lines.push(line("same", one));
      i++;
      j++;
    } else if (one !== undefined && (other === undefined || at(longest, i + 1, j) >= at(longest, i, j + 1))) {
      lines.push(line("gone", one));
      i++;
    } else {
      lines.push(line("new", other ?? ""));
      j++;
    }
  }
  return lines;
}

function line(kind: DiffLine["kind"], text: string): DiffLine {
  return { kind, text };
}

function at(table: readonly Uint16Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

/** Of what is left from each place on. */
function longestCommon(a: readonly string[], b: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i];
    if (row === undefined) continue;
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] =
        a[i] === b[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

/** Lines that stay and are far from any that do not are left out; null stands for them. */
export function shortened(lines: readonly DiffLine[], around = 3): readonly (DiffLine | null)[] {
  const keeps = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== "same"),
  );
  const shown: (DiffLine | null)[] = [];
  for (const [at, one] of lines.entries()) {
    if (keeps[at] === true) shown.push(one);
    else if (shown.at(-1) !== null) shown.push(null);
  }
  return shown;
}
