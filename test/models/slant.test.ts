// The lean of strokes and lines is told from a picture's edges, and the quad that follows it shows them upright.
import { expect, it } from 'vitest';
import type { Picture } from '../../models/image.ts';
import { slantOf, upright, type Slant } from '../../models/slant.ts';
import { cornersOf, straighten, type Quad } from '../../models/warp.ts';

const WIDE = 80;
const TALL = 32;
const whole: Quad = cornersOf({ x1: 0, y1: 0, x2: WIDE, y2: TALL });

/** Five dark E on white, drawn soft, each point leaning as `slant` says. */
function letters({ strokes, lines }: Slant): Picture {
  const rgb = new Uint8Array(WIDE * TALL * 3).fill(255);
  for (let y = 0; y < TALL; y += 1) {
    for (let x = 0; x < WIDE; x += 1) {
      const points = [-0.4, -0.2, 0, 0.2, 0.4].flatMap((dx) => [-0.4, -0.2, 0, 0.2, 0.4].map((dy) => ({ x: x + dx - WIDE / 2, y: y + dy - TALL / 2 })));
      const ink = points.filter((p) => inked(p.x - strokes * p.y + WIDE / 2, p.y - lines * p.x + TALL / 2)).length / points.length;
      rgb.fill(255 - 200 * ink, (y * WIDE + x) * 3, (y * WIDE + x) * 3 + 3);
    }
  }
  return { widthPx: WIDE, heightPx: TALL, rgb };
}

function inked(x: number, y: number): boolean {
  if (x < 16 || x > 64 || y < 9 || y > 23) return false;
  const across = (x - 16) % 10;
  return across < 2.5 || (across < 7 && (y < 11.5 || y > 20.5 || Math.abs(y - 16) < 1.2));
}

it('finds no lean in upright letters, nor in an empty picture', () => {
  const { strokes, lines } = slantOf(letters({ strokes: 0, lines: 0 }).rgb, WIDE, TALL);
  expect(Math.abs(strokes)).toBeLessThan(0.02);
  expect(Math.abs(lines)).toBeLessThan(0.02);
  expect(slantOf(new Uint8Array(WIDE * TALL * 3), WIDE, TALL)).toEqual({ strokes: -0, lines: -0 });
});

it.each([
  { strokes: 0.3, lines: 0 },
  { strokes: -0.3, lines: 0 },
  { strokes: 0, lines: 0.1 },
  { strokes: 0.25, lines: -0.1 },
])('sets letters upright that lean by %o', (slant) => {
  const picture = letters(slant);
  const found = slantOf(picture.rgb, WIDE, TALL);
  const left = slantOf(straighten(picture, upright(whole, found, WIDE, TALL), WIDE, TALL), WIDE, TALL);
  expect(Math.abs(left.strokes)).toBeLessThan(0.4 * Math.abs(slant.strokes) + 0.05);
  expect(Math.abs(left.lines)).toBeLessThan(0.4 * Math.abs(slant.lines) + 0.05);
});

it('leaves a quad without lean where it is', () => {
  expect(upright(whole, { strokes: 0, lines: 0 }, WIDE, TALL)).toEqual(whole);
});
