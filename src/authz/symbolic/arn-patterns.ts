/** ARNs as patterns, component by component. */
import type { Pattern, PatternElement } from "../../logic/types.ts";

export type ArnShape = {
  readonly partition?: string;
  readonly service?: string;
  readonly region?: string;
  readonly account?: string;
  /** The elements of the resource part; whatever it is where they are left out. */
  readonly resource?: readonly PatternElement[];
};

export const anyText: PatternElement = { kind: "many", except: null };

export function plainText(text: string): PatternElement {
  return { kind: "text", text };
}

/** What is left out may be anything that holds no colon. */
export function arnElements(shape: ArnShape): readonly PatternElement[] {
  const component = (text: string | undefined): readonly PatternElement[] => [
    text === undefined ? { kind: "many", except: ":" } : plainText(text),
    plainText(":"),
  ];
  return [
    plainText("arn:"),
    ...component(shape.partition),
    ...component(shape.service),
    ...component(shape.region),
    ...component(shape.account),
    ...(shape.resource ?? [anyText]),
  ];
}

export function arnPattern(shape: ArnShape): Pattern {
  return { elements: arnElements(shape), ignoreCase: false };
}
