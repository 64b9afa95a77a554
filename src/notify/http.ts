/** Posts a message to a receiver that may be slow, broken or hostile. */

import { plain } from "../model/plain-text.ts";
import { answerTimeout } from "./answer-timeout.ts";
import { delivered, refused, type SendResult, tryAgain } from "./channel.ts";
import { withoutSecrets } from "./secrets.ts";

export type HttpMessage = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Taken out of whatever is told of the answer. */
  readonly secrets: readonly string[];
};

export type HttpLimits = {
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, for a Retry-After that is a date. */
  readonly now: number;
};

/** Of an answer's body, so much is read, and so much told. */
const mostBytesRead = 2048;
const mostCharactersTold = 200;

/**
 * Delivered: any 2xx. For good are answers that say that this message will never pass, that the receiver is gone (410), and
 * redirects, which are not followed: a receiver must not be able to send alerts elsewhere. All else may pass later: also 401, 403
 * and 404, which end when somebody puts the receiver right.
 */
export async function post(message: HttpMessage, limits: HttpLimits): Promise<SendResult> {
  const signal = AbortSignal.any([limits.signal, answerTimeout(limits.timeoutMilliseconds)]);
  try {
    const response = await fetch(message.url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "accesslens",
        ...message.headers,
      },
      body: message.body,
      redirect: "manual",
      signal,
    });
    const { status } = response;
    if (response.ok) {
      // Who has said yes has it; the connection is free again once the body is let go.
      await response.body?.cancel().catch(() => undefined);
      return delivered(`answered ${status}`);
    }
    const said = told(await beginningOf(response), message.secrets);
    const reason = `answered ${status}${said === "" ? "" : `: ${said}`}`;
    if (status >= 300 && status < 400) return refused(`answered ${status}: redirects are not followed`);
    if (isForGood(status)) return refused(reason);
    return tryAgain(reason, retryAfter(response.headers.get("retry-after"), limits.now));
  } catch (cause) {
    return tryAgain(failure(cause, limits, message.secrets));
  }
}

/** HTTP's statuses that say that the same message will be refused again. */
export function isForGood(status: number): boolean {
  return [400, 405, 406, 410, 411, 413, 414, 415, 422].includes(status);
}

/** Milliseconds from `now`; null: no header, or none that can be understood. Seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // `Date.parse` alone takes "-5" or "12" for dates.
  const at = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** An answer in an error: one line, neutralised, without secrets, cut. */
function told(text: string, secrets: readonly string[]): string {
  const shown = plain(withoutSecrets(text, secrets).replaceAll(/\s+/g, " ").trim());
  return shown.length > mostCharactersTold ? `${shown.slice(0, mostCharactersTold)}…` : shown;
}

async function beginningOf(response: Response): Promise<string> {
  if (response.body === null) return "";
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of response.body) {
      pieces.push(piece);
      length += piece.length;
      if (length >= mostBytesRead) break;
    }
  } catch {
    // The status is what counts.
  }
  return new TextDecoder().decode(Buffer.concat(pieces).subarray(0, mostBytesRead));
}

function failure(cause: unknown, limits: HttpLimits, secrets: readonly string[]): string {
  if (limits.signal.aborted) return "given up: the process is ending";
  if (cause instanceof Error && cause.name === "TimeoutError") {
    return `no answer within ${limits.timeoutMilliseconds / 1000} s`;
  }
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const text = inner instanceof Error ? inner.message || inner.name : String(inner);
  return `can't be reached: ${told(text, secrets)}`;
}
