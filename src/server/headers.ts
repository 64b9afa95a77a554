/** What every answer says to the browser: nothing from elsewhere is loaded, nothing is kept, nobody frames it. */
import type { FastifyInstance } from "fastify";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** `isSecure`: it is reached by HTTPS, and never otherwise. */
export function addHeaders(server: FastifyInstance, { isSecure }: { readonly isSecure: boolean }): void {
  server.addHook("onRequest", async (_, reply) => {
    reply.headers({
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
      "cache-control": "no-store",
      ...(isSecure ? { "strict-transport-security": "max-age=31536000" } : {}),
    });
  });
}
