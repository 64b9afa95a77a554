/** Profiles of ~/.aws/config as the AWS CLI has them, proxies, partitions and FIPS: who is signed in, and which hosts are asked. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";

const missing = missingMoto();
const other = "222222222222";
const third = "333333333333";

const config = `
[profile static]
region = eu-west-1

[profile assumed]
role_arn = arn:aws:iam::${other}:role/reader
source_profile = static

[profile process]
credential_process = node "FOLDER/credentials.mjs"

[profile sso]
sso_session = corporate
sso_account_id = ${third}
sso_role_name = Reader

[sso-session corporate]
sso_region = eu-west-1
sso_start_url = https://corporate.awsapps.com/start

[profile china]
region = cn-north-1

[profile gov]
region = us-gov-west-1

[profile fips]
region = us-west-2
use_fips_endpoint = true
`;

const keys = (name: string): string =>
  `[${name}]\naws_access_key_id = AKIAEXAMPLE${name.toUpperCase()}\naws_secret_access_key = secret\n`;

describe("Profiles", { skip: missing ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-profiles-"));
  let moto: string;
  let portal: Server;
  let asked: string[];

  before(async () => {
    moto = (await startMoto()).url;
    const aws = join(folder, ".aws");
    mkdirSync(join(aws, "sso", "cache"), { recursive: true });
    writeFileSync(join(aws, "config"), config.replace("FOLDER", folder));
    writeFileSync(join(aws, "credentials"), ["static", "china", "gov", "fips"].map(keys).join("\n"));
    const process = { Version: 1, AccessKeyId: "AKIAEXAMPLEPROCESS", SecretAccessKey: "secret" };
    writeFileSync(join(folder, "credentials.mjs"), `console.log('${JSON.stringify(process)}');\n`);
    const token = { accessToken: "token", expiresAt: "2099-01-01T00:00:00Z" };
    const name = createHash("sha1").update("corporate").digest("hex");
    writeFileSync(join(aws, "sso", "cache", `${name}.json`), JSON.stringify(token));
    asked = [];
    // Stands for the portal of IAM Identity Center, which moto lacks: it gives credentials for a token.
    portal = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers["x-amz-sso_bearer_token"]}`);
      const roleCredentials = {
        accessKeyId: "AKIAEXAMPLESSO",
        secretAccessKey: "secret",
        sessionToken: "session",
        expiration: Date.now() + 3_600_000,
      };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ roleCredentials }));
    }).listen(0, "127.0.0.1");
    await once(portal, "listening");
  });
  after(() => {
    portal.close();
    rmSync(folder, { recursive: true });
  });

  function portOf(server: Server): number {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** With nothing of this process's own credentials. */
  function accesslens(environment: Readonly<Record<string, string>>, ...args: readonly string[]) {
    const kept = Object.entries(process.env).filter(([name]) => !/^AWS_|_PROXY$/i.test(name));
    const env = {
      ...Object.fromEntries(kept),
      HOME: folder,
      XDG_STATE_HOME: folder,
      AWS_EC2_METADATA_DISABLED: "true",
      ...environment,
    };
    return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = execFile(process.execPath, ["dist/accesslens.js", ...args], { env }, (_, out, err) =>
        resolve({ code: child.exitCode, out, err }),
      );
    });
  }

  async function planned(...args: readonly string[]): Promise<readonly string[]> {
    const endpoints = {
      AWS_ENDPOINT_URL: moto,
      AWS_ENDPOINT_URL_SSO: `http://127.0.0.1:${portOf(portal)}`,
    };
    const { code, out, err } = await accesslens(
      endpoints,
      ...["collect", "--plan", "--services", "iam", "--format", "json", ...args],
    );
    assert.equal(code, 0, err);
    const plan: { accounts: readonly { id: string; by: string }[] } = JSON.parse(out);
    return plan.accounts.map(({ id, by }) => `${id} ${by}`);
  }

  test("static keys, a role assumed with them, and a process that gives keys sign in", async () => {
    assert.match((await planned("--profile", "static")).join(), new RegExp(`^${motoAccount} `));
    assert.match(
      (await planned("--profile", "assumed")).join(),
      new RegExp(`^${other} arn:aws:sts::${other}:assumed-role/reader/`),
    );
    assert.match((await planned("--profile", "process")).join(), new RegExp(`^${motoAccount} `));
  });

  test("several profiles are several accounts", async () => {
    const accounts = await planned("--profile", "static", "--profile", "assumed");
    assert.deepEqual(
      accounts.map((text) => text.slice(0, 12)),
      [motoAccount, other],
    );
  });

  test("an SSO profile takes its credentials from the portal, with the token that `aws sso login` left", async () => {
    await planned("--profile", "sso");
    assert.deepEqual(asked, [`GET /federation/credentials?account_id=${third}&role_name=Reader token`]);
  });

  type Environment = Readonly<Record<string, string>>;

  /** The hosts that a proxy is asked for, which then lets nobody through. */
  async function throughProxy(environment: Environment, ...args: readonly string[]) {
    const hosts = new Set<string>();
    const proxy = createServer((request, response) => {
      hosts.add(new URL(request.url ?? "").host);
      response.writeHead(502).end();
    }).on("connect", (request, socket) => {
      hosts.add(request.url ?? "");
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const url = `http://somebody:hidden@127.0.0.1:${portOf(proxy)}`;
    const proxies = { HTTPS_PROXY: url, HTTP_PROXY: url };
    const run = await accesslens({ ...proxies, ...environment }, "collect", "--plan", ...args);
    proxy.close();
    return { hosts: [...hosts], ...run };
  }

  const hosts: readonly (readonly [what: string, Environment, readonly string[], host: string])[] = [
    ["of the profile's region", {}, ["--profile", "static"], "sts.eu-west-1.amazonaws.com"],
    ["of a profile's partition", {}, ["--profile", "china"], "sts.cn-north-1.amazonaws.com.cn"],
    ["of FIPS in GovCloud", {}, ["--profile", "gov", "--fips"], "sts.us-gov-west-1.amazonaws.com"],
    [
      "of FIPS, asked for",
      {},
      ["--profile", "static", "--region", "us-east-2", "--fips"],
      "sts-fips.us-east-2.amazonaws.com",
    ],
    [
      "of FIPS, by the environment",
      { AWS_USE_FIPS_ENDPOINT: "true", AWS_REGION: "us-east-2" },
      ["--profile", "static"],
      "sts-fips.us-east-2.amazonaws.com",
    ],
    ["of FIPS, by the profile", {}, ["--profile", "fips"], "sts-fips.us-west-2.amazonaws.com"],
    [
      "of no FIPS, where the environment overrules the profile",
      { AWS_USE_FIPS_ENDPOINT: "false" },
      ["--profile", "fips"],
      "sts.us-west-2.amazonaws.com",
    ],
    [
      "that gives a profile the session of its role",
      { AWS_REGION: "us-west-2" },
      ["--profile", "assumed"],
      "sts.us-west-2.amazonaws.com",
    ],
    [
      "of the portal in the region of the SSO session, whatever the region that is signed in to",
      { AWS_REGION: "us-west-2" },
      ["--profile", "sso"],
      "portal.sso.eu-west-1.amazonaws.com",
    ],
  ];
  for (const [what, environment, args, host] of hosts) {
    test(`The proxy is asked for the host ${what}`, async () => {
      const { code, hosts: asked, err } = await throughProxy(environment, ...args);
      assert.equal(code, 3, err);
      assert.deepEqual(asked, [`${host}:443`]);
    });
  }

  test("HTTP_PROXY is for endpoints without TLS, and NO_PROXY names what needs none", async () => {
    const args = ["--profile", "static", "--services", "iam"];
    const proxied = await throughProxy({ AWS_ENDPOINT_URL: moto }, ...args);
    assert.deepEqual([proxied.code, proxied.hosts], [3, [new URL(moto).host]]);
    const direct = await throughProxy({ AWS_ENDPOINT_URL: moto, NO_PROXY: "127.0.0.1" }, ...args);
    assert.deepEqual([direct.code, direct.hosts], [0, []], direct.err);
  });

  test("The password of a proxy is not told", async () => {
    const { err } = await throughProxy({}, "--profile", "static");
    assert.match(err, /Failed to establish tunnel/);
    assert.doesNotMatch(err, /hidden/);
  });

  test("Configuration and credentials are taken from where the environment says", async () => {
    const [elsewhere, secrets] = [join(folder, "config-elsewhere"), join(folder, "credentials-elsewhere")];
    writeFileSync(elsewhere, "[profile moved]\nregion = ap-southeast-2\n");
    writeFileSync(secrets, keys("moved"));
    const environment = { AWS_CONFIG_FILE: elsewhere, AWS_SHARED_CREDENTIALS_FILE: secrets };
    const { hosts: asked } = await throughProxy(environment, "--profile", "moved");
    assert.deepEqual(asked, ["sts.ap-southeast-2.amazonaws.com:443"]);
  });

  test("an SSO profile without a token says what to do", async () => {
    rmSync(join(folder, ".aws", "sso"), { recursive: true });
    const { code, err } = await accesslens(
      { AWS_ENDPOINT_URL: moto },
      "collect",
      "--plan",
      "--profile",
      "sso",
    );
    assert.equal(code, 3, err);
    assert.match(err, /profile sso can't be used/);
    assert.match(err, /aws sso login/);
  });

  test("a profile that does not exist is told by its name", async () => {
    const { code, err } = await accesslens(
      { AWS_ENDPOINT_URL: moto },
      "collect",
      "--plan",
      "--profile",
      "none",
    );
    assert.equal(code, 3, err);
    assert.match(err, /profile none can't be used/);
  });
});
