/** Credentials as texts that shells and AWS's tools read. */
import { err, ok, type Result } from "../model/index.ts";

export const shells = ["sh", "fish", "powershell"] as const;
export type Shell = (typeof shells)[number];

/** One line each, to be evaluated; any value comes out as it is. `unset`: variables that must not stay. */
export function exportLines(
  shell: Shell,
  variables: Readonly<Record<string, string>>,
  unset: readonly string[],
): readonly string[] {
  const set = Object.entries(variables);
  switch (shell) {
    case "sh":
      return [
        ...unset.map((name) => `unset ${name}`),
        ...set.map(([name, value]) => `export ${name}=${shWord(value)}`),
      ];
    case "fish":
      return [
        ...unset.map((name) => `set -e ${name}`),
        ...set.map(([name, value]) => `set -gx ${name} ${fishWord(value)}`),
      ];
    case "powershell":
      return [
        ...unset.map((name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`),
        ...set.map(([name, value]) => `$Env:${name} = ${powershellWord(value)}`),
      ];
  }
}

/** One word to sh, bash and zsh, and to those who split words as sh does (the AWS CLI); always in quotes. */
function shWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** In fish's single quotes, a backslash before a quote or a backslash goes away. */
function fishWord(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** PowerShell takes typographic quotes for single quotes as well; doubled, each is itself. */
function powershellWord(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201B]/g, (quote) => quote + quote)}'`;
}

/** What AWS's SDKs and CLI take from a `credential_process` (SDKs and Tools Reference Guide, Process credential provider). */
export function credentialProcessText(credentials: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}): string {
  return JSON.stringify({
    Version: 1,
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: credentials.expiration.toISOString(),
  });
}

/**
 * A profile of ~/.aws/config whose credentials come from a command. An error: a word that could be read otherwise there, by one
 * of those who read such files (a line ends at a line feed, and for some at a comment sign after white space).
 */
export function profileText(
  name: string,
  words: readonly string[],
  region: string | null,
): Result<string, string> {
  const bad = [name, ...words].find((word) => /[\u0000-\u001f\u007f\u2028\u2029]|\s[#;]|"/.test(word));
  if (bad !== undefined) return err(bad);
  if (!/^[\w.@+-]+$/.test(name)) return err(name);
  const command = words.map((word) => (/^[\w./@+:=,-]+$/.test(word) ? word : shWord(word))).join(" ");
  const lines = [`[profile ${name}]`, `credential_process = ${command}`];
  if (region !== null) lines.push(`region = ${region}`);
  return ok(`${lines.join("\n")}\n`);
}
