// Lines, boxes and small capitals drawn straight into raw RGB.
import type { Box, Point } from '../domain/geometry.ts';

export type Rgb = readonly [number, number, number];
export type Canvas = { readonly widthPx: number; readonly heightPx: number; readonly rgb: Uint8Array };

export function dot({ widthPx, heightPx, rgb }: Canvas, x: number, y: number, [r, g, b]: Rgb, size: number): void {
  for (let j = 0; j < size; j += 1) {
    for (let i = 0; i < size; i += 1) {
      const px = Math.round(x) + i;
      const py = Math.round(y) + j;
      if (px < 0 || py < 0 || px >= widthPx || py >= heightPx) continue;
      const at = (py * widthPx + px) * 3;
      rgb[at] = r;
      rgb[at + 1] = g;
      rgb[at + 2] = b;
    }
  }
}

export function line(canvas: Canvas, a: Point, b: Point, ink: Rgb, size: number): void {
  const steps = Math.ceil(Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y), 1));
  for (let i = 0; i <= steps; i += 1) dot(canvas, a.x + ((b.x - a.x) * i) / steps, a.y + ((b.y - a.y) * i) / steps, ink, size);
}

export function box(canvas: Canvas, { x1, y1, x2, y2 }: Box, ink: Rgb, size: number): void {
  line(canvas, { x: x1, y: y1 }, { x: x2, y: y1 }, ink, size);
  line(canvas, { x: x2, y: y1 }, { x: x2, y: y2 }, ink, size);
  line(canvas, { x: x2, y: y2 }, { x: x1, y: y2 }, ink, size);
  line(canvas, { x: x1, y: y2 }, { x: x1, y: y1 }, ink, size);
}

/** Five columns of seven bits for each symbol, lowest bit on top. */
const GLYPHS: Readonly<Record<string, string>> = {
  A: '7e0909097e', B: '7f49494936', C: '3e41414122', D: '7f4141413e', E: '7f49494941', F: '7f09090901', G: '3e4149493a', H: '7f0808087f', I: '00417f4100', J: '2040413f01', K: '7f08142241', L: '7f40404040', M: '7f020c027f',
  N: '7f0408107f', O: '3e4141413e', P: '7f09090906', Q: '3e4151215e', R: '7f09192946', S: '4649494931', T: '01017f0101', U: '3f4040403f', V: '1f2040201f', W: '3f4038403f', X: '6314081463', Y: '0708700807', Z: '6151494543',
  '0': '3e5149453e', '1': '00427f4000', '2': '4261514946', '3': '2141454b31', '4': '1814127f10', '5': '2745454539', '6': '3c4a494930', '7': '0171090503', '8': '3649494936', '9': '064949291e',
  '.': '0060600000', ':': '0036360000', '-': '0808080808', _: '4040404040', '/': '2010080402', '%': '2313086462',
};

export function text(canvas: Canvas, at: Point, said: string, ink: Rgb, size: number): void {
  [...said.toUpperCase()].forEach((symbol, n) => {
    const columns = GLYPHS[symbol];
    if (columns === undefined) return;
    for (let column = 0; column < 5; column += 1) {
      const bits = Number.parseInt(columns.slice(column * 2, column * 2 + 2), 16);
      for (let row = 0; row < 7; row += 1) if ((bits & (1 << row)) !== 0) dot(canvas, at.x + (n * 6 + column) * size, at.y + row * size, ink, size);
    }
  });
}
