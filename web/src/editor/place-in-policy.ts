/** What may be written at a place of a policy's text, be it broken or not. */
export type PolicyPlace =
  | { readonly kind: "element" | "operator" | "key" | "nothing" }
  /** A text of an Action or NotAction. */
  | { readonly kind: "action" }
  | { readonly kind: "effect" | "version" };

type Frame = { readonly isObject: boolean; key: string | null; expectsKey: boolean };

const operators = /^(ForAnyValue:|ForAllValues:)?[A-Za-z]+(IfExists)?$/;

/** `at`: an offset inside a string, its quotes excluded. */
export function placeInPolicy(text: string, at: number): PolicyPlace {
  const frames = framesBefore(text, at);
  const last = frames.at(-1);
  if (last === undefined) return { kind: "nothing" };
  const keys = frames.map(({ key }) => key);
  if (last.isObject && last.expectsKey) {
    const above = frames.at(-2)?.key ?? null;
    if (above === "Condition") return { kind: "operator" };
    if (frames.at(-3)?.key === "Condition" && operators.test(above ?? "")) return { kind: "key" };
    return { kind: above === "Principal" || above === "NotPrincipal" ? "nothing" : "element" };
  }
  const key = keys.findLast((one) => one !== null) ?? null;
  switch (key) {
    case "Action":
    case "NotAction":
      return { kind: "action" };
    case "Effect":
      return { kind: "effect" };
    case "Version":
      return { kind: "version" };
    default:
      return { kind: "nothing" };
  }
}

/** The objects and lists that are open before the offset. */
function framesBefore(text: string, end: number): readonly Frame[] {
  const frames: Frame[] = [];
  let at = 0;
  while (at < end) {
    const top = frames.at(-1);
    switch (text[at]) {
      case '"': {
        const close = endOfString(text, at);
        if (close >= end) return frames;
        if (top?.isObject === true && top.expectsKey) {
          top.key = text.slice(at + 1, close);
          top.expectsKey = false;
        }
        at = close;
        break;
      }
      case "{":
        frames.push({ isObject: true, key: null, expectsKey: true });
        break;
      case "[":
        frames.push({ isObject: false, key: null, expectsKey: false });
        break;
      case "}":
      case "]":
        frames.pop();
        break;
      case ",":
        if (top?.isObject === true) {
          top.key = null;
          top.expectsKey = true;
        }
        break;
    }
    at++;
  }
  return frames;
}

/** Of its closing quote; past the end where there is none. */
function endOfString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    // A line's end closes what was left open.
    else if (text[at] === '"' || text[at] === "\n") return at;
  }
  return text.length;
}
