/** The keys of a table whose rows are walked through: those of mail programs, and arrows. They work while the focus is in it, nowhere else. */
export type TableStep =
  | { readonly kind: "go"; readonly row: number }
  | { readonly kind: "select" }
  | { readonly kind: "select-page" }
  /** To the form that accepts what is selected. */
  | { readonly kind: "accept" };

type Key = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

/** `row`: where the focus is, -1: in none. Null: the key means nothing here. */
export function tableStep(pressed: Key, row: number, rows: number): TableStep | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || rows === 0) return null;
  const go = (to: number): TableStep => ({ kind: "go", row: Math.min(Math.max(to, 0), rows - 1) });
  switch (pressed.key) {
    case "j":
    case "ArrowDown":
      return go(row + 1);
    case "k":
    case "ArrowUp":
      return go(row - 1);
    case "Home":
      return go(0);
    case "End":
      return go(rows - 1);
    case "x":
      return row < 0 ? null : { kind: "select" };
    case "X":
      return { kind: "select-page" };
    case "a":
      return { kind: "accept" };
    default:
      return null;
  }
}
