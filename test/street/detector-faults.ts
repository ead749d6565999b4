// The rates of a detector's faults, from vehicles followed on real footage: misses, trembling edges, second boxes, wrong kinds.
import { area, height, intersectionArea, iou, width, type Box } from '../../domain/geometry.ts';
import { familyOf } from '../../domain/vehicle.ts';
import { middle, type Chain, type Chains, type Footage, type Loose, type Spot } from './chains.ts';

/** Shares of a vehicle hidden by nearer ones; rates are told for each step. */
export const HIDDEN_STEPS: readonly number[] = [0.12, 0.33, 0.5, 0.66, 1.01];
export const stepOf = (hidden: number): number => HIDDEN_STEPS.findIndex((most) => hidden < most);

/** What is gathered from all clips before it is divided. */
export type Gathered = {
  readonly frames: number[]; readonly spots: number[];
  readonly missed: number[][]; readonly missedAgain: number[]; readonly seenAgain: number[]; readonly cutShort: number[]; readonly cutAgain: number[];
  readonly scores: Scored[][];
  /** Fast trembling of middle, foot, width and height, as parts of the box's size; free and moving, free and standing, partly hidden. */
  readonly moving: Record<Part, number[]>; readonly standing: Record<Part, number[]>; readonly hidden: Record<Part, number[]>;
  /** Difference of two sights of a standing vehicle 1.5 s apart. */
  readonly drift: Record<Part, number[]>;
  readonly misnamed: number[]; readonly misnamedAgain: number[]; readonly fused: number[];
  /** Counts of further boxes by what they are, weak and strong. */
  readonly further: Record<Further, { weak: number; strong: number }>;
};
/** Scores depend on size: steps of the box's height in pixels. */
export const SIZE_STEPS: readonly number[] = [24, 40, 60, 100, Infinity];
export const sizeOf = (box: Box): number => SIZE_STEPS.findIndex((most) => height(box) < most);
/** One vehicle's scores, frame by frame. */
export type Scored = { readonly frame: number; readonly score: number; readonly size: number; readonly hidden: number };

/** Boxes that are no vehicle's own: nearly the same as one, inside one, beside one; on something that stays in its place; on nothing. */
export type Further = 'twin' | 'part' | 'beside' | 'thing' | 'flash';
export const FURTHER: readonly Further[] = ['twin', 'part', 'beside', 'thing', 'flash'];
export type Part = 'x' | 'y' | 'w' | 'h';
export const PARTS: readonly Part[] = ['x', 'y', 'w', 'h'];

const none = (): { weak: number; strong: number } => ({ weak: 0, strong: 0 });
const parts = (): Record<Part, number[]> => ({ x: [], y: [], w: [], h: [] });
export const nothingYet = (): Gathered => ({
  frames: [], spots: [], missed: HIDDEN_STEPS.map(() => []), missedAgain: [], seenAgain: [], cutShort: [], cutAgain: [], scores: [],
  moving: parts(), standing: parts(), hidden: parts(), drift: parts(), misnamed: [], misnamedAgain: [], fused: [],
  further: { twin: none(), part: none(), beside: none(), thing: none(), flash: none() },
});

export function gather(into: Gathered, { chains, loose, frames }: Chains, { strongScore, widthPx, heightPx }: Footage): void {
  const inside = ({ x1, y1, x2, y2 }: Box): boolean => x1 > 0.01 * widthPx && x2 < 0.99 * widthPx && y1 > 0.01 * heightPx && y2 < 0.99 * heightPx;
  const present: Spot[][] = Array.from({ length: frames }, () => []);
  for (const { spots } of chains) for (const spot of spots) present[spot.frame]?.push(spot);
  for (const chain of chains) {
    if (familyOf(chain.kind) === 'foot') continue;
    misses(into, chain);
    names(into, chain);
    trembling(into, chain, inside);
    cuts(into, chain, present);
  }
  fusions(into, chains);
  const kept = chains.reduce((sum, { spots }) => sum + spots.length, 0);
  into.frames.push(frames);
  into.spots.push(kept);
  const byFrame: Loose[][] = Array.from({ length: frames }, () => []);
  for (const one of loose) byFrame[one.frame]?.push(one);
  for (const one of loose) into.further[furtherOf(one, present, byFrame)][one.score >= strongScore ? 'strong' : 'weak'] += 1;
}

/** Seen again at the same place within a second at least so often, it is a thing: a parked machine, a sign, a vehicle too far away to be followed. */
const THING_SIGHTS = 4;
const THING_FRAMES = 8;

function furtherOf(one: Loose, present: readonly (readonly Spot[])[], byFrame: readonly (readonly Loose[])[]): Further {
  const near = present[one.frame] ?? [];
  if (near.some(({ box }) => iou(box, one.box) > 0.45)) return 'twin';
  const shared = near.reduce((most, { box }) => Math.max(most, intersectionArea(box, one.box) / Math.min(area(box), area(one.box))), 0);
  if (shared > 0.2) return shared > 0.7 ? 'part' : 'beside';
  const about = (frame: number): number => (frame === one.frame ? 0 : [...(byFrame[frame] ?? []), ...(present[frame] ?? [])].filter(({ box }) => iou(box, one.box) > 0.3).length);
  let again = 0;
  for (let frame = one.frame - THING_FRAMES; frame <= one.frame + THING_FRAMES; frame += 1) again += about(frame);
  return again >= THING_SIGHTS ? 'thing' : 'flash';
}

