import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { isPolicyUnread, parseAccountId, type Role, type Snapshot } from "../../model/index.ts";
import { details, exampleFiles, type Files, writeFiles } from "./fixtures/example-directory.ts";
import { importDirectory, placeOf } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-import-"));
after(() => rmSync(folder, { recursive: true }));
let count = 0;

function directory(files: Files): string {
  count += 1;
  const root = join(folder, String(count));
  mkdirSync(root);
  writeFiles(root, files);
  return root;
}

async function imported(path: string, keepGoing = false) {
  const outcome = await importDirectory(path, { keepGoing, createdAt: 1_764_000_000 });
  if (!outcome.ok) assert.fail(outcome.error.map((error) => `${placeOf(error)} ${error.message}`).join("\n"));
  return outcome.value;
}

function role(snapshot: Snapshot, arn: string): Role {
  const index = snapshot.roles.byArn(arn);
  assert.ok(index !== null, arn);
  return snapshot.roles.row(index);
}

function text(snapshot: Snapshot, document: Role["trustPolicy"], owner: string): string {
  const id = parseAccountId(owner);
  assert.ok(id.ok && document !== null);
  return snapshot.documents.text(document, id.value);
}

test("everything that the directory says stands in the snapshot", async () => {
  const { snapshot, warnings } = await imported(directory(exampleFiles()));
  assert.deepEqual(warnings, []);
  assert.deepEqual(
    snapshot.accounts.map(({ id, name, status, organizationPath, hasData }) => [
      id,
      name,
      status,
      organizationPath,
      hasData,
    ]),
    [
      ["111111111111", "management", "ACTIVE", "o-example0001/r-root/", true],
      ["222222222222", "prod", "ACTIVE", "o-example0001/r-root/ou-root-workload/ou-root-innermost/", true],
      ["333333333333", "old", "SUSPENDED", "o-example0001/r-root/", false],
    ],
  );
  assert.deepEqual(
    snapshot.organization?.units.map((unit) => unit.id),
    ["r-root", "ou-root-workload", "ou-root-innermost"],
  );
  assert.deepEqual(snapshot.organization?.controlPolicies?.[0]?.targets, [
    "r-root",
    "ou-root-workload",
    "222222222222",
  ]);
  assert.equal(snapshot.organization?.delegatedAdministrators?.length, 1);
  const deploy = role(snapshot, "arn:aws:iam::111111111111:role/Deploy");
  assert.equal(deploy.createdAt, Date.UTC(2026, 0, 1) / 1000);
  assert.equal(deploy.lastUsedAt, Date.UTC(2026, 1, 1) / 1000);
  assert.equal(deploy.permissionsBoundary, "arn:aws:iam::111111111111:policy/own");
  assert.deepEqual(deploy.instanceProfiles, ["arn:aws:iam::111111111111:instance-profile/Deploy"]);
  const unused = role(snapshot, "arn:aws:iam::222222222222:role/a/Unused");
  assert.equal(unused.lastUsedAt, "never");
  assert.match(text(snapshot, unused.trustPolicy, "222222222222"), /arn:aws:iam::222222222222:root/);
  const data = snapshot.accountData(0);
  assert.deepEqual(data?.users[0]?.groups, ["admins"]);
  assert.equal(data?.groups[0]?.arn, "arn:aws:iam::111111111111:group/admins");
  assert.equal(data?.oidcProviders?.[0]?.url, "token.actions.githubusercontent.com");
  assert.deepEqual(data?.samlProviders, ["arn:aws:iam::111111111111:saml-provider/idp"]);
  assert.equal(data?.resources?.[1]?.policy, null);
  assert.deepEqual(data?.settings, { PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
  assert.deepEqual(snapshot.identityCenter, { Instances: [] });
});

test("stamped-out documents are one, whether they come as object, text or URL-encoded text", async () => {
  const { snapshot } = await imported(directory(exampleFiles()));
  const documents = [
    "arn:aws:iam::111111111111:role/Deploy",
    "arn:aws:iam::111111111111:role/a/Unused",
    "arn:aws:iam::222222222222:role/Deploy",
  ].map((arn) => role(snapshot, arn).trustPolicy);
  assert.equal(new Set(documents).size, 1);
});

test("what is missing is coverage, what is empty is none", async () => {
  const { snapshot } = await imported(directory(exampleFiles()));
  const missing = snapshot.coverage.filter((gap) => gap.account === "222222222222").map((gap) => gap.what);
  assert.deepEqual(missing.sort(), [
    "account-settings",
    "identity-providers",
    "resource-policies",
    "roles-anywhere",
  ]);
  assert.deepEqual(
    snapshot.coverage.filter((gap) => gap.account === "111111111111"),
    [],
  );
  assert.equal(snapshot.coverage.find((gap) => gap.account === "333333333333")?.what, "account");
  assert.equal(snapshot.accountData(1)?.resources, null);
});

test("a policy that is none, which the import goes on without, is not told as none", async () => {
  const files = exampleFiles();
  const queue = { Arn: "arn:aws:sqs:eu-west-1:111111111111:queue", Type: "AWS::SQS::Queue", Policy: "{" };
  files["accounts/111111111111/resource-policies.json"] = [queue];
  const { snapshot } = await imported(directory(files), true);
  const [row] = snapshot.accountData(0)?.resources ?? [];
  assert.ok(row !== undefined && isPolicyUnread(row));
});

test("a resource whose policy was not collected is not told as one that has none", async () => {
  const files = exampleFiles();
  const queue = { Arn: "arn:aws:sqs:eu-west-1:111111111111:queue", Type: "AWS::SQS::Queue" };
  files["accounts/111111111111/resource-policies.json"] = [queue];
  const { snapshot } = await imported(directory(files));
  const [row] = snapshot.accountData(0)?.resources ?? [];
  assert.ok(row !== undefined && isPolicyUnread(row));
  assert.deepEqual(
    snapshot.coverage.filter(({ subject }) => subject === queue.Arn).map(({ reason }) => reason),
    [`Policy was not collected with ${queue.Arn}.`],
  );
});

/** The example, without some members of organization.json. */
function withoutMembers(...members: readonly string[]): Files {
  const files = exampleFiles();
  const whole = files["organization.json"];
  assert.ok(typeof whole === "object" && whole !== null);
  const left = Object.entries(whole).filter(([name]) => !members.includes(name));
  return { ...files, "organization.json": Object.fromEntries(left) };
}

function placesOf(snapshot: Snapshot): unknown {
  return snapshot.accounts.map(({ inOrganization, organizationPath }) => [inOrganization, organizationPath]);
}

test("roots that were not collected are those that units and accounts stand in", async () => {
  const { snapshot } = await imported(directory(withoutMembers("Roots")));
  assert.deepEqual(placesOf(snapshot), placesOf((await imported(directory(exampleFiles()))).snapshot));
  assert.equal(snapshot.organization?.units[0]?.id, "r-root");
  assert.ok(snapshot.coverage.some(({ reason }) => reason === "Roots was not collected."));
});

test("accounts whose units were not collected belong to the organization, at a place that is not known", async () => {
  const { snapshot } = await imported(directory(withoutMembers("OrganizationalUnits", "Roots")));
  assert.deepEqual(placesOf(snapshot), [
    [true, "o-example0001/r-root/"],
    [true, null],
    [true, "o-example0001/r-root/"],
  ]);
  const gap = snapshot.coverage.find(({ account, what }) => what === "organization" && account !== null);
  assert.equal(gap?.account, "222222222222");
  assert.match(gap?.reason ?? "", /OrganizationalUnits was not collected/);
  assert.equal(snapshot.organization?.controlPolicies?.[0]?.targets.length, 3);
});

test("where no list of accounts was collected, those with data belong to the organization", async () => {
  const { snapshot, warnings } = await imported(directory(withoutMembers("Accounts")));
  assert.deepEqual(warnings, []);
  assert.deepEqual(placesOf(snapshot), [
    [true, null],
    [true, null],
  ]);
  assert.ok(snapshot.coverage.some(({ reason }) => /^Accounts was not collected/.test(reason)));
});

test("an account whose parent was not collected still belongs to the organization", async () => {
  const files = exampleFiles();
  const json = JSON.stringify(files["organization.json"]).replace('"ACTIVE","ParentId":"r-root"', '"ACTIVE"');
  const { snapshot } = await imported(directory({ ...files, "organization.json": json }));
  const [management] = snapshot.accounts;
  assert.deepEqual([management?.inOrganization, management?.parent], [true, null]);
  assert.ok(
    snapshot.coverage.some(({ account, reason }) => account === management?.id && /ParentId/.test(reason)),
  );
});

test("an account that the organization does not list is an outsider, with a warning", async () => {
  const files = {
    ...exampleFiles(),
    "accounts/555555555555/authorization-details.json": details("555555555555"),
  };
  const { snapshot, warnings } = await imported(directory(files));
  assert.equal(snapshot.accounts.at(-1)?.inOrganization, false);
  assert.match(warnings[0] ?? "", /555555555555 has data, and organization.json does not list it/);
});

test("without organization.json there is no organization, and the coverage says so", async () => {
  const { "organization.json": _, ...files } = exampleFiles();
  const { snapshot } = await imported(directory(files));
  assert.equal(snapshot.organization, null);
  assert.equal(snapshot.accounts[0]?.organizationPath, null);
  assert.ok(snapshot.coverage.some((gap) => gap.what === "organization"));
});

test("one account's answer is imported alone, and its ARNs tell the account", async () => {
  const root = directory({ "mine.json": details("444444444444") });
  const { snapshot } = await imported(join(root, "mine.json"));
  assert.deepEqual(
    snapshot.accounts.map((account) => [account.id, account.hasData]),
    [["444444444444", true]],
  );
  assert.equal(snapshot.roles.count, 2);
  assert.ok(snapshot.coverage.some((gap) => gap.what === "organization" && gap.account === null));
});

test("pages in one array are one answer", async () => {
  const whole = details("444444444444");
  const pages = [
    { ...whole, RoleDetailList: whole.RoleDetailList.slice(0, 1), IsTruncated: true, Marker: "x" },
    {
      UserDetailList: [],
      GroupDetailList: [],
      Policies: [],
      RoleDetailList: whole.RoleDetailList.slice(1),
      IsTruncated: false,
    },
  ];
  const { snapshot } = await imported(join(directory({ "pages.json": pages }), "pages.json"));
  assert.equal(snapshot.roles.count, 2);
});

test("an object document keeps its members' order, spelling and duplicates, and loses only its blanks", async () => {
  const files = exampleFiles();
  const document = '{ "Version" : "2012-10-17", "Id": "a\\u0062", "Id": "c",\n "Statement": [ ] }';
  const path = "accounts/111111111111/authorization-details.json";
  const json = JSON.stringify(files[path]).replace(
    /"AssumeRolePolicyDocument":\{.*?\}\]\}/,
    () => `"AssumeRolePolicyDocument":${document}`,
  );
  const { snapshot } = await imported(directory({ ...files, [path]: json }));
  const stored = text(
    snapshot,
    role(snapshot, "arn:aws:iam::111111111111:role/Deploy").trustPolicy,
    "111111111111",
  );
  assert.equal(stored, '{"Version":"2012-10-17","Id":"a\\u0062","Id":"c","Statement":[]}');
});

