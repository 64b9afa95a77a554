/** Questions to the server, typed by its own description. Faults come as values. */
import createClient from "openapi-fetch";
import type { paths } from "./schema.ts";

/** Null: a server is asked. */
let embedded: ((address: URL) => Response) | null = null;

/** From now on questions are answered without a server: a report holds its answers. */
export function answerFrom(answers: (address: URL) => Response): void {
  embedded = answers;
}

/** Whether questions can be asked that nobody has asked beforehand. */
export function hasServer(): boolean {
  return embedded === null;
}

export const api = createClient<paths>({
  baseUrl: "",
  fetch: async (request) => (embedded === null ? fetch(request) : embedded(new URL(request.url))),
});

/** What the server answers to a question. */
export type Answer<Path extends keyof paths> = paths[Path] extends {
  readonly get: {
    readonly responses: { readonly 200: { readonly content: { readonly "application/json": infer A } } };
  };
}
  ? Received<A>
  : never;

/** As the client gives it: pairs are lists there. */
type Received<A> = A extends readonly (infer E)[]
  ? Received<E>[]
  : A extends object
    ? { [Key in keyof A]: Received<A[Key]> }
    : A;

/** What it answers to a question that carries a body, and that body. */
export type PostedAnswer<Path extends keyof paths> = paths[Path] extends {
  readonly post: {
    readonly responses: { readonly 200: { readonly content: { readonly "application/json": infer A } } };
  };
}
  ? Received<A>
  : never;

export type Posted<Path extends keyof paths> = paths[Path] extends {
  readonly post: { readonly requestBody: { readonly content: { readonly "application/json": infer B } } };
}
  ? B
  : never;

export type Fault = { readonly message: string; readonly advice: string };

export type Asked<A> =
  | { readonly ok: true; readonly value: A }
  | { readonly ok: false; readonly fault: Fault };

type Answering<A> = Promise<{ readonly data?: A | undefined; readonly error?: unknown }>;

/** Also where the server can't be reached any more. */
export async function asked<A>(response: Answering<A>): Promise<Asked<A>> {
  try {
    const { data, error } = await response;
    return data === undefined ? { ok: false, fault: faultOf(error) } : { ok: true, value: data };
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    return {
      ok: false,
      fault: {
        message: "The server does not answer.",
        advice: "Look whether accesslens serve still runs, and open the address that it prints.",
      },
    };
  }
}

function faultOf(error: unknown): Fault {
  const inner = isRecord(error) ? error.error : undefined;
  const told = isRecord(inner) ? inner : {};
  return {
    message: typeof told.message === "string" ? told.message : "The server refuses, and does not say why.",
    advice: typeof told.advice === "string" ? told.advice : "Open the address that accesslens serve printed.",
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
