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
