/** What STS takes as an external id, a session's name or a source identity (IAM-SEMANTICS 28); nothing else ever arrives. */
import type { Pattern } from "../../logic/types.ts";

type Form = { readonly characters: RegExp; readonly longest: number };

// The owner of the role stands in them as `ownAccount`.
const name: Form = { characters: /^[\w\uE000+=,.@-]*$/, longest: 64 };
const forms: ReadonlyMap<string, Form> = new Map([
  ["sts:externalid", { characters: /^[\w\uE000+=,.@:/-]*$/, longest: 1224 }],
  ["sts:rolesessionname", name],
  ["sts:sourceidentity", name],
]);

export function hasForm(lowerKey: string): boolean {
  return forms.has(lowerKey);
}

/** Whether STS takes the text for the key; true for all other keys. */
export function arrives(lowerKey: string, text: string): boolean {
  const form = forms.get(lowerKey);
  return form === undefined || (text !== "" && text.length <= form.longest && form.characters.test(text));
}

/** False where no text that STS takes for the key matches; true says nothing. */
export function mayArrive(lowerKey: string, { elements }: Pattern): boolean {
  const form = forms.get(lowerKey);
  if (form === undefined) return true;
  if (elements.length === 0) return false;
  let length = 0;
  for (const element of elements) {
    if (element.kind === "one") length += 1;
    if (element.kind !== "text") continue;
    if (!form.characters.test(element.text)) return false;
    length += element.text.length;
  }
  return (length > 0 || elements.some(({ kind }) => kind === "many")) && length <= form.longest;
}
