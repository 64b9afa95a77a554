/** JSON of strangers: bounded before it is parsed. */

/** What SQS takes at most is 1 MiB; CloudTrail's records end at 256 KiB. */
const longest = 2 ** 20;
/** CloudTrail's own records are less than twenty deep. */
const deepest = 64;

/** Undefined: it is no JSON, or too long or too deep for a message of AWS. */
export function boundedJson(body: string): unknown {
  if (body.length > longest || depthOf(body) > deepest) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** How deep brackets stand in each other, those in texts left out. */
function depthOf(body: string): number {
  let depth = 0;
  let most = 0;
  let inText = false;
  for (let at = 0; at < body.length; at += 1) {
    const code = body.charCodeAt(at);
    if (inText) {
      if (code === backslash) at += 1;
      else if (code === quote) inText = false;
    } else if (code === quote) inText = true;
    else if (code === brace || code === bracket) {
      depth += 1;
      if (depth > most) most = depth;
    } else if (code === closingBrace || code === closingBracket) depth -= 1;
  }
  return most;
}

const quote = 0x22;
const backslash = 0x5c;
const bracket = 0x5b;
const closingBracket = 0x5d;
const brace = 0x7b;
const closingBrace = 0x7d;
