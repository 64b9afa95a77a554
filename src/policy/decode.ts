/**
 * Policy text comes raw or URL-encoded (RFC 3986), depending on the API that gave it. Decided by looking: JSON of an object
 * starts with a brace or with white space, and its encoded form with a percent sign.
 */
export function decodePolicyText(text: string): string {
  const first = /^\s*/.exec(text)?.[0].length ?? 0;
  if (text.charAt(first) === "{" || !/^\s*(%7B|%EF%BB%BF|%20|%0A|%0D|%09)/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: not URL-encoded after all; the reader will say what is wrong with it.
    return text;
  }
}
