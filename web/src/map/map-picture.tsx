/** The picture: a canvas that is moved, zoomed and asked, by pointer and by keyboard alike. */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { curveOf, distanceTo } from "./arrows.ts";
import { between, type Camera, cameraOn, moved, pixelsOf, type Size, zoomed } from "./camera.ts";
import { useColors } from "./colors.ts";
import { boxAt, type Marks, marksOf, membersOf } from "./marks.ts";
import type { Layout, Pair } from "./model.ts";
import { nextBox } from "./next-box.ts";
import { type Picture, paint } from "./paint.ts";
import { canvasPainter } from "./painter.ts";

export type Chosen =
  | { readonly kind: "box"; readonly box: number }
  /** `members`: what is drawn together as the arrow. */
  | { readonly kind: "arrow"; readonly arrow: Pair; readonly members: readonly Pair[] };

export type PictureState = { readonly picture: Picture; readonly canvas: HTMLCanvasElement };

type Props = {
  readonly layout: Layout;
  /** Between boxes. */
  readonly pairs: readonly Pair[];
  /** The box that fills the picture. */
  readonly at: number;
  readonly chosen: Chosen | null;
  /** Where to cut. */
  readonly cut: readonly Pair[];
  /** As {@link Picture.heatAt}. */
  readonly heatAt: number | null;
  readonly describe: (box: number) => string;
  readonly onChoose: (chosen: Chosen | null) => void;
  /** Somebody wants to see what is in it. */
  readonly onEnter: (box: number) => void;
  readonly onLeave: () => void;
  /** Whenever marks change: for the table beside, and for files. */
  readonly onMarks: (marks: Marks) => void;
  readonly hold: (state: () => PictureState | null) => void;
};

const animationMs = 260;

