/** Values as words of shell commands that people copy: names come from accounts that somebody else may control. */
import { respelled } from "./plain.ts";

/**
 * One word to sh, bash, zsh and fish, whatever it holds. Characters that a terminal obeys are spelled as `$'\u001b'`, which
 * bash and zsh read back; to other shells the word is another one, and nothing worse.
 */
export function shellWord(text: string): string {
  if (/^[\w./@+:,-][\w./@%+=:,-]*$/.test(text)) return text;
  const spelled = respelled(text.replaceAll("\\", "\\\\").replaceAll("'", "\\'"), codeText);
  return respelled(text, () => "") === text ? `'${text.replaceAll("'", "'\\''")}'` : `$'${spelled}'`;
}

function codeText(code: number): string {
  const digits = code.toString(16);
  return code > 0xffff ? `\\U${digits.padStart(8, "0")}` : `\\u${digits.padStart(4, "0")}`;
}

/** What the AWS CLI reads from a file or an address instead of taking it as it is. */
const loaded = /^(?:fileb?|https?):\/\//i;

/**
 * A command with its placeholders (`{target.name}`) filled in, each word that holds one quoted as a whole. What is not
 * known, or would be more than a value to the AWS CLI, stands in capitals, as whatever else is the reader's own.
 */
export function filledCommand(template: string, values: Readonly<Record<string, string>>): string {
  const words: string[] = [];
  for (const word of template.split(" ")) {
    if (!/\{[a-z0-9.-]+\}/.test(word)) {
      words.push(word);
      continue;
    }
    const filled = word.replaceAll(/\{([a-z0-9.-]+)\}/g, (_, name: string) => {
      const value = values[name];
      return value === undefined || value === "" || loaded.test(value)
        ? name.toUpperCase().replaceAll(/[.-]/g, "_")
        : value;
    });
    const option = words.at(-1) ?? "";
    // A value that begins with a dash would be taken for an option.
    if (filled.startsWith("-") && /^--[a-z-]+$/.test(option)) {
      words[words.length - 1] = shellWord(`${option}=${filled}`);
    } else words.push(shellWord(filled));
  }
  return words.join(" ");
}
