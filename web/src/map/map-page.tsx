import type { PageProps } from "../app/page-props.ts";

export function MapPage(_: PageProps) {
  return <h1>Map</h1>;
}
