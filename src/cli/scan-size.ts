/** What a query may scan, and what that costs, as it is written on the command line. */
import { InvalidArgumentError } from "commander";

const powers: readonly string[] = ["B", "KB", "MB", "GB", "TB"];

/** `500MB`, `1.5TB`: in bytes, by powers of 1000. */
export function scanSize(text: string): number {
  const match = /^(\d{1,6}(?:\.\d{1,3})?)\s?(B|KB|MB|GB|TB)$/i.exec(text);
  const power = powers.indexOf(match?.[2]?.toUpperCase() ?? "");
  const bytes = Math.round(Number(match?.[1]) * 1000 ** power);
  if (match === null || !(bytes > 0)) throw new InvalidArgumentError("It takes a size such as 500MB or 2TB.");
  return bytes;
}

export function scanPrice(text: string): number {
  if (!/^\d{1,6}(?:\.\d{1,4})?$/.test(text))
    throw new InvalidArgumentError("It takes a number such as 5 or 6.75.");
  return Number(text);
}