test("what AWS took and the grammar does not is kept and recorded as coverage, once for each owner", async () => {
  const files = exampleFiles();
  const coloured = (id: string) => {
    const path = `accounts/${id}/authorization-details.json`;
    return {
      [path]: JSON.stringify(files[path]).replace(
        '"Action":"sts:AssumeRole"',
        '"Action":"sts:AssumeRole","Colour":"red"',
      ),
    };
  };
  const { snapshot } = await imported(
    directory({ ...files, ...coloured("111111111111"), ...coloured("222222222222") }),
  );
  const gaps = snapshot.coverage.filter(({ what }) => what === "policy-construct");
  assert.deepEqual(
    gaps.map(({ account, subject }) => [account, subject]),
    ["111111111111", "222222222222"].map((id) => [id, `arn:aws:iam::${id}:role/Deploy`]),
  );
  for (const { reason } of gaps) assert.match(reason, /Colour/);
});

test("an attached policy that no file holds is coverage, and one of AWS's that another account lists is not", async () => {
  const files = exampleFiles();
  const path = (id: string) => `accounts/${id}/authorization-details.json`;
  const json = (id: string) => JSON.stringify(files[path(id)]);
  const aws = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  const attach = (text: string, arn: string) =>
    text.replaceAll(/arn:aws:iam::\d+:policy\/own"\}\],"User/g, `${arn}"}],"User`);
  const first = attach(json("111111111111"), aws);
  const second = json("222222222222").replaceAll(
    '"arn:aws:iam::222222222222:policy/own","Path"',
    `"${aws}","Path"`,
  );
  const { snapshot } = await imported(
    directory({ ...files, [path("111111111111")]: first, [path("222222222222")]: second }),
  );
  const gaps = snapshot.coverage
    .filter(({ what }) => what === "managed-policy")
    .map(({ account, subject }) => [account, subject]);
  assert.deepEqual(gaps, [["222222222222", "arn:aws:iam::222222222222:policy/own"]]);
});

