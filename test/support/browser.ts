/**
 * As much of a browser as signing in needs: cookies with their SameSite, Secure and Path, redirects, forms, and the headers that tell a
 * server from where it is asked. Names lead to ports of this machine, as a reverse proxy would.
 */
import assert from "node:assert/strict";
import { type IncomingHttpHeaders, request } from "node:http";

type Cookie = {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
  readonly sameSite: string;
  readonly attributes: readonly string[];
};

export type Page = {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** All addresses on the way here, the first one first. */
  readonly way: readonly URL[];
};

export interface Browser {
  readonly cookies: Map<string, Cookie>;
  /** Follows redirects. `from`: the page with the link; none: somebody typed the address. */
  open(url: URL, from?: URL): Promise<Page>;
  /** One step, whatever the answer leads to. */
  step(url: URL, from?: URL): Promise<Page>;
  /** Sends the page's only form. */
  submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page>;
  /** As a script of `from` would ask. */
  ask(url: URL, options: AskOptions): Promise<Page>;
}

type AskOptions = {
  readonly from: URL;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Sent = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isCrossSite: boolean;
};

/** `ports`: by host name with port, where a name does not lead to itself. */
export function browser(ports: Readonly<Record<string, number>>): Browser {
  const cookies = new Map<string, Cookie>();

  function cookieHeader(url: URL, isCrossSite: boolean, isRead: boolean): string {
    return [...cookies.values()]
      .filter(({ host, path }) => host === url.hostname && url.pathname.startsWith(path))
      .filter(({ sameSite }) => !isCrossSite || (sameSite === "lax" && isRead))
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
  }

  function keep(url: URL, line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    const told = (wanted: string): string | null =>
      attributes.find((one) => one.toLowerCase().startsWith(wanted))?.slice(wanted.length) ?? null;
    const path = told("path=") ?? "/";
    // What a browser would not take must not pass here either.
    if (told("secure") !== null) assert.equal(url.protocol, "https:", line);
    if (name.startsWith("__Host-")) assert.ok(told("secure") !== null && path === "/", line);
    const isOver = told("max-age=") === "0" || Date.parse(told("expires=") ?? "2999-01-01") < Date.now();
    const key = `${url.hostname} ${name}`;
    if (isOver) cookies.delete(key);
    else {
      const sameSite = told("samesite=")?.toLowerCase() ?? "lax";
      cookies.set(key, { name, value, host: url.hostname, path, sameSite, attributes });
    }
  }

  function send({ url, method, headers, body, isCrossSite }: Sent): Promise<Omit<Page, "way">> {
    const cookie = cookieHeader(url, isCrossSite, method === "GET");
    const port = ports[url.host] ?? Number(url.port);
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: "127.0.0.1",
          port,
          method,
          path: `${url.pathname}${url.search}`,
          headers: {
            host: url.host,
            ...(cookie === "" ? {} : { cookie }),
            ...(body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) }),
            ...headers,
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("end", () => {
            for (const line of response.headers["set-cookie"] ?? []) keep(url, line);
            const text = Buffer.concat(parts).toString();
            resolve({ url, status: response.statusCode ?? 0, headers: response.headers, text });
          });
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }

  function siteOf(url: URL, from: URL | undefined): string {
    if (from === undefined) return "none";
    if (from.origin === url.origin) return "same-origin";
    return from.protocol === url.protocol && from.hostname === url.hostname ? "same-site" : "cross-site";
  }

  const navigation = { accept: "text/html,*/*;q=0.8", "sec-fetch-mode": "navigate" };

  async function navigate(
    first: Pick<Sent, "url" | "method" | "body" | "headers">,
    from: URL | undefined,
    follows: boolean,
  ): Promise<Page> {
    const way: URL[] = [];
    let { url, method, body } = first;
    let site = siteOf(url, from);
    for (;;) {
      way.push(url);
      assert.ok(way.length < 20, `in circles: ${way.join(" ")}`);
      const headers = { ...navigation, ...(method === "GET" ? {} : first.headers), "sec-fetch-site": site };
      const page = await send({ url, method, body, headers, isCrossSite: site === "cross-site" });
      const { location } = page.headers;
      if (location === undefined || !follows) return { ...page, way };
      const next = new URL(location, url);
      // Once it went over another site, the whole way is from there.
      if (next.origin !== url.origin) site = "cross-site";
      url = next;
      [method, body] = ["GET", ""];
    }
  }

  const reading = (url: URL) => ({ url, method: "GET", body: "", headers: {} });
  return {
    cookies,
    step: (url, from) => navigate(reading(url), from, false),
    async open(url, from) {
      const page = await navigate(reading(url), from, true);
      const led = /<meta http-equiv="refresh" content="0;url=([^"]+)">/.exec(page.text)?.[1];
      if (led === undefined) return page;
      const next = await this.open(new URL(led.replaceAll("&amp;", "&"), page.url), page.url);
      return { ...next, way: [...page.way, ...next.way] };
    },
    async submit(page, fields) {
      const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1] ?? assert.fail(page.text);
      const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
      const all = Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, value]));
      const headers = { "content-type": "application/x-www-form-urlencoded", origin: page.url.origin };
      const url = new URL(action, page.url);
      const body = new URLSearchParams({ ...all, ...fields }).toString();
      const next = await navigate({ url, method: "POST", body, headers }, page.url, true);
      const led = /<meta http-equiv="refresh" content="0;url=([^"]+)">/.exec(next.text)?.[1];
      if (led === undefined) return next;
      const last = await this.open(new URL(led.replaceAll("&amp;", "&"), next.url), next.url);
      return { ...last, way: [...next.way, ...last.way] };
    },
    async ask(url, { from, method = "GET", body = "", headers = {} }) {
      const site = siteOf(url, from);
      const page = await send({
        url,
        method,
        body,
        headers: {
          ...(method === "GET" && site === "same-origin" ? {} : { origin: from.origin }),
          ...(body === "" ? {} : { "content-type": "application/json" }),
          "sec-fetch-mode": "cors",
          "sec-fetch-site": site,
          ...headers,
        },
        isCrossSite: site === "cross-site",
      });
      return { ...page, way: [url] };
    },
  };
}
