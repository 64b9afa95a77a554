/** Damages a text as files are damaged in life, and a little beyond: cut, doubled, swapped, retyped, nested, garbled. */
import type { Random } from "../trust/random.ts";

const fragments = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\",
  "null",
  "true",
  "-1e999",
  "0",
  '""',
  "[]",
  "{}",
  '"*"',
  '"Condition"',
  '"Principal"',
  '"Statement"',
  '"Effect":"Deny",',
  '{"AWS":"*"}',
  "${",
  "}",
  "${aws:username}",
  "\u0000",
  "\ud800",
  "\ue000",
  "~a",
  "%7B",
  "\u2028",
  "İ",
  "*".repeat(40),
  "?".repeat(40),
  "*a".repeat(60),
  "[".repeat(200),
  '{"a":'.repeat(120),
  "1".repeat(400),
  "arn:aws:iam::",
  "0.0.0.0/33",
  "::/129",
  "2026-13-45T99:99:99Z",
] as const;

export function mutated(random: Random, text: string): string {
  let result = text;
  for (let times = random.pick([1, 1, 1, 2, 3, 6]); times > 0; times -= 1) result = once(random, result);
  return result;
}

function once(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.pick([1, 1, 2, 5, 20, 200]));
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, to) + text.slice(at);
    case 3:
      return text.slice(0, at) + random.pick(fragments) + text.slice(at);
    case 4:
      return text.slice(0, at) + random.pick(fragments) + text.slice(to);
    case 5:
      return text.slice(0, at) + String.fromCharCode(random.below(0x1_0000)) + text.slice(at + 1);
    case 6:
      return replacedString(random, text);
    case 7:
      return replacedValue(random, text);
    default:
      return swapped(random, text, at, to);
  }
}

/** One quoted text becomes another one of the file. */
function replacedString(random: Random, text: string): string {
  const strings = text.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  const [first, ...others] = strings;
  if (first === undefined) return text;
  const all: [string, ...string[]] = [first, ...others];
  return text.replace(random.pick(all), () => random.pick(all));
}

/** One value takes another type. */
function replacedValue(random: Random, text: string): string {
  const values = [
    ...text.matchAll(/:\s*("(?:[^"\\]|\\.)*"|\[[^[\]{}]*\]|\{[^{}[\]]*\}|true|false|null|\d+)/g),
  ];
  const chosen = values[random.below(values.length)];
  if (chosen === undefined) return text;
  const value = random.pick(["null", "7", "true", '"x"', "[]", "{}", "[[]]", '[{"a":1}]', '""', "[null]"]);
  return `${text.slice(0, chosen.index)}:${value}${text.slice(chosen.index + chosen[0].length)}`;
}

function swapped(random: Random, text: string, at: number, to: number): string {
  const from = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(from, from + (to - at)) + text.slice(to);
}
