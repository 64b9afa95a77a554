/** Objects of a bucket that policies tell apart, by an example of each. */
import { glob, type Pattern, patternMatches } from "../../../logic/index.ts";

const start = /^arn:[^:]*:s3:::/;

/** What a Resource text about objects says: in which buckets, and which. */
export type ObjectText = {
  /** The bucket's name, or the pattern of it. */
  readonly bucket: string | Pattern;
  /** From the slash on, with something in place of the wildcards. */
  readonly example: string;
};

/** Null: it is about no bucket's objects in particular. */
export function readObjectText(text: string): ObjectText | null {
  const slash = text.indexOf("/");
  if (slash < 0 || text.includes("${") || !start.test(text)) return null;
  const named = text.slice(0, slash).replace(start, "");
  return {
    // Most texts name a bucket as it is.
    bucket: /[*?]/.test(named) ? glob(named) : named,
    example: text.slice(slash).replaceAll("*", "example-x7q").replaceAll("?", "x"),
  };
}

/** The bucket's name of its ARN. */
export function bucketName(arn: string): string {
  return arn.replace(start, "");
}

export function isOfBucket({ bucket }: ObjectText, name: string): boolean {
  return typeof bucket === "string" ? bucket === name : patternMatches(bucket, name);
}

/** The Resource texts in a policy's JSON that are about objects. */
export function* objectTexts(json: string): Iterable<string> {
  for (const [text] of json.matchAll(/arn:[^:"\\]*:s3:::[^"\\]*\/[^"\\]*/g)) yield text;
}
