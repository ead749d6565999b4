// The colours that boxes on a simulated street would have: of whatever body lies foremost in each part of the box, trembling as measured.
import { height, width, type Box } from '../../domain/geometry.ts';
import { COLOURS } from '../../domain/sighting.ts';
import { familyOf } from '../../domain/vehicle.ts';
import type { ColourRates } from './colour-faults.ts';
import { FILLS, type Shown } from './hiding.ts';
import type { Chance } from './random.ts';

type Painted = Shown & { readonly id: number };
type Paint = { readonly usual: readonly number[]; readonly restless: number; drift: number[]; at: number };
/** Where each third is looked at, as parts of the box: the middle third across. */
const ACROSS = [0.4, 0.6];
const DOWN = [0.25, 0.75];
/** Slow changes (turning, shade) forget themselves in this time. */
const DRIFT_MS = 1_000;

export type Painter = {
  readonly look: (nearestFirst: readonly Painted[], at: number) => (box: Box, id: number) => readonly number[];
  readonly forget: (id: number) => void;
};

export function createPainter(rates: ColourRates, random: Chance): Painter {
  const paints = new Map<number, Paint>();
  const shade = (size: number): number[] => {
    const way = Array.from({ length: COLOURS }, () => random.normal(0, 1));
    const length = Math.sqrt(way.reduce((sum, part) => sum + part * part, 0) / COLOURS);
    return way.map((part) => (part * size) / length);
  };
  const fast = (): number[] => shade(quantile(rates.soon, random.next()) / Math.SQRT2);
  const paintOf = (body: Painted, at: number): Paint => {
    const known = paints.get(body.id);
    if (known !== undefined) return known;
    const palette = familyOf(body.kind) === 'four' ? rates.four : rates.two;
    const u = random.next();
    // What a second adds to the trembling, shared by its two sights.
    const added = Math.max(0, quantile(rates.later, u) ** 2 - quantile(rates.soon, u) ** 2);
    const restless = Math.sqrt(added / 2 / (1 - Math.exp(-1)));
    const paint = { usual: palette[Math.floor(random.next() * palette.length)] ?? [], restless, drift: shade(restless), at };
    paints.set(body.id, paint);
    return paint;
  };
  return {
    forget: (id) => paints.delete(id),
    look: (bodies, at) => {
      for (const body of bodies) {
        const paint = paintOf(body, at);
        const keep = Math.exp(-(at - paint.at) / DRIFT_MS);
        const anew = shade(paint.restless * Math.sqrt(1 - keep * keep));
        paint.drift = paint.drift.map((part, k) => part * keep + (anew[k] ?? 0));
        paint.at = at;
      }
      return (box, id) => {
        const seen = [0, 1, 2].flatMap((third) => thirdOf(box, third, bodies, paints));
        const trembling = id < 0 ? shade(2) : fast();
        return seen.map((value, k) => value + (trembling[k] ?? 0));
      };
    },
  };
}

/** The mean of a few looks; a rider leaves gaps through which what is behind shows, and behind everything lies the road, without colour. */
function thirdOf(box: Box, third: number, bodies: readonly Painted[], paints: ReadonlyMap<number, Paint>): number[] {
  const sum = [0, 0, 0];
  for (const down of DOWN) {
    for (const across of ACROSS) {
      const x = box.x1 + width(box) * across;
      const y = box.y1 + (height(box) * (third + down)) / 3;
      let open = 1;
      for (const { id, kind, box: body } of bodies) {
        if (x < body.x1 || x > body.x2 || y < body.y1 || y > body.y2) continue;
        const fills = familyOf(kind) === 'four' ? FILLS.body : FILLS.rider;
        const paint = paints.get(id);
        const part = 3 * Math.min(2, Math.floor((3 * (y - body.y1)) / height(body)));
        for (let k = 0; k < 3; k += 1) sum[k] = (sum[k] ?? 0) + open * fills * ((paint?.usual[part + k] ?? 0) + (paint?.drift[part + k] ?? 0));
        open *= 1 - fills;
      }
    }
  }
  return sum.map((value) => value / (DOWN.length * ACROSS.length));
}

/** Edges of the measured tables: 20 of 5 %, of which the last is split at 99 % and 100 %. */
const AT: readonly number[] = [...Array.from({ length: 20 }, (_, i) => i / 20), 0.99, 1];

function quantile(table: readonly number[], u: number): number {
  const i = Math.max(1, AT.findIndex((edge) => edge > u));
  const [from, to] = [AT[i - 1] ?? 0, AT[i] ?? 1];
  const low = table[i - 1] ?? 0;
  return low + (((table[i] ?? 0) - low) * (u - from)) / (to - from);
}
