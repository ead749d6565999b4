// Signal heads drawn as a camera sees them: colours by place and hue, and unknown rather than wrong.
import { describe, expect, it } from 'vitest';
import { readHead } from '../../models/lamps.ts';

type Rgb = readonly [number, number, number];
const HOUSING: Rgb = [38, 40, 42];
const LIT = { red: [250, 60, 40], amber: [250, 190, 60], green: [60, 235, 190] } as const satisfies Record<string, Rgb>;

/** A head of w × h with the lamps' colours from the top (or left); `core`: the middle of a lit lamp is burnt to white. */
function head(lamps: readonly (Rgb | null)[], { w = 20, h = 54, core = false, housing = HOUSING, flat = false } = {}) {
  const rgb = new Uint8Array(w * h * 3);
  const n = lamps.length;
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      const long = flat ? x / w : y / h;
      const cell = Math.min(n - 1, Math.floor(long * n));
      const size = flat ? h : w;
      const cx = flat ? ((cell + 0.5) * w) / n : w / 2;
      const cy = flat ? h / 2 : ((cell + 0.5) * h) / n;
      const r = Math.hypot(x + 0.5 - cx, y + 0.5 - cy) / (Math.min(size, (flat ? w : h) / n) / 2);
      const lamp = lamps[cell] ?? null;
      rgb.set(lamp === null || r > 0.85 ? housing : core && r < 0.45 ? [255, 252, 245] : lamp, (y * w + x) * 3);
    }
  }
  return { picture: { widthPx: w, heightPx: h, rgb }, box: { x1: 0, y1: 0, x2: w, y2: h } };
}

describe('three lamps', () => {
  it.each([
    ['red', [LIT.red, null, null], 'red'],
    ['amber', [null, LIT.amber, null], 'amber'],
    ['green', [null, null, LIT.green], 'green'],
    ['none', [null, null, null], 'dark'],
    ['red and amber at once', [LIT.red, LIT.amber, null], 'unknown'],
    ['a red that blooms to orange', [[255, 150, 50] as const, null, null], 'red'],
    ['green where red belongs is a reflection', [LIT.green, null, null], 'dark'],
  ] as const)('%s', (_, lamps, colour) => {
    const { picture, box } = head(lamps);
    expect(readHead(picture, { box, lamps: 'vertical', kind: 'main' }).colour).toBe(colour);
  });

  it.each([['red', 0], ['amber', 1], ['green', 2]] as const)('%s with a white core', (colour, place) => {
    const { picture, box } = head([0, 1, 2].map((i) => (i === place ? LIT[colour] : null)), { core: true });
    expect(readHead(picture, { box, lamps: 'vertical', kind: 'main' }).colour).toBe(colour);
  });

  it('lying', () => {
    const { picture, box } = head([null, null, LIT.green], { w: 54, h: 20, flat: true });
    expect(readHead(picture, { box, lamps: 'horizontal', kind: 'main' }).colour).toBe('green');
  });

  it.each([[9, 24], [7, 21], [12, 40]])('at %d×%d px', (w, h) => {
    const { picture, box } = head([LIT.red, null, null], { w, h });
    expect(readHead(picture, { box, lamps: 'vertical', kind: 'main' }).colour).toBe('red');
  });

  it('too small to tell, or outside the picture, is unknown', () => {
    const { picture } = head([LIT.red, null, null]);
    expect(readHead(picture, { box: { x1: 0, y1: 0, x2: 4, y2: 12 }, lamps: 'vertical', kind: 'main' }).colour).toBe('unknown');
    expect(readHead(picture, { box: { x1: 10, y1: 0, x2: 40, y2: 54 }, lamps: 'vertical', kind: 'main' }).colour).toBe('unknown');
  });
});

describe('an arrow', () => {
  it('is green when lit and dark when out', () => {
    const lit = head([LIT.green], { w: 30, h: 30, core: true });
    const out = head([null], { w: 30, h: 30 });
    expect(readHead(lit.picture, { box: lit.box, lamps: 'vertical', kind: 'arrow' }).colour).toBe('green');
    expect(readHead(out.picture, { box: out.box, lamps: 'vertical', kind: 'arrow' }).colour).toBe('dark');
  });

  it('that glimmers is unknown, never dark: a permitted turn must not become an offence', () => {
    const { picture, box } = head([[44, 52, 50]], { w: 30, h: 30 });
    const glimmer = picture.rgb.map((value, i) => (i % 97 === 1 ? 200 : value));
    expect(readHead({ ...picture, rgb: glimmer }, { box, lamps: 'vertical', kind: 'arrow' }).colour).not.toBe('dark');
  });
});
