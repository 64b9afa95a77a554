/**
 * Policy text comes raw or URL-encoded (RFC 3986), depending on the API that gave it. Decided by looking: JSON of an object
 * starts with a brace, and its encoded form has a percent sign where JSON can't have one. Raw text comes back as it is,
 * whatever percent signs stand in its strings.
 */
export function decodePolicyText(text: string): string {
  if (!looksEncoded(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: not URL-encoded after all; the reader will say what is wrong with it.
    return text;
  }
}

/** The brace encoded, or after it what stands inside; white space and a byte order mark may stand before, in either form. */
const encodedStart = /^(?:\s|%(?:EF%BB%BF|20|09|0A|0D))*(?:%7B|\{\s*%(?:22|7D|20|09|0A|0D))/i;

function looksEncoded(text: string): boolean {
  return encodedStart.test(text);
}
