import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { parseStateUrl } from "./state-url.ts";

test("a store's URL names a file or a PostgreSQL database", () => {
  const rows: readonly (readonly [string, object])[] = [
    ["sqlite:state.db", { kind: "sqlite", path: resolve("state.db") }],
    ["sqlite:/var/lib/state.db", { kind: "sqlite", path: "/var/lib/state.db" }],
    ["sqlite:///var/lib/state.db", { kind: "sqlite", path: "/var/lib/state.db" }],
    ["sqlite:~/state.db", { kind: "sqlite", path: join(homedir(), "state.db") }],
    ["sqlite:file:x?mode=memory", { kind: "sqlite", path: resolve("file:x?mode=memory") }],
    [
      "postgres://host/state",
      { kind: "postgres", url: "postgres://host/state", shown: "postgres://host/state" },
    ],
    [
      "postgresql://anna:s3cr%2Ft@[::1]:5433/state?sslmode=verify-full&password=other",
      {
        kind: "postgres",
        url: "postgresql://anna:s3cr%2Ft@[::1]:5433/state?sslmode=verify-full&password=other",
        shown: "postgres://anna@[::1]:5433/state",
      },
    ],
    [
      "postgres:///state?host=/run/postgresql",
      {
        kind: "postgres",
        url: "postgres:///state?host=/run/postgresql",
        shown: "postgres://localhost/state",
      },
    ],
    [
      "postgres://anna:pw@/state",
      { kind: "postgres", url: "postgres://anna:pw@/state", shown: "postgres://anna@localhost/state" },
    ],
  ];
  for (const [text, expected] of rows)
    assert.deepEqual(parseStateUrl(text), { ok: true, value: expected }, text);
});

test("what is no URL of a store is told without what it says", () => {
  const texts = [
    "",
    "state.db",
    "mysql://anna:s3cret@host/db",
    "POSTGRES s3cret",
    "sqlite:",
    "sqlite://s3cret.db",
    "sqlite:a\0s3cret",
    "postgres://anna:s3cret@ho st:port/db",
    "postgres://anna:s3c#ret@host:5432x/db",
    "postgres:anna:s3cret@host/db",
  ];
  for (const text of texts) {
    const parsed = parseStateUrl(text);
    assert.ok(!parsed.ok, text);
    assert.equal(parsed.error.kind, "bad-url");
    assert.doesNotMatch(JSON.stringify(parsed.error), /s3c/);
  }
});
