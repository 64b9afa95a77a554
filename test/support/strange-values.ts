/** Values that nobody expects in a record of AWS's, and where in a value they can be put. */
import fc from "fast-check";

export const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    "",
    "\u0000",
    "\u202e\u0007",
    "a\nb",
    [],
    {},
    [[[]]],
    [null],
    "arn:aws:iam::aws:policy/x",
    "arn:aws:iam::000:role/x",
    "arn:aws:sts::123456789012:assumed-role//",
    "arn::::::",
    "123",
    "1234567890123",
    "../../etc/passwd",
    "%7B%",
    "%7B%22a%22%3A1%7D",
    "x".repeat(5000),
    "2026-99-99T99:99:99Z",
    "Feb 30, 2026, 1:00:00 PM",
    "User: User: on resource: on resource: ",
    "__proto__",
    "constructor",
  ),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Each place of a value, as a list of keys. */
export function placesOf(
  value: unknown,
  at: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...at, key]))];
}
