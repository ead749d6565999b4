// How alike a vehicle's colours stay from sight to sight, and how unlike its neighbours' are, from vehicles followed on real footage.
import { z } from 'zod';
import { height } from '../../domain/geometry.ts';
import { COLOURS } from '../../domain/sighting.ts';
import { familyOf, type Family } from '../../domain/vehicle.ts';
import { colourDistance } from '../../pipeline/perceive/colours.ts';
import { middle, type Chain, type Chains, type Spot } from './chains.ts';

/** Distances at 0 %, 5 % … 95 %, 99 % and 100 % of the pairs. */
const table = z.array(z.number().min(0)).length(22);
const palette = z.array(z.array(z.number()).length(COLOURS)).min(10);
export const colourRates = z.strictObject({
  /** Two sights of one unhidden vehicle, about 0.2 s and 1 s apart. */
  soon: table,
  later: table,
  /** Two neighbours of one family on one picture; a check of the palettes, which make them. */
  neighbours: table,
  /** Means of single vehicles, less their clip's mean. */
  two: palette,
  four: palette,
});
export type ColourRates = z.infer<typeof colourRates>;

export type ColoursGathered = { readonly soon: number[]; readonly later: number[]; readonly neighbours: number[]; readonly two: number[][]; readonly four: number[][] };
export const noColours = (): ColoursGathered => ({ soon: [], later: [], neighbours: [], two: [], four: [] });

const SOON_MS: readonly [number, number] = [100, 260];
const LATER_MS: readonly [number, number] = [900, 1100];
const UNHIDDEN = 0.12;
/** Neighbours stand within so many heights. */
const NEAR = 1.5;
/** Vehicles of each family and clip that go into the palette. */
const MOST = 30;

type Coloured = Spot & { readonly colours: Float32Array };
const clear = ({ spots }: Chain): readonly Coloured[] => spots.flatMap((spot) => (spot.seen && spot.hidden < UNHIDDEN && spot.colours !== undefined ? [{ ...spot, colours: spot.colours }] : []));

export function gatherColours(into: ColoursGathered, { chains }: Chains): void {
  const sights = chains.map((chain) => ({ family: familyOf(chain.kind), spots: clear(chain) }));
  for (const { spots } of sights) {
    spots.forEach((a, i) => {
      for (const b of spots.slice(i + 1)) {
        const apart = b.at - a.at;
        if (apart > LATER_MS[1]) break;
        if (apart >= SOON_MS[0] && apart <= SOON_MS[1]) into.soon.push(colourDistance(a.colours, b.colours));
        if (apart >= LATER_MS[0]) into.later.push(colourDistance(a.colours, b.colours));
      }
    });
  }
  neighbours(into, sights);
  palettes(into, sights);
}

type Sights = readonly { readonly family: Family; readonly spots: readonly Coloured[] }[];

function neighbours(into: ColoursGathered, sights: Sights): void {
  sights.forEach(({ family, spots }, i) => {
    for (const other of sights.slice(i + 1).filter((each) => each.family === family)) {
      const at = new Map(other.spots.map((spot) => [spot.frame, spot]));
      for (const spot of spots) {
        const beside = at.get(spot.frame);
        if (beside === undefined || Math.hypot(middle(spot.box) - middle(beside.box), spot.box.y2 - beside.box.y2) > NEAR * height(spot.box)) continue;
        into.neighbours.push(colourDistance(spot.colours, beside.colours));
      }
    }
  });
}

function palettes(into: ColoursGathered, sights: Sights): void {
  const means = sights.flatMap(({ family, spots }) => (spots.length < 4 ? [] : [{ family, mean: meanOf(spots.map(({ colours }) => Array.from(colours))) }]));
  if (means.length === 0) return;
  const usual = meanOf(means.map(({ mean }) => mean));
  for (const family of ['two', 'four'] as const) {
    const own = means.filter((each) => each.family === family).slice(0, MOST);
    into[family].push(...own.map(({ mean }) => mean.map((value, k) => Math.round(10 * (value - (usual[k] ?? 0))) / 10)));
  }
}

const meanOf = (all: readonly (readonly number[])[]): number[] => Array.from({ length: COLOURS }, (_, k) => all.reduce((sum, each) => sum + (each[k] ?? 0), 0) / all.length);

export const colourRatesOf = ({ soon, later, neighbours: beside, two, four }: ColoursGathered): ColourRates => colourRates.parse({ soon: quantiles(soon), later: quantiles(later), neighbours: quantiles(beside), two, four });

function quantiles(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => Math.round(100 * (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)) / 100;
  return [...Array.from({ length: 20 }, (_, i) => at(i / 20)), at(0.99), at(1)];
}
