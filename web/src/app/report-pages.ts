/** The pages of a report: those that need no server to answer what nobody has asked before. */
import type { Page } from "./pages.ts";

export const reportPages: readonly Page[] = [
  { id: "map", title: "Map", inMenu: true, load: async () => (await import("../map/map-page.tsx")).MapPage },
  {
    id: "findings",
    title: "Findings",
    inMenu: true,
    load: async () => (await import("../pages/report-findings-page.tsx")).ReportFindingsPage,
  },
  {
    id: "finding",
    title: "Finding",
    inMenu: false,
    load: async () => (await import("../finding/finding-page.tsx")).FindingPage,
  },
  {
    id: "matrix",
    title: "Matrix",
    inMenu: true,
    load: async () => (await import("../matrix/matrix-page.tsx")).MatrixPage,
  },
  {
    id: "vendor",
    title: "Outside parties",
    inMenu: true,
    load: async () => (await import("../pages/party-page.tsx")).PartyPage,
  },
  {
    id: "role",
    title: "Role",
    inMenu: false,
    load: async () => (await import("../pages/role-page.tsx")).RolePage,
  },
  {
    id: "coverage",
    title: "Coverage",
    inMenu: true,
    load: async () => (await import("../pages/coverage-page.tsx")).CoveragePage,
  },
];
