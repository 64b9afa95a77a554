/** The pages of a report: those that need no server to answer what nobody has asked before. */
import type { Page } from "./page.ts";
import { coveragePage, findingPage, mapPage, matrixPage, partyPage, rolePage } from "./shared-pages.ts";

export const reportPages: readonly Page[] = [
  mapPage,
  {
    id: "findings",
    title: "Findings",
    inMenu: true,
    load: async () => (await import("../pages/report-findings-page.tsx")).ReportFindingsPage,
  },
  findingPage,
  matrixPage,
  partyPage,
  rolePage,
  coveragePage,
];
