/** Pages that the server and reports both have. Those that few readers open at once are loaded when they are. */
import type { Page } from "./page.ts";

export const mapPage: Page = {
  id: "map",
  title: "Map",
  inMenu: true,
  load: async () => (await import("../map/map-page.tsx")).MapPage,
};

export const findingPage: Page = {
  id: "finding",
  title: "Finding",
  inMenu: false,
  load: async () => (await import("../finding/finding-page.tsx")).FindingPage,
};

export const matrixPage: Page = {
  id: "matrix",
  title: "Matrix",
  inMenu: true,
  load: async () => (await import("../matrix/matrix-page.tsx")).MatrixPage,
};

export const partyPage: Page = {
  id: "vendor",
  title: "Outside parties",
  inMenu: true,
  load: async () => (await import("../pages/party-page.tsx")).PartyPage,
};

export const rolePage: Page = {
  id: "role",
  title: "Role",
  inMenu: false,
  load: async () => (await import("../pages/role-page.tsx")).RolePage,
};

export const coveragePage: Page = {
  id: "coverage",
  title: "Coverage",
  inMenu: true,
  load: async () => (await import("../pages/coverage-page.tsx")).CoveragePage,
};
