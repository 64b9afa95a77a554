/** A text that is no part of another one: a part keeps all of that in memory for as long as it is kept itself. */
export function ownText<T extends string>(text: T): T;
export function ownText<T extends string>(text: T | null): T | null;
export function ownText(text: string | null): string | null {
  return text === null ? null : ` ${text}`.slice(1);
}
