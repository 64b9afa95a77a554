/** Every page of the server, in the order of the menu. */
import type { Page } from "./page.ts";
import { coveragePage, findingPage, mapPage, matrixPage, partyPage, rolePage } from "./shared-pages.ts";

export const pages: readonly Page[] = [
  mapPage,
  {
    id: "findings",
    title: "Findings",
    inMenu: true,
    load: async () => (await import("../findings/findings-page.tsx")).FindingsPage,
  },
  findingPage,
  {
    id: "paths",
    title: "Ways",
    inMenu: true,
    load: async () => (await import("../ways/paths-page.tsx")).PathsPage,
  },
  {
    id: "drift",
    title: "Drift",
    inMenu: true,
    load: async () => (await import("../drift/drift-page.tsx")).DriftPage,
  },
  {
    id: "drift-event",
    title: "Change",
    inMenu: false,
    load: async () => (await import("../drift/drift-event-page.tsx")).DriftEventPage,
  },
  matrixPage,
  partyPage,
  rolePage,
  coveragePage,
  {
    id: "playground",
    title: "Playground",
    inMenu: true,
    load: async () => (await import("../playground/playground-page.tsx")).PlaygroundPage,
  },
];
