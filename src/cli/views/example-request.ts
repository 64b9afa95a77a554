/** An example request for people. */
import type { RequestToDecide } from "../../authz/request-question.ts";
import { plain } from "../../report/plain.ts";

/** One line each for who, what, on what, and every key that is stated; neutralised. */
export function requestLines({ principal, action, resource, context }: RequestToDecide): readonly string[] {
  const who = typeof principal === "string" ? principal : `federated by ${principal.federated}`;
  const rows: readonly (readonly [string, string])[] = [
    ["action", action],
    ["on", resource.arn],
    ["by", who],
    ...Object.entries(context).map(([key, values]): readonly [string, string] => [key, valuesText(values)]),
  ];
  const width = Math.max(...rows.map(([name]) => plain(name).length));
  return rows.map(([name, value]) => `${plain(name).padEnd(width)}  ${plain(value)}`);
}

function valuesText(values: string | readonly string[]): string {
  if (typeof values === "string") return values === "" ? '""' : values;
  return values.length === 0 ? "(absent)" : values.join(", ");
}
