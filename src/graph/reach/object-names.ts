/** Objects of a bucket that policies tell apart, by an example of each. */
import { glob, patternMatches } from "../../logic/index.ts";

const start = /^arn:[^:]*:s3:::/;

/** An object that the text of a Resource element is about; null: it is about none of the bucket's in particular. */
export function objectNamed(text: string, bucket: string): string | null {
  const slash = text.indexOf("/");
  if (slash < 0 || text.includes("${")) return null;
  if (!start.test(text)) return null;
  const named = text.slice(0, slash).replace(start, "");
  const name = bucket.replace(start, "");
  // Most texts name a bucket as it is.
  const isNamed = /[*?]/.test(named) ? patternMatches(glob(named), name) : named === name;
  if (!isNamed) return null;
  return bucket + text.slice(slash).replaceAll("*", "example-x7q").replaceAll("?", "x");
}

/** The Resource texts in a policy's JSON that are about objects. */
export function* objectTexts(json: string): Iterable<string> {
  for (const [text] of json.matchAll(/arn:[^:"\\]*:s3:::[^"\\]*\/[^"\\]*/g)) yield text;
}
