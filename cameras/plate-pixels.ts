// Says beforehand how many pixels a plate's text line will have at the stop line, and whether that can be read.
import data from './plate-sizes.json' with { type: 'json' };
import type { CameraFile } from '../domain/scene.ts';

export type PlatePixels = { readonly vehicle: string; readonly plate: string; readonly line_px: number; readonly verdict: 'readable' | 'marginal' | 'unreadable' };

/** Pixels of one text line for each class of vehicle, from the width of road in view; `widthPx` is the picture's. */
export function platePixels(camera: CameraFile, widthPx: number): readonly PlatePixels[] {
  const pxPerMm = widthPx / (camera.view.width_m * 1000);
  return data.plates.map(({ vehicle, plate, line_mm }) => {
    const line_px = Math.round(line_mm * pxPerMm * 10) / 10;
    return { vehicle, plate, line_px, verdict: line_px >= data.readable_px ? 'readable' : line_px >= data.marginal_px ? 'marginal' : 'unreadable' };
  });
}

/** The widest road that still lets every class be read at this picture width, in metres. */
export function widestReadable(widthPx: number): number {
  const smallest = Math.min(...data.plates.map(({ line_mm }) => line_mm));
  return Math.floor((widthPx * smallest) / data.readable_px / 100) / 10;
}
