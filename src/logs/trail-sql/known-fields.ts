/** Which fields a table has, from the types of its columns as the catalog tells them. */
import type { KnownFields } from "./athena-source.ts";

export type TableColumn = { readonly name: string; readonly type: string };

export function knownFields(columns: readonly TableColumn[]): KnownFields {
  const paths = new Set<string>();
  for (const { name, type } of columns)
    addPaths(paths, name.toLowerCase(), type.toLowerCase().replace(/\s/g, ""));
  return paths;
}

/** `struct<a:string,b:struct<…>>`: members by the commas that stand in no other brackets. */
function addPaths(paths: Set<string>, path: string, type: string): void {
  paths.add(path);
  const members = /^(?:struct|row)[<(](.*)[>)]$/.exec(type)?.[1];
  if (members === undefined) return;
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= members.length; at++) {
    const letter = members[at];
    if (letter === "<" || letter === "(") depth++;
    else if (letter === ">" || letter === ")") depth--;
    else if (at === members.length || (letter === "," && depth === 0)) {
      const member = members.slice(start, at);
      const colon = member.indexOf(":");
      if (colon > 0) addPaths(paths, `${path}.${member.slice(0, colon)}`, member.slice(colon + 1));
      start = at + 1;
    }
  }
}