function misses(into: Gathered, { spots }: Chain): void {
  spots.forEach((spot, i) => {
    const before = spots[i - 1];
    const missed = spot.seen ? 0 : 1;
    into.missed[stepOf(spot.hidden)]?.push(missed);
    if (before !== undefined) (before.seen ? into.seenAgain : into.missedAgain).push(missed);
  });
  into.scores.push(spots.filter(({ seen }) => seen).map(({ frame, score, box, hidden }) => ({ frame, score, size: sizeOf(box), hidden: stepOf(hidden) })));
}

function names(into: Gathered, { spots, kind }: Chain): void {
  const seen = spots.filter((spot) => spot.seen);
  seen.forEach((spot, i) => {
    const wrong = spot.kind === kind ? 0 : 1;
    into.misnamed.push(wrong);
    if (i > 0 && seen[i - 1]?.kind !== kind) into.misnamedAgain.push(wrong);
  });
}

const VALUES: Readonly<Record<Part, (box: Box) => number>> = { x: middle, y: ({ y2 }) => y2, w: width, h: height };
/** Standing: the box stays within this part of its height for so many sights before and after. */
const STILL = 0.04;
const STILL_SIGHTS = 15;

/** Each sight against its place between the ones before and after it: what is left of a smooth movement is the detector's. */
function trembling(into: Gathered, { spots }: Chain, inside: (box: Box) => boolean): void {
  spots.forEach((spot, i) => {
    const [a, c] = [spots[i - 1], spots[i + 1]];
    if (a?.seen !== true || c?.seen !== true || !spot.seen || !inside(spot.box)) return;
    const still = stands(spots, i);
    const t = (spot.at - a.at) / (c.at - a.at);
    const group = stepOf(spot.hidden) > 0 ? into.hidden : still ? into.standing : into.moving;
    for (const part of PARTS) {
      const of = VALUES[part];
      const size = part === 'x' || part === 'w' ? width(spot.box) : height(spot.box);
      group[part].push((of(spot.box) - of(a.box) * (1 - t) - of(c.box) * t) / size / Math.sqrt(1 + t * t + (1 - t) * (1 - t)));
      const later = spots[i + STILL_SIGHTS];
      if (still && later?.seen === true && stands(spots, i + STILL_SIGHTS) && later.hidden < 0.12 && spot.hidden < 0.12) into.drift[part].push((of(spot.box) - of(later.box)) / size);
    }
  });
}

function stands(spots: readonly Spot[], i: number): boolean {
  const about = spots.slice(Math.max(0, i - 15), i + 16).filter(({ seen }) => seen);
  const [first] = about;
  const last = about.at(-1);
  if (first === undefined || last === undefined || about.length < 20) return false;
  const mean = (of: (box: Box) => number, part: readonly Spot[]): number => part.reduce((sum, { box }) => sum + of(box), 0) / part.length;
  const [early, late] = [about.slice(0, 7), about.slice(-7)];
  const h = height(first.box);
  return Math.abs(mean(middle, early) - mean(middle, late)) < STILL * h && Math.abs(mean(VALUES.y, early) - mean(VALUES.y, late)) < STILL * h;
}

/** A box that ends where a nearer one begins, and is much lower than the same vehicle's about that time, was cut; one that reaches on behind it is whole. */
function cuts(into: Gathered, { spots }: Chain, present: readonly (readonly Spot[])[]): void {
  let before: number | null = null;
  spots.forEach((spot, i) => {
    if (!spot.seen) return;
    const h = height(spot.box);
    const usual = median(spots.slice(Math.max(0, i - 20), i + 21).filter(({ seen, hidden }) => seen && hidden < 0.05).map(({ box }) => height(box)));
    const nearer = (present[spot.frame] ?? []).filter((other) => other !== spot && other.box.y2 > spot.box.y2 && Math.min(other.box.x2, spot.box.x2) - Math.max(other.box.x1, spot.box.x1) > 0.5 * width(spot.box));
    const meets = nearer.some(({ box }) => Math.abs(box.y1 - spot.box.y2) < 0.15 * h);
    const state = usual === null ? null : meets && h < 0.8 * usual ? 1 : spot.hidden > 0.2 && h > 0.9 * usual ? 0 : null;
    if (state !== null) into.cutShort.push(state);
    if (before !== null && state !== null) into.cutAgain.push(before === state ? 1 : 0);
    before = state;
  });
}

export function median(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? null;
}

/** Two riders that overlap by half: one is missed while the other's box grows by a third. */
function fusions(into: Gathered, chains: readonly Chain[]): void {
  const riders = chains.filter(({ kind }) => familyOf(kind) === 'two');
  for (const a of riders) {
    for (const b of riders) {
      if (a === b) continue;
      const at = new Map(b.spots.map((spot, i) => [spot.frame, i]));
      for (const spot of a.spots) {
        const i = at.get(spot.frame);
        const other = i === undefined ? undefined : b.spots[i];
        if (i === undefined || other?.seen !== true || intersectionArea(spot.box, other.box) < 0.5 * Math.min(area(spot.box), area(other.box))) continue;
        const usual = median(b.spots.slice(Math.max(0, i - 5), i + 6).map(({ box }) => area(box))) ?? Infinity;
        if (spot.seen) into.fused.push(0, 0);
        else if (area(other.box) > 1.3 * usual) into.fused.push(1);
      }
    }
  }
}