test("a file in UTF-16, as Windows PowerShell redirects it, is read", async () => {
  const root = directory({});
  const path = join(root, "answer.json");
  writeFileSync(path, Buffer.from(`\ufeff${JSON.stringify(details("444444444444"))}`, "utf16le"));
  assert.equal((await imported(path)).snapshot.roles.count, 2);
  writeFileSync(path, Buffer.from(`\ufeff${JSON.stringify(details("444444444444"))}`, "utf16le").swap16());
  assert.equal((await imported(path)).snapshot.roles.count, 2);
});

test("a byte order mark and line ends of Windows change nothing", async () => {
  const root = directory({});
  const path = join(root, "answer.json");
  const json = JSON.stringify(details("444444444444"), null, 2);
  writeFileSync(path, `\ufeff${json.replaceAll("\n", "\r\n")}`);
  assert.equal((await imported(path)).snapshot.roles.count, 2);
});

test("a unique id in two accounts is a warning that names both", async () => {
  const files = exampleFiles();
  const path = "accounts/222222222222/authorization-details.json";
  const json = JSON.stringify(files[path]).replace("AROADEPLO222222222222", "AROADEPLO111111111111");
  const { warnings } = await imported(directory({ ...files, [path]: json }));
  assert.equal(warnings.length, 1);
  assert.match(
    warnings[0] ?? "",
    /"AROADEPLO111111111111" of account 111111111111 stands in account 222222222222/,
  );
});

