/**
 * A cheap look at an identity policy's text: can any statement of it be about assuming roles? Almost no policy of an
 * organization is, and parsing all of them would cost more than everything else.
 */

/** False only where no statement can cover an sts action; true says nothing. */
export function mayConcernSts(text: string): boolean {
  // Escapes could hide a name.
  if (text.includes("\\u")) return true;
  for (const match of text.matchAll(/"(not)?action"\s*:\s*/gi)) {
    if (match[1] !== undefined || namesSts(text, match.index + match[0].length)) return true;
  }
  return false;
}

/** Whether a string of the value that begins at `start` is, or could match, an sts action. */
function namesSts(text: string, start: number): boolean {
  const end = text[start] === "[" ? text.indexOf("]", start) : text.indexOf('"', start + 1) + 1;
  if (end <= 0) return true;
  for (const [, action = ""] of text.slice(start, end).matchAll(/"([^"]*)"/g)) {
    const colon = action.indexOf(":");
    const service = (colon < 0 ? action : action.slice(0, colon)).toLowerCase();
    if (service === "sts" || service.includes("*") || service.includes("?")) return true;
  }
  return false;
}
