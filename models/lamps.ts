// Reads a signal head without a model: which lamp cell shines, and whether its hue fits its place.
import { height, width, type Box } from '../domain/geometry.ts';
import type { SceneSignal } from '../domain/scene.ts';
import type { SignalColour, SignalReading } from '../domain/sighting.ts';
import { clip, type Picture } from './image.ts';

type Colour = 'red' | 'amber' | 'green';
/** Hue in degrees that a lit lamp of each colour has in camera pictures: red blooms to orange, green lamps are often cyan. */
const HUES: Readonly<Record<Colour, readonly [number, number]>> = { red: [325, 48], amber: [12, 70], green: [75, 215] };
/** Lamps in order from the top, or from the left. */
const ORDER: readonly Colour[] = ['red', 'amber', 'green'];
/** Glow (0–1) from which a cell is lit, and below which a head is dark; between them it is unknown. A thin arrow lights little of its cell. */
const THREE_LAMPS = { lit: 0.05, dark: 0.02 };
const ONE_LAMP = { lit: 0.008, dark: 0.003 };
/** Share of all the glow that the lit cell must have, and the head size in pixels below which nothing is told. */
const LEAST_SHARE = 0.55;
const LEAST_PX = 5;

/** `head` shorter than two lamps is one lamp whose hue alone tells its colour. */
export function readHead(picture: Picture, { box, lamps, kind }: Pick<SceneSignal, 'box' | 'lamps' | 'kind'>): Omit<SignalReading, 'signal'> {
  const upright = lamps === 'vertical';
  const long = upright ? height(box) : width(box);
  const short = upright ? width(box) : height(box);
  if (Math.min(long, short) < LEAST_PX || outside(box, picture)) return { colour: 'unknown', score: 0 };
  const cells = long / short < 1.7 ? [box] : ORDER.map((_, i) => part(box, upright, i / 3, (i + 1) / 3));
  const glows = cells.map((cell, i) => glowOf(picture, cell, cells.length === 1 ? ORDER : [ORDER[i] ?? 'red']));
  return cells.length === 1 ? single(glows[0] ?? [], kind) : among(glows.map(([only]) => only ?? { colour: 'red', glow: 0 }), THREE_LAMPS);
}

type Glow = { readonly colour: Colour; readonly glow: number };

function among(glows: readonly Glow[], { lit, dark }: { readonly lit: number; readonly dark: number }): Omit<SignalReading, 'signal'> {
  const total = glows.reduce((sum, { glow }) => sum + glow, 0);
  const best = [...glows].sort((a, b) => b.glow - a.glow)[0];
  if (best === undefined || total < dark) return { colour: 'dark', score: 1 - total / dark };
  const share = best.glow / total;
  if (best.glow < lit || share < LEAST_SHARE) return { colour: 'unknown', score: share };
  return { colour: best.colour, score: share };
}

/** One lamp: an arrow head that is out is `dark`; a main lamp that is out tells nothing of the others. */
function single(glows: readonly Glow[], kind: SceneSignal['kind']): Omit<SignalReading, 'signal'> {
  const found = among(glows, ONE_LAMP);
  const dark: SignalColour = kind === 'arrow' ? 'dark' : 'unknown';
  return found.colour === 'dark' ? { colour: dark, score: found.score } : found;
}

/** Mean light of each asked colour over the cell: coloured pixels, and the white core that a bright lamp burns into the sensor. */
function glowOf(picture: Picture, cell: Box, colours: readonly Colour[]): readonly Glow[] {
  const { x1, y1, x2, y2 } = clip(cell, picture);
  const sums = colours.map(() => 0);
  let white = 0;
  for (let y = y1; y < y2; y += 1) {
    for (let x = x1; x < x2; x += 1) {
      const i = (y * picture.widthPx + x) * 3;
      const { hue, chroma, value } = hueOf(picture.rgb[i] ?? 0, picture.rgb[i + 1] ?? 0, picture.rgb[i + 2] ?? 0);
      if (value > 0.92 && chroma < 0.12) white += value;
      if (chroma < 0.15 || value < 0.35) continue;
      colours.forEach((colour, k) => {
        if (fits(hue, HUES[colour])) sums[k] = (sums[k] ?? 0) + chroma * value;
      });
    }
  }
  const n = (x2 - x1) * (y2 - y1);
  return colours.map((colour, k) => {
    const coloured = sums[k] ?? 0;
    return { colour, glow: (coloured + Math.min(white, 2 * coloured)) / n };
  });
}

const fits = (hue: number, [from, to]: readonly [number, number]): boolean => (from <= to ? hue >= from && hue <= to : hue >= from || hue <= to);

function hueOf(r: number, g: number, b: number): { readonly hue: number; readonly chroma: number; readonly value: number } {
  const most = Math.max(r, g, b);
  const span = most - Math.min(r, g, b);
  if (span === 0) return { hue: 0, chroma: 0, value: most / 255 };
  const sixth = most === r ? ((g - b) / span + 6) % 6 : most === g ? (b - r) / span + 2 : (r - g) / span + 4;
  return { hue: sixth * 60, chroma: span / 255, value: most / 255 };
}

function part(box: Box, upright: boolean, from: number, to: number): Box {
  return upright
    ? { x1: box.x1, x2: box.x2, y1: box.y1 + from * height(box), y2: box.y1 + to * height(box) }
    : { y1: box.y1, y2: box.y2, x1: box.x1 + from * width(box), x2: box.x1 + to * width(box) };
}

const outside = (box: Box, picture: Picture): boolean => box.x1 < 0 || box.y1 < 0 || box.x2 > picture.widthPx || box.y2 > picture.heightPx;
