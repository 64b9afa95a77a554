/** Accepting findings, and withdrawing it: asked of the server, or written as the lines that say so in a file. */
import { type Asked, asked } from "../api/client.ts";

export type Acceptance = {
  readonly reason: string;
  /** YYYY-MM-DD: the last day on which it counts. */
  readonly expires: string;
};

export type Accepted = {
  readonly accepted: readonly string[];
  readonly replaced: readonly string[];
  readonly unchanged: readonly string[];
};

/** At most this many at once. */
export const mostAtOnce = 10_000;

/** `replace`: also where a finding is accepted already in other words. */
export function accept(
  findings: readonly string[],
  { reason, expires }: Acceptance,
  replace: boolean,
): Promise<Asked<Accepted>> {
  return send("POST", { findings, reason, expires, ...(replace ? { replace } : {}) });
}

export function withdraw(
  findings: readonly string[],
): Promise<Asked<{ readonly withdrawn: readonly string[] }>> {
  return send("DELETE", { findings });
}

export type Session = {
  readonly mode: "local" | "team";
  readonly may: { readonly accept: boolean };
  readonly name: string | null;
  /** Whether there is a store that tells what changed. */
  readonly history: boolean;
};

/** A server that does not say who asks lets nobody change anything. */
export async function session(): Promise<Session> {
  const readOnly: Session = { mode: "local", may: { accept: false }, name: null, history: false };
  try {
    const answer = await fetch("/api/session");
    return answer.ok ? await answer.json() : readOnly;
  } catch {
    return readOnly;
  }
}

function send<A>(method: "POST" | "DELETE", body: object): Promise<Asked<A>> {
  const response = async () => {
    const answer = await fetch("/api/acceptances", {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const value = await answer.json();
    return answer.ok ? { data: value } : { error: value };
  };
  return asked(response());
}

/** The entries of `accesslens-suppressions.yaml`; texts are in JSON's quotes, which YAML reads. */
export function suppressionLines(findings: readonly string[], { reason, expires }: Acceptance): string {
  const entries = findings.map((finding) => `  - ${JSON.stringify({ finding, reason, expires })}\n`);
  return `suppressions:\n${entries.join("")}`;
}

/** YYYY-MM-DD, as many days from today. */
export function dayIn(days: number, today: Date): string {
  return new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** In a sentence. */
export function acceptedText({ accepted, replaced, unchanged }: Accepted): string {
  const parts = [
    `Accepted ${accepted.length} ${accepted.length === 1 ? "finding" : "findings"}`,
    ...(replaced.length > 0 ? [`replaced the entry of ${replaced.length}`] : []),
    ...(unchanged.length > 0 ? [`${unchanged.length} had been accepted so already`] : []),
  ];
  return `${parts.join("; ")}.`;
}
