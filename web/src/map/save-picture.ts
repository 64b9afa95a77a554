/** The current view as a file. */
import type { PictureState } from "./map-picture.tsx";
import { paint } from "./paint.ts";
import { SvgPainter } from "./svg-painter.ts";

export function savePicture({ picture, canvas }: PictureState, format: "svg" | "png", title: string): void {
  if (format === "svg") {
    const painter = new SvgPainter();
    paint(painter, picture);
    const text = painter.file(picture.size, title, picture.colors.ground);
    download(new Blob([text], { type: "image/svg+xml" }), "accesslens-map.svg");
  } else canvas.toBlob((blob) => blob !== null && download(blob, "accesslens-map.png"));
}

function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
