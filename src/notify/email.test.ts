import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { alert, hostileAlert } from "../../test/support/alerts.ts";
import type { Alert } from "../model/index.ts";
import type { SendResult } from "./channel.ts";
import { openChannel } from "./open-channel.ts";
import { alertConfiguration, alertsFileSchema } from "./settings.ts";

type Mail = { readonly to: readonly string[]; readonly text: string };

async function sent(options: SMTPServerOptions, one: Alert = alert(), own: object = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text: Buffer.concat(pieces).toString("utf8") });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  assert.ok(typeof address === "object" && address !== null);
  const file = {
    channels: [
      {
        type: "email",
        host: "127.0.0.1",
        port: address.port,
        encryption: "none",
        from: "AccessLens <accesslens@example.com>",
        to: ["security@example.com", "oncall@example.com"],
        timeoutSeconds: 2,
        ...own,
      },
    ],
  };
  const [settings] = alertConfiguration(alertsFileSchema.parse(file)).channels;
  assert.ok(settings !== undefined);
  const channel = openChannel(settings, {
    environment: { PASSWORD: "s3cret-of-the-server" },
    folder: ".",
    now: Date.now,
    write: async () => undefined,
  });
  const result: SendResult = await channel.send(one, new AbortController().signal);
  server.close();
  return { result, mails };
}

test("a mail arrives for everybody, as text and HTML, with an id that stays", async () => {
  const { result, mails } = await sent({});
  assert.equal(result.kind, "delivered");
  assert.deepEqual(mails[0]?.to, ["security@example.com", "oncall@example.com"]);
  const text = mails[0]?.text ?? "";
  assert.match(text, /^Message-ID: <alert-0123456789abcdef0123456789abcdef@accesslens>\r$/m);
  assert.match(text, /^Content-Type: text\/plain/m);
  assert.match(text, /^Content-Type: text\/html/m);
});

test("nothing in an alert becomes a header", async () => {
  const { result, mails } = await sent({}, hostileAlert());
  assert.equal(result.kind, "delivered");
  const [headers = ""] = (mails[0]?.text ?? "").split("\r\n\r\n");
  assert.ok(!/^Bcc:/im.test(headers), headers);
  assert.deepEqual(mails[0]?.to, ["security@example.com", "oncall@example.com"]);
});

const refuse = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

test("who is refused for good is told as such, and what may pass later is tried again", async () => {
  const forGood = await sent({
    onMailFrom: (_address, _session, done) => done(refuse(550, "no such sender")),
  });
  assert.equal(forGood.result.kind, "refused");
  const later = await sent({ onMailFrom: (_address, _session, done) => done(refuse(451, "greylisted")) });
  assert.equal(later.result.kind, "try-again");
});

test("a server that takes some of the recipients only is no success", async () => {
  const { result, mails } = await sent({
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith("oncall") ? refuse(550, "no such mailbox") : null),
  });
  assert.deepEqual(result, {
    kind: "refused",
    reason: "the server took it for security@example.com and not for oncall@example.com",
  });
  assert.equal(mails.length, 1);
});

test("a wrong password may be put right, and is told nowhere", async () => {
  const { result } = await sent(
    {
      authOptional: false,
      onAuth: ({ password }, _session, done) => done(refuse(535, `not ${password}`)),
    },
    alert(),
    { user: "accesslens", passwordEnv: "PASSWORD" },
  );
  assert.equal(result.kind, "try-again");
  assert.match(JSON.stringify(result), /not <secret>/);
});

test("a server that says nothing, and one that is not there, are tried again", async () => {
  const silent = await sent({ onConnect: () => undefined }, alert(), { timeoutSeconds: 1 });
  assert.match(JSON.stringify(silent.result), /"try-again"/);
  const gone = await sent({}, alert(), { port: 1 });
  assert.match(JSON.stringify(gone.result), /"try-again".*ECONNREFUSED/);
});

test("without encryption a server that offers none is not spoken to", async () => {
  const { result, mails } = await sent({}, alert(), { encryption: "starttls" });
  assert.equal(result.kind, "try-again");
  assert.equal(mails.length, 0);
});
