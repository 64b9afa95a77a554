/**
 * Policy variables in a text (IAM-SEMANTICS 53): `${aws:username}`, `${aws:PrincipalTag/team, 'none'}` and the escapes
 * `${*}`, `${?}` and `${$}`, which stand for the character itself. Only policies of version 2012-10-17 have them.
 */

type TextPart =
  /** Wildcards in it are wildcards where the place knows any. */
  | { readonly kind: "text"; readonly text: string }
  /** Stands for itself, wildcard characters included. */
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "variable"; readonly key: string; readonly defaultValue: string | null };

/** The text in parts; a text without `${…}` is one part. What is not closed or empty is plain text. */
export function variableParts(text: string): readonly TextPart[] {
  if (!text.includes("${")) return [{ kind: "text", text }];
  const parts: TextPart[] = [];
  let from = 0;
  // `${$}` holds a dollar sign, which the pattern for names leaves out.
  for (const match of text.matchAll(/\$\{([*?$])\}|\$\{([^${}]*)\}/g)) {
    const inside = match[2]?.trim();
    if (inside === "") continue;
    if (match.index > from) parts.push({ kind: "text", text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    if (match[1] !== undefined) {
      parts.push({ kind: "literal", text: match[1] });
      continue;
    }
    const withDefault = /^([^,]*?)\s*,\s*'([^']*)'$/.exec(inside ?? "");
    parts.push(
      withDefault === null
        ? { kind: "variable", key: inside ?? "", defaultValue: null }
        : { kind: "variable", key: withDefault[1] ?? "", defaultValue: withDefault[2] ?? "" },
    );
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return parts;
}