export function MapPicture(props: Props) {
  const { layout, pairs, at, chosen, onChoose, onEnter, onLeave, onMarks, describe, hold } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(canvas);
  const colors = useColors();
  const [camera, setCamera] = useState<Camera | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [told, setTold] = useState("");
  const animation = useRef(0);
  const chosenBox = chosen?.kind === "box" ? chosen.box : null;

  const home = layout.boxes[at];
  const target = useMemo(
    () => (home === undefined || size === null ? null : cameraOn(at === 0 ? layout.bounds : home.rect, size)),
    [at, home, layout.bounds, size],
  );
  const show = useCallback(
    (to: Camera) => {
      cancelAnimationFrame(animation.current);
      const from = cameraNow.current;
      if (from === null || size === null || matchMedia("(prefers-reduced-motion: reduce)").matches) {
        setCamera(to);
        return;
      }
      const started = performance.now();
      const step = (now: number) => {
        const part = Math.min(1, (now - started) / animationMs);
        // Slow at both ends.
        setCamera(between(from, to, part * part * (3 - 2 * part), size));
        if (part < 1) animation.current = requestAnimationFrame(step);
      };
      animation.current = requestAnimationFrame(step);
    },
    [size],
  );
  const cameraNow = useRef<Camera | null>(null);
  cameraNow.current = camera;
  useEffect(() => {
    if (target !== null) show(target);
    return () => cancelAnimationFrame(animation.current);
  }, [target, show]);

  // From inside an account, all of its arrows are told apart.
  const focus = chosenBox ?? (home?.kind === "account" ? at : null);
  const marks = useMarks(layout, pairs, camera, size, focus);
  useEffect(() => {
    if (marks !== null) onMarks(marks);
  }, [marks, onMarks]);

  const picture: Picture | null =
    camera === null || size === null || marks === null
      ? null
      : {
          layout,
          marks,
          camera,
          size,
          colors,
          chosen: chosenBox,
          hovered,
          chosenArrow: chosen?.kind === "arrow" ? chosen.arrow : null,
          cut: props.cut,
          heatAt: props.heatAt,
        };
  hold(() => (picture === null || canvas.current === null ? null : { picture, canvas: canvas.current }));
  useEffect(() => {
    const context = canvas.current?.getContext("2d", { alpha: false });
    if (picture === null || context === null || context === undefined) return;
    const frame = requestAnimationFrame(() => {
      const ratio = devicePixelRatio;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.fillStyle = colors.ground;
      context.fillRect(0, 0, picture.size.width, picture.size.height);
      paint(canvasPainter(context), picture);
    });
    return () => cancelAnimationFrame(frame);
  });

  const least = target === null ? 0.05 : Math.min(0.2, target.scale / 2);
  const enterWhereLarge = (next: Camera) => {
    if (size === null || marks === null) return;
    // Who zooms into an account until it fills most of the picture wants to see what is in it.
    const box = boxAt(
      layout,
      marks,
      next.x + size.width / next.scale / 2,
      next.y + size.height / next.scale / 2,
    );
    const found = box === null ? undefined : layout.boxes[box];
    if (found?.kind !== "account" || box === null || box === at) return;
    if (pixelsOf(found.rect, next).width > size.width * 0.5) onEnter(box);
  };

  useWheel(canvas, (event) => {
    if (camera === null) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const by = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016));
    const next = zoomed(camera, by, event.clientX - left, event.clientY - top, least);
    cancelAnimationFrame(animation.current);
    setCamera(next);
    if (by > 1) enterWhereLarge(next);
  });

  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const pointOf = (event: MouseEvent) => ({ x: event.offsetX, y: event.offsetY });
  const found = (point: { readonly x: number; readonly y: number }): Chosen | null => {
    if (camera === null || marks === null || size === null) return null;
    const box = boxAt(layout, marks, camera.x + point.x / camera.scale, camera.y + point.y / camera.scale);
    const isOnGround = box === null || marks.open.has(box);
    const arrows = marks.chosenArrows.length > 0 ? marks.chosenArrows : marks.arrows;
    let nearest: Pair | null = null;
    let least = isOnGround ? 6 : 3;
    for (const arrow of arrows) {
      const distance = distanceTo(curveOf(layout, marks.open, camera, size, arrow), point);
      if (distance >= least) continue;
      [nearest, least] = [arrow, distance];
    }
    if (nearest !== null) return { kind: "arrow", arrow: nearest, members: membersOf(marks, pairs, nearest) };
    return box === null ? null : { kind: "box", box };
  };
  const onPointerDown = (event: PointerEvent & { readonly currentTarget: HTMLCanvasElement }) => {
    if (event.button !== 0) return;
    drag.current = { x: event.clientX, y: event.clientY, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = drag.current;
    if (from === null) {
      const over = found(pointOf(event));
      setHovered(over?.kind === "box" ? over.box : null);
      return;
    }
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.hypot(x, y) < 4) return;
    drag.current = { x: event.clientX, y: event.clientY, moved: true };
    cancelAnimationFrame(animation.current);
    setCamera((before) => (before === null ? before : moved(before, x, y)));
  };
  const onPointerUp = (event: PointerEvent) => {
    const wasMoved = drag.current?.moved === true;
    drag.current = null;
    if (!wasMoved) onChoose(found(pointOf(event)));
  };
  const onDoubleClick = (event: MouseEvent) => {
    if (camera === null || marks === null) return;
    const { x, y } = pointOf(event);
    const box = boxAt(layout, marks, camera.x + x / camera.scale, camera.y + y / camera.scale);
    if (box !== null) onEnter(box);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (camera === null || size === null || marks === null) return;
    const arrows: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const direction = arrows[event.key];
    if (direction !== undefined && event.shiftKey)
      setCamera(moved(camera, -direction[0] * 80, -direction[1] * 80));
    else if (direction !== undefined) {
      const next = nextBox(layout, marks, chosenBox ?? at, direction);
      if (next !== null) {
        onChoose({ kind: "box", box: next });
        setTold(describe(next));
      }
    } else if (event.key === "Enter" && chosenBox !== null) onEnter(chosenBox);
    else if (event.key === "Escape" || event.key === "Backspace")
      chosen === null ? onLeave() : onChoose(null);
    else if (event.key === "+" || event.key === "=" || event.key === "-") {
      setCamera(zoomed(camera, event.key === "-" ? 1 / 1.3 : 1.3, size.width / 2, size.height / 2, least));
    } else if (event.key === "0" && target !== null) show(target);
    else return;
    event.preventDefault();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: its own keys lead through it, and the table says the same. */}
      <canvas
        ref={canvas}
        class="picture"
        width={Math.round((size?.width ?? 300) * devicePixelRatio)}
        height={Math.round((size?.height ?? 150) * devicePixelRatio)}
        tabIndex={0}
        role="application"
        aria-roledescription="map"
        aria-label="Map of who is let in where. Arrow keys go from box to box, Enter opens one, Escape goes back out, plus and minus zoom. The table tells the same."
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={() => setHovered(null)}
        onDblClick={onDoubleClick}
        onKeyDown={onKeyDown}
      />
      <p class="unseen" aria-live="polite">
        {told}
      </p>
    </>
  );
}

/** What is drawn changes with the distance, not with every step of the way: pictures in between use what was drawn before. */
function useMarks(
  layout: Layout,
  pairs: readonly Pair[],
  camera: Camera | null,
  size: Size | null,
  chosen: number | null,
): Marks | null {
  const [settled, setSettled] = useState<{ readonly camera: Camera; readonly size: Size } | null>(null);
  useEffect(() => {
    if (camera === null || size === null) return;
    if (settled === null) {
      setSettled({ camera, size });
      return;
    }
    const timer = setTimeout(() => setSettled({ camera, size }), 70);
    return () => clearTimeout(timer);
  }, [camera, size, settled]);
  return useMemo(
    () => (settled === null ? null : marksOf(layout, pairs, settled.camera, settled.size, chosen)),
    [layout, pairs, settled, chosen],
  );
}

function useSize(canvas: { readonly current: HTMLCanvasElement | null }): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return;
    const observer = new ResizeObserver(() => {
      const { width, height } = current.getBoundingClientRect();
      setSize((before) =>
        before !== null && before.width === width && before.height === height ? before : { width, height },
      );
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [canvas]);
  return size;
}

type CanvasWheel = WheelEvent & { readonly currentTarget: HTMLCanvasElement };

/** The page must not scroll meanwhile, which takes a listener that is not passive. */
function useWheel(
  canvas: { readonly current: HTMLCanvasElement | null },
  onWheel: (event: CanvasWheel) => void,
): void {
  const latest = useRef(onWheel);
  latest.current = onWheel;
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return;
    const listen = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(event as CanvasWheel);
    };
    current.addEventListener("wheel", listen, { passive: false });
    return () => current.removeEventListener("wheel", listen);
  }, [canvas]);
}
