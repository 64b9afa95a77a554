/** The map's colours as the style sheet gives them, in light or in dark. */
import { useEffect, useState } from "preact/hooks";
import type { Colors } from "./paint.ts";

function read(): Colors {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    ground: of("--ground"),
    text: of("--text"),
    quiet: of("--quiet"),
    unit: of("--map-unit"),
    account: of("--map-account"),
    unread: of("--map-unread"),
    line: of("--map-line"),
    focus: of("--focus"),
    bad: of("--bad"),
    warn: of("--warn"),
    risk: {
      open: of("--edge-open"),
      external: of("--edge-external"),
      administrator: of("--edge-admin"),
      internal: of("--edge-internal"),
      service: of("--edge-service"),
    },
    heat: {
      week: of("--heat-week"),
      month: of("--heat-month"),
      quarter: of("--heat-quarter"),
      older: of("--heat-older"),
    },
  };
}

export function useColors(): Colors {
  const [colors, setColors] = useState(read);
  useEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const change = () => setColors(read());
    dark.addEventListener("change", change);
    return () => dark.removeEventListener("change", change);
  }, []);
  return colors;
}