test("administrators that were not collected are coverage", async () => {
  const { snapshot } = await imported(directory(withoutMembers("DelegatedAdministrators")));
  assert.equal(snapshot.organization?.delegatedAdministrators, null);
  assert.ok(snapshot.coverage.some(({ what }) => what === "delegated-administrators"));
});

test("an account's directory may be a symbolic link", async () => {
  const root = directory({ "accounts/x.json": "{}" });
  rmSync(join(root, "accounts/x.json"));
  const elsewhere = directory({ "authorization-details.json": details("444444444444") });
  symlinkSync(elsewhere, join(root, "accounts", "444444444444"));
  assert.equal((await imported(root)).snapshot.roles.count, 2);
});

test("with keepGoing what is wrong becomes coverage, and everything else is imported", async () => {
  const files = exampleFiles();
  const path = "accounts/111111111111/authorization-details.json";
  const cut = JSON.stringify(files[path]).slice(0, 500);
  const root = directory({ ...files, [path]: cut });
  const stopped = await importDirectory(root, { keepGoing: false });
  assert.ok(!stopped.ok);
  const { snapshot, errors } = await imported(root, true);
  assert.equal(errors.length, 1);
  assert.equal(snapshot.accounts[0]?.hasData, false);
  assert.equal(snapshot.accountData(0)?.resources?.length, 2);
  assert.equal(snapshot.roles.count, 2);
  const gap = snapshot.coverage.find(({ what, account }) => what === "account" && account === "111111111111");
  assert.match(gap?.subject ?? "", /authorization-details.json:1:\d+$/);
});

const labs = join(import.meta.dirname, "../../../../shared/data/labs");

test("every lab is imported without an error or warning", {
  skip: existsSync(labs) ? false : `${labs} is not there`,
}, async () => {
  for (const name of readdirSync(labs)) {
    const { warnings, snapshot } = await imported(join(labs, name));
    assert.deepEqual(warnings, [], name);
    assert.ok(snapshot.accounts.length > 0);
  }
});
