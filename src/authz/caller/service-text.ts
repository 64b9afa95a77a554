/**
 * A cheap look at an identity policy's text: can any statement of it be about a service's actions? Few policies of an
 * organization are about assuming roles, and parsing all of them would cost more than everything else.
 */

/** False only where no statement can cover an action of the service; true says nothing. */
export function mayConcern(text: string, service: string): boolean {
  // Escapes could hide a name.
  if (text.includes("\\u")) return true;
  for (const match of text.matchAll(/"(not)?action"\s*:\s*/gi)) {
    if (match[1] !== undefined || namesService(text, match.index + match[0].length, service)) return true;
  }
  return false;
}

/** Whether a string of the value that begins at `start` is, or could match, an action of the service. */
function namesService(text: string, start: number, wanted: string): boolean {
  const end = text[start] === "[" ? text.indexOf("]", start) : text.indexOf('"', start + 1) + 1;
  if (end <= 0) return true;
  for (const [, action = ""] of text.slice(start, end).matchAll(/"([^"]*)"/g)) {
    const colon = action.indexOf(":");
    const service = (colon < 0 ? action : action.slice(0, colon)).toLowerCase();
    if (service === wanted || service.includes("*") || service.includes("?")) return true;
  }
  return false;
}
