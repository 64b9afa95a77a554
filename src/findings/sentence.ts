/** A clause as a whole sentence, with a capital at its beginning and a full stop. */
export function sentence(clause: string): string {
  return `${capitalized(clause)}${/[.!?]$/.test(clause) ? "" : "."}`;
}

/** Where a plain word stands first; ids, hosts and names are written as they are. */
export function capitalized(text: string): string {
  return /^[a-z]+ /.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}
