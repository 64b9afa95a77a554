/** How wide an element is, for pictures that are drawn to measure. */
import { useEffect, useState } from "preact/hooks";

/** What the picture may take, in pixels; told anew where the window changes. */
export function useWidth(plot: { readonly current: HTMLDivElement | null }): number {
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const element = plot.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(80, Math.floor(entry.contentRect.width)));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return width;
}
