/** Where people are led back to after signing in. */

const longest = 2000;

/** Never another site's address, whatever the text is: then it is the first page's. */
export function ownAddress(text: string, publicUrl: URL): URL {
  const first = new URL("/", publicUrl);
  if (text.length > longest || !URL.canParse(text, publicUrl.href)) return first;
  const address = new URL(text, publicUrl);
  return address.origin === publicUrl.origin ? address : first;
}
