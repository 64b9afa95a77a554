/** Why AWS gave no session, for people. */
import { plain, plainLines } from "../../report/plain.ts";
import type { ToldRefusal } from "../../work/provision/sessions/index.ts";

/** The first line says what was refused, the others why; neutralised. */
export function refusalStory({
  role,
  by,
  code,
  message,
  snapshot,
  reasons,
  notKnown,
}: ToldRefusal): readonly string[] {
  const lines = [plain(`AWS gives ${by} no session of ${role}: ${code}: ${message}`)];
  for (const { text, statements } of reasons) {
    lines.push(`  ${plain(text)}`);
    for (const one of statements) {
      const sid = one.sid === null ? "" : ` (${one.sid})`;
      const [from, to] = one.lines;
      const place = from === to ? `line ${from}` : `lines ${from}–${to}`;
      const word = one.effect === "Deny" ? "denied by" : "closest";
      lines.push(plain(`    ${word}: ${one.policy}, statement ${one.statement + 1}${sid}, ${place}`));
      if (one.text !== null)
        lines.push(
          ...plainLines(one.text)
            .split("\n")
            .slice(0, mostLines)
            .map((line) => `      ${line}`),
        );
    }
  }
  for (const sentence of notKnown) lines.push(plain(`  not known: ${sentence}`));
  if (snapshot !== null && (reasons.length > 0 || notKnown.length > 0)) {
    lines.push(plain(`  by the snapshot of ${snapshot}; what changed since is not in it`));
  }
  return lines;
}

const mostLines = 30;

/** What to do about it, where the snapshot does not say. */
export function refusalAdvice({ code, reasons, snapshot }: ToldRefusal): string | null {
  switch (code.replace(/Exception$/, "")) {
    case "ExpiredToken":
    case "InvalidClientTokenId":
      return "Sign in again, as for the AWS CLI.";
    case "PackedPolicyTooLarge":
      return "Session policies and tags are too many together: take shorter ones, or fewer.";
    case "MalformedPolicyDocument":
      return "STS does not take the session policy.";
    case "RegionDisabled":
      return "STS is not enabled in this region for the account: sign in elsewhere with --region.";
    default:
      if (reasons.length > 0) return null;
      return snapshot === null
        ? "With a snapshot that holds both accounts (accesslens collect; --snapshot FILE), it is told why."
        : null;
  }
}
