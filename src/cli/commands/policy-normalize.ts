/** `accesslens policy normalize`: a policy without what makes no difference. */
import { normalizePolicy } from "../../authz/symbolic/index.ts";
import { plainLines } from "../../report/plain.ts";
import { type ComparedKind, kindOfTexts } from "../../work/accepted-policy.ts";
import { policyIn, readPolicyText } from "../../work/policy-file.ts";
import { done, failed, inputFailure, type Outcome, type OutputFormat } from "../exit.ts";
import { faultsFailure } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";

export type PolicyNormalizeOptions = { readonly kind?: ComparedKind; readonly format: OutputFormat };

export async function runPolicyNormalize(
  path: string,
  options: PolicyNormalizeOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const read = readPolicyText(path);
  if (!read.ok) return failed(faultsFailure([read.error]));
  const kind = options.kind ?? kindOfTexts([read.value.text]);
  const policy = policyIn(read.value, kind);
  if (!policy.ok) return failed(faultsFailure([policy.error]));
  terminal.progress("trying what can be left out");
  const normalized = normalizePolicy(read.value.text, kind);
  if (!normalized.ok) return failed(inputFailure([`${path}: ${normalized.error}`], null));
  const { text, removed } = normalized.value;
  if (options.format === "json") {
    const answer = {
      kind,
      policy: JSON.parse(text),
      removed,
      lengthBefore: compactLength(read.value.text),
      length: compactLength(text),
    };
    terminal.raw(`${JSON.stringify(answer)}\n`);
    return done;
  }
  terminal.line(plainLines(JSON.stringify(JSON.parse(text), null, 2)));
  const count = (what: string): string | null => {
    const number = removed.filter((one) => one.what === what).length;
    return number === 0 ? null : `${number} ${what}${number === 1 ? "" : "s"}`;
  };
  const told = ["statement", "condition", "value", "wildcard"].map(count).filter((each) => each !== null);
  terminal.note(
    told.length === 0
      ? "nothing could be left out"
      : `left out ${told.join(", ")}: the same requests are allowed and explicitly denied (proven)`,
  );
  return done;
}

function compactLength(text: string): number {
  return JSON.stringify(JSON.parse(text)).length;
}
