/** Names of parties and places as people read them; the whole ARN stands beside. */

export type ShortName = {
  readonly name: string;
  /** An account's id, or none. */
  readonly account: string | null;
};

/** `text`: as ways tell who stands where: an ARN, an account's root, a provider, or anyone. */
export function shortName(text: string): ShortName {
  const parts = text.split(":");
  const [scheme, , service, , account = "", ...rest] = parts;
  if (scheme === "admin") return { name: "administrator of", account: text.slice("admin:".length) };
  if (scheme !== "arn") return { name: text, account: null };
  const resource = rest.join(":");
  const owner = account === "" ? null : account;
  if (service === "iam" && resource === "root") return { name: "the account", account: owner };
  if (service === "organizations") return { name: "the organization", account: owner };
  const own = resource.split("/");
  const isPathed = service === "iam" && (own[0] === "role" || own[0] === "user");
  if (isPathed) return { name: `${own[0]} ${own.at(-1)}`, account: owner };
  if (service === "iam") return { name: resource, account: owner };
  return { name: `${service} ${resource}`, account: owner };
}

/** What a question's end is called in a sentence. */
export function endName(text: string): string {
  if (text === "external") return "everybody outside";
  if (text === "anyone") return "anyone";
  if (text === "admin") return "the administrator of any account";
  if (text === "organization") return "the organization itself";
  if (text.startsWith("admin:")) return `the administrator of ${text.slice("admin:".length)}`;
  return text;
}
