/** Texts and documents as Terraform's language writes them. */

/** A text as HCL writes it: as JSON, with the beginnings of its own templates doubled. */
export function hclText(text: string): string {
  return JSON.stringify(text)
    .replaceAll("${", () => "$${")
    .replaceAll("%{", "%%{");
}

/**
 * A document is JSON, which HCL reads as an expression. A text that begins with `@` is a reference (`@var.role_name`), or, in
 * quotation marks, a template (`@"arn:${…}"`).
 */
export function hclDocument(document: object): string {
  const references: string[] = [];
  const marked = JSON.stringify(
    document,
    (_, value: unknown) => {
      if (typeof value !== "string" || !value.startsWith("@")) return value;
      references.push(value.slice(1));
      return `@${references.length - 1}@`;
    },
    2,
  );
  const escaped = marked.replaceAll("${", () => "$${").replaceAll("%{", "%%{");
  return escaped
    .replace(/"@(\d+)@"/g, (_, index: string) => references[Number(index)] ?? "null")
    .replaceAll("\n", "\n  ");
}
