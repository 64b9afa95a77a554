/** Every page: its address, what it is called, and what draws it. Those that few readers open at once are loaded when they are. */
import type { ComponentType } from "preact";
import type { PageProps } from "./page-props.ts";

export type Page = {
  /** In the address. */
  readonly id: string;
  readonly title: string;
  /** Whether the menu holds it; the others are come to by links. */
  readonly inMenu: boolean;
  load(): Promise<ComponentType<PageProps>>;
};

export const pages: readonly Page[] = [
  { id: "map", title: "Map", inMenu: true, load: async () => (await import("../map/map-page.tsx")).MapPage },
  {
    id: "findings",
    title: "Findings",
    inMenu: true,
    load: async () => (await import("../findings/findings-page.tsx")).FindingsPage,
  },
  {
    id: "finding",
    title: "Finding",
    inMenu: false,
    load: async () => (await import("../finding/finding-page.tsx")).FindingPage,
  },
  {
    id: "paths",
    title: "Ways",
    inMenu: true,
    load: async () => (await import("../ways/paths-page.tsx")).PathsPage,
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
  {
    id: "playground",
    title: "Playground",
    inMenu: true,
    load: async () => (await import("../playground/playground-page.tsx")).PlaygroundPage,
  },
];
