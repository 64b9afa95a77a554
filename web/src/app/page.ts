/** What a page is to the frame around it. */
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
