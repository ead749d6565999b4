// How far the strokes and the lines of a text lean in a straightened picture, and the quad that sets them upright.
import type { Point } from '../domain/geometry.ts';
import type { Quad } from './warp.ts';

/** `strokes`: pixels to the right for each one down; `lines`: pixels down for each one to the right. */
export type Slant = { readonly strokes: number; readonly lines: number };

/** A stroke's edge, or a line's, is one that differs across itself so many times as much as along. What a character's bows and diagonals show drops out. */
const STROKE_EDGE = 1.3;
const LINE_EDGE = 2;
const MOST: Slant = { strokes: 0.8, lines: 0.3 };
/** Each pass knows better than the one before which edges belong to strokes and which to lines. */
const PASSES = 4;

/** From the green of RGB bytes: the lean at which brightness changes least along the edges of strokes, and of lines. */
export function slantOf(rgb: Uint8Array, wide: number, tall: number): Slant {
  const { across, down } = slopes(rgb, wide, tall);
  let slant: Slant = { strokes: 0, lines: 0 };
  for (let pass = 0; pass < PASSES; pass += 1) {
    slant = { strokes: leanOf(across, down, slant.strokes, STROKE_EDGE, MOST.strokes), lines: leanOf(down, across, slant.lines, LINE_EDGE, MOST.lines) };
  }
  return slant;
}

type Slopes = { readonly across: Int16Array; readonly down: Int16Array };

function slopes(rgb: Uint8Array, wide: number, tall: number): Slopes {
  const across = new Int16Array((wide - 2) * (tall - 2));
  const down = new Int16Array(across.length);
  const green = (pixel: number): number => rgb[pixel * 3 + 1] ?? 0;
  for (let y = 1, to = 0; y < tall - 1; y += 1) {
    for (let x = 1; x < wide - 1; x += 1, to += 1) {
      const at = y * wide + x;
      across[to] = green(at + 1) - green(at - 1);
      down[to] = green(at + wide) - green(at - wide);
    }
  }
  return { across, down };
}

/** Least squares over the edges that lean about as `before` says. */
function leanOf(over: Int16Array, along: Int16Array, before: number, edge: number, most: number): number {
  let both = 0;
  let square = 1;
  for (let i = 0; i < over.length; i += 1) {
    const o = over[i] ?? 0;
    const a = along[i] ?? 0;
    if (Math.abs(o) <= edge * Math.abs(a + before * o)) continue;
    both += o * a;
    square += o * o;
  }
  return Math.min(most, Math.max(-most, -both / square));
}

/** The quad in whose straightened picture, `wide` × `tall`, what now leans by `slant` stands upright. */
export function upright(quad: Quad, { strokes, lines }: Slant, wide: number, tall: number): Quad {
  const [a, b, c, d] = quad;
  const right = { x: (b.x - a.x + c.x - d.x) / 2, y: (b.y - a.y + c.y - d.y) / 2 };
  const down = { x: (d.x - a.x + c.x - b.x) / 2, y: (d.y - a.y + c.y - b.y) / 2 };
  const moved = (p: Point, u: number, v: number): Point => {
    const r = (v * strokes * tall) / wide;
    const s = (u * lines * wide) / tall;
    return { x: p.x + r * right.x + s * down.x, y: p.y + r * right.y + s * down.y };
  };
  return [moved(a, -0.5, -0.5), moved(b, 0.5, -0.5), moved(c, 0.5, 0.5), moved(d, -0.5, 0.5)];
}
