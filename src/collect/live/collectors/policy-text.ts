/** How services say that a thing has no policy, or several of them, in the one form of the import. */
import { type ResourceRow, unread } from "../collector.ts";

/**
 * The member `Policy` of a row. `answer`: the policy's text; nothing, an empty text or an empty object where there is
 * none; `unread` where it was refused, and the member is left out.
 */
export function policyMember(answer: string | null | undefined | typeof unread): Pick<ResourceRow, "Policy"> {
  if (answer === unread) return {};
  const text = answer?.trim() ?? "";
  return { Policy: text === "" || /^\{\s*\}$/.test(text) ? null : answer };
}

/**
 * Several policies of one thing as one that says the same: all their statements, in order. A text that is no policy makes the
 * whole one that can't be read, so that nobody takes the rest for all. Null: there are none.
 */
export function mergedPolicy(texts: readonly string[]): string | null {
  const [only, another] = texts;
  if (only === undefined) return null;
  if (another === undefined) return only;
  const policies = texts.map(parsed);
  const versions = new Set(policies.map((policy) => policy?.Version ?? oldVersion));
  const statements: unknown[] = [];
  for (const [index, text] of texts.entries()) {
    // An older policy has no variables: beside a newer one its "${" has to be written as the text that it is.
    const isLiteral = versions.size > 1 && (policies[index]?.Version ?? oldVersion) === oldVersion;
    const statement = (isLiteral ? parsed(text.replaceAll("${", "${$}{")) : policies[index])?.Statement;
    if (statement === undefined) return text;
    statements.push(...(Array.isArray(statement) ? statement : [statement]));
  }
  const Version = versions.size > 1 ? "2012-10-17" : [...versions][0];
  return JSON.stringify({ Version, Statement: statements });
}

const oldVersion = "2008-10-17";

type Parsed = { readonly Version?: unknown; readonly Statement?: unknown };

function parsed(text: string): Parsed | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
