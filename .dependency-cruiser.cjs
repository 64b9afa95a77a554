// Module borders: data flows one way. The table is the one in ARCHITECTURE.md.
const engine = ["model", "policy", "logic", "authz", "graph", "findings", "drift", "trail", "provision"];
const ports = ["collect", "store", "notify", "aws", "logs"];
const at = (names) => `^src/(${names.join("|")})/`;

/** What each module may import besides itself. */
const allowed = {
  model: [],
  policy: ["model"],
  logic: [],
  authz: ["model", "policy", "logic"],
  graph: ["model", "policy", "logic", "authz"],
  findings: ["model", "policy", "logic", "authz", "graph"],
  drift: ["model", "policy", "logic", "authz", "graph", "findings"],
  trail: ["model", "policy", "logic", "authz", "graph", "findings"],
  provision: ["model", "policy", "logic", "authz", "graph", "findings"],
  collect: ["model", "policy", "aws"],
  store: ["model"],
  notify: ["model"],
  aws: ["model"],
  logs: ["model", "aws"],
  synth: ["model"],
  work: [...engine, ...ports, "synth"],
  library: [...engine, "work"],
  report: [...engine, "work"],
  server: [...engine, "work", "report"],
  cli: [...engine, ...ports, "work", "synth", "report", "server"],
};

module.exports = {
  forbidden: [
    ...Object.entries(allowed).map(([name, others]) => ({
      name: `${name}-imports-only-what-stands-above-it`,
      severity: "error",
      from: { path: at([name]), pathNot: "\\.test\\.ts$" },
      to: { path: "^src/", pathNot: others.length ? `${at([name])}|${at(others)}` : at([name]) },
    })),
    {
      name: "the-engine-does-no-io",
      comment: "The engine is a pure library that also runs in a browser; the build of src/index.ts fails on what only Node has.",
      severity: "error",
      from: { path: at([...engine, "library"]), pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "pages-know-the-server-by-its-api",
      comment: "What the browser draws comes over HTTP, typed by the API's description.",
      severity: "error",
      from: { path: "^web/src/" },
      to: { path: "^(src|test|scripts)/" },
    },
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "product-does-not-need-development-packages",
      severity: "error",
      comment: "But DuckDB, which is used where somebody has installed it.",
      from: { path: "^src/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "node_modules/@duckdb/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".json"] },
  },
};
