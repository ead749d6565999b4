// A detector as ours is: what it misses, shakes, cuts off, doubles and misnames, at the rates measured on the real clips.
import { readFileSync } from 'node:fs';
import { area, height, intersectionArea, width, type Box } from '../../domain/geometry.ts';
import type { Detections } from '../../domain/sighting.ts';
import { VEHICLE_KINDS, type VehicleKind } from '../../domain/vehicle.ts';
import { createPainter } from './colour-model.ts';
import { sizeOf, stepOf, type Part } from './detector-faults.ts';
import { ratesFile, type DetectorRates } from './detector-rates.ts';
import { hiddenBy, type Shown } from './hiding.ts';
import { chance, type Chance } from './random.ts';

export const MEASURED: DetectorRates = ratesFile.parse(JSON.parse(readFileSync(new URL('./detector-rates.json', import.meta.url), 'utf8')));

const never = Array.from({ length: 22 }, () => 0);
const steady = { x: never, y: never, w: never, h: never };
const nothing = { weak: 0, strong: 0 };
/** Sees every vehicle that is not mostly hidden, exactly as it is. */
export const PERFECT: DetectorRates = {
  ...MEASURED, source: 'perfect', miss: [0, 0, 0, 0, 1], missAgain: 0, score: { size: [0.8, 0.8, 0.8, 0.8, 0.8], hidden: [0, 0, 0, 0, 0], vehicle: 0, slow: 0, fast: 0 }, moving: steady, standing: steady, hidden: steady,
  drift: { x: 0, y: 0, w: 0, h: 0 }, cut: 0, cutAgain: 0, misnamed: 0, misnamedAgain: 0, fused: 0,
  further: { twin: nothing, part: nothing, beside: nothing, thing: nothing, flash: nothing }, colours: { ...MEASURED.colours, soon: never, later: never }, assumed: { ...MEASURED.assumed, misnamedForLife: 0 },
};

export type Body = { readonly id: number; readonly kind: VehicleKind; readonly box: Box };
export type Looked = { readonly detections: Detections; /** For each detection the vehicle it shows; −1 for none. */ readonly of: readonly number[]; /** How much of each vehicle is hidden; 1 where it is out of the picture or too small. */ readonly hidden: ReadonlyMap<number, number> };
type Found = { readonly box: Box; readonly kind: VehicleKind; readonly score: number; readonly id: number };
/** What lasts from one look to the next. */
type Lasting = { readonly kind: VehicleKind; at: number; foot: Box | null; missed: boolean; cut: boolean; misnamed: boolean; readonly usual: number; score: number; readonly drift: Record<Part, number> };
type Frame = { readonly width_px: number; readonly height_px: number };

const CONFUSED: Readonly<Record<VehicleKind, VehicleKind>> = { car: 'truck', truck: 'bus', bus: 'truck', motorcycle: 'bicycle', bicycle: 'motorcycle', person: 'motorcycle' };
/** Slow trembling forgets itself in this time. */
const DRIFT_MS = 1_000;
/** A box hidden by less than this is never cut. */
const CUT_FROM = 0.12;
const STILL = 0.01;

export function createDetector(rates: DetectorRates, random: Chance, frame: Frame): { readonly look: (bodies: readonly Body[], at: number) => Looked; readonly forget: (id: number) => void } {
  const lasting = new Map<number, Lasting>();
  const kerbs = Array.from({ length: 12 }, () => kerbBox(random, frame));
  // Its own dice: colours change nothing about what is found.
  const painter = createPainter(rates.colours, chance(1 + Math.floor(random.next() * 1e9)));
  return {
    forget: (id) => {
      lasting.delete(id);
      painter.forget(id);
    },
    look: (bodies, at) => {
      // Nearer bodies have a lower edge further down the picture and hide those behind them.
      const order = [...bodies].sort((a, b) => b.box.y2 - a.box.y2);
      const found: Found[] = [];
      const hidden = new Map<number, number>();
      order.forEach((body, i) => {
        const one = lookAt(body, order.slice(0, i), at, { rates, random, frame, lasting, hidden });
        if (one !== null) found.push(one);
      });
      fuse(found, rates, random);
      return pack(hidden, [...found, ...seconds(found, rates, random), ...strays(kerbs, rates, random, frame)], painter.look(order, at));
    },
  };
}

type Ctx = { readonly hidden: Map<number, number>; readonly rates: DetectorRates; readonly random: Chance; readonly frame: Frame; readonly lasting: Map<number, Lasting> };

function lookAt(body: Body, nearer: readonly Shown[], at: number, { rates, random, frame, lasting, hidden: shares }: Ctx): Found | null {
  const inFrame = clip(body.box, frame);
  shares.set(body.id, 1);
  if (inFrame === null || height(inFrame) < rates.assumed.least_px || area(inFrame) < 0.3 * area(body.box)) return null;
  const { hidden, rest } = hiddenBy(inFrame, nearer);
  const step = stepOf(hidden);
  shares.set(body.id, hidden);
  const state = lasting.get(body.id) ?? newcomer(body, at, rates, random);
  const still = state.foot !== null && Math.hypot(state.foot.x1 - body.box.x1, state.foot.y2 - body.box.y2) < STILL * height(body.box);
  const known = lasting.has(body.id);
  lasting.set(body.id, state);
  state.missed = random.happens(again(known && state.missed, rates.miss[step] ?? 1, Math.max(rates.missAgain, rates.miss[step] ?? 1)));
  state.cut = hidden > CUT_FROM && random.happens(again(state.cut, rates.cut, rates.cutAgain));
  state.misnamed = random.happens(again(state.misnamed, rates.misnamed, rates.misnamedAgain));
  drift(state, at, rates, random);
  state.at = at;
  state.foot = body.box;
  if (state.missed) return null;
  const usual = (rates.score.size[sizeOf(inFrame)] ?? 0) + (rates.score.hidden[step] ?? 0) + state.usual;
  const score = Math.min(0.95, Math.max(rates.weakScore, usual + state.score + random.normal(0, rates.score.fast)));
  const box = shake(state.cut ? rest : inFrame, state, hidden > CUT_FROM ? rates.hidden : still ? rates.standing : rates.moving, random, frame);
  return { box, kind: state.misnamed ? CONFUSED[state.kind] : state.kind, score, id: body.id };
}

const newcomer = ({ kind }: Body, at: number, rates: DetectorRates, random: Chance): Lasting => ({
  kind: random.happens(rates.assumed.misnamedForLife) ? CONFUSED[kind] : kind, at: at - 10 * DRIFT_MS, foot: null, missed: false, cut: false, misnamed: false,
  usual: random.normal(0, rates.score.vehicle), score: 0, drift: { x: 0, y: 0, w: 0, h: 0 },
});

/** A fault of this share that lasts: likelier after itself, so much rarer anew. */
function again(now: boolean, rate: number, repeat: number): number {
  if (rate >= 1) return 1;
  const lasts = Math.min(LASTS_MOST, repeat);
  return now ? lasts : Math.min(1, (rate * (1 - lasts)) / (1 - rate));
}
/** No fault lasts for ever, though too few were seen to end: else all would have it in time, whatever its share. */
const LASTS_MOST = 0.99;

function drift(state: Lasting, at: number, rates: DetectorRates, random: Chance): void {
  const keep = Math.exp(-(at - state.at) / DRIFT_MS);
  state.score = state.score * keep + random.normal(0, rates.score.slow * Math.sqrt(Math.max(0, 1 - keep * keep)));
  for (const part of ['x', 'y', 'w', 'h'] as const) state.drift[part] = state.drift[part] * keep + random.normal(0, rates.drift[part] * Math.sqrt(Math.max(0, 1 - keep * keep)));
}

function shake(box: Box, { drift: slow }: Lasting, fast: DetectorRates['moving'], random: Chance, frame: Frame): Box {
  const by = (part: Part): number => slow[part] + drawn(fast[part], random);
  const [w, h] = [width(box), height(box)];
  const x = (box.x1 + box.x2) / 2 + w * by('x');
  const y2 = box.y2 + h * by('y');
  const half = (w / 2) * Math.max(0.3, 1 + by('w'));
  return clip({ x1: x - half, x2: x + half, y1: y2 - h * Math.max(0.3, 1 + by('h')), y2 }, frame) ?? box;
}

/** Edges of the measured table's classes: 20 of 5 %, of which the last is split at 99 % and 100 %. */
const AT: readonly number[] = [...Array.from({ length: 20 }, (_, i) => i / 20), 0.99, 1];

function drawn(sizes: readonly number[], random: Chance): number {
  const u = random.next();
  const i = Math.max(1, AT.findIndex((edge) => edge > u));
  const [from, to] = [AT[i - 1] ?? 0, AT[i] ?? 1];
  const size = (sizes[i - 1] ?? 0) + (((sizes[i] ?? 0) - (sizes[i - 1] ?? 0)) * (u - from)) / (to - from);
  return random.happens(0.5) ? size : -size;
}

function fuse(found: Found[], rates: DetectorRates, random: Chance): void {
  for (let i = 0; i < found.length; i += 1) {
    for (let j = found.length - 1; j > i; j -= 1) {
      const a = found[i];
      const b = found[j];
      if (a === undefined || b === undefined || a.kind !== 'motorcycle' || b.kind !== 'motorcycle') continue;
      if (intersectionArea(a.box, b.box) < 0.5 * Math.min(area(a.box), area(b.box)) || !random.happens(rates.fused)) continue;
      found[i] = { ...a, box: { x1: Math.min(a.box.x1, b.box.x1), y1: Math.min(a.box.y1, b.box.y1), x2: Math.max(a.box.x2, b.box.x2), y2: Math.max(a.box.y2, b.box.y2) } };
      found.splice(j, 1);
    }
  }
}

/** Further boxes on a vehicle: nearly the same, a part of it, half beside it; hardly ever strong. */
function seconds(found: readonly Found[], rates: DetectorRates, random: Chance): Found[] {
  const shapes = {
    twin: (box: Box): Box => scaled(box, random.normal(0, 0.1), random.normal(0, 0.1), random.between(0.75, 1.2)),
    part: (box: Box): Box => scaled(box, random.normal(0, 0.15), random.between(-0.4, 0), random.between(0.35, 0.65)),
    beside: (box: Box): Box => scaled(box, random.between(0.4, 0.8) * (random.happens(0.5) ? 1 : -1), random.normal(0, 0.15), random.between(0.7, 1.1)),
  };
  return found.flatMap((one) => (['twin', 'part', 'beside'] as const).flatMap((kind) => {
    const more: Found[] = [];
    if (random.happens(rates.further[kind].weak)) more.push({ ...one, box: shapes[kind](one.box), score: weakly(rates, random) });
    if (random.happens(rates.further[kind].strong)) more.push({ ...one, box: shapes[kind](one.box), score: rates.strongScore + 0.02 });
    return more;
  }));
}

/** Most weak boxes are very weak. */
const weakly = ({ weakScore, strongScore }: DetectorRates, random: Chance): number => weakScore + (strongScore - weakScore) * random.next() ** 2;

function scaled(box: Box, dx: number, dy: number, by: number): Box {
  const [w, h] = [width(box), height(box)];
  const x = (box.x1 + box.x2) / 2 + dx * w;
  const y2 = box.y2 + dy * h;
  return { x1: x - (w * by) / 2, x2: x + (w * by) / 2, y1: y2 - h * by, y2 };
}

/** Boxes on no vehicle of the street: on things at the kerbs, in the same places again and again, and on nothing, anywhere. */
function strays(kerbs: readonly Box[], rates: DetectorRates, random: Chance, frame: Frame): Found[] {
  const count = (mean: number): number => Math.floor(mean) + (random.happens(mean % 1) ? 1 : 0);
  const some = (mean: number, box: () => Box, score: () => number): Found[] => Array.from({ length: count(mean) }, () => ({ box: clip(box(), frame) ?? box(), kind: random.pick<VehicleKind>([['motorcycle', 60], ['car', 30], ['person', 10]]), score: score(), id: -1 }));
  const strongly = (): number => random.between(rates.strongScore, rates.strongScore + 0.1);
  const thing = (): Box => scaled(kerbs[Math.floor(random.next() * kerbs.length)] ?? kerbBox(random, frame), random.normal(0, 0.05), random.normal(0, 0.03), random.between(0.9, 1.1));
  const anywhere = (): Box => {
    const h = random.between(0.04, 0.15) * frame.height_px;
    return upright(random.between(0, frame.width_px), random.between(0.15 * frame.height_px, frame.height_px), h);
  };
  const { thing: things, flash } = rates.further;
  return [...some(things.weak, thing, () => weakly(rates, random)), ...some(things.strong, thing, strongly), ...some(flash.weak, anywhere, () => weakly(rates, random)), ...some(flash.strong, anywhere, strongly)];
}

const upright = (x: number, y2: number, h: number): Box => ({ x1: x - 0.3 * h, x2: x + 0.3 * h, y1: y2 - h, y2 });

/** Machines parked on the pavement: at the picture's left and right edge. */
function kerbBox(random: Chance, { width_px, height_px }: Frame): Box {
  const x = random.between(0.02, 0.07) * width_px;
  return upright(random.happens(0.5) ? x : width_px - x, random.between(0.3, 0.6) * height_px, random.between(0.05, 0.1) * height_px);
}

function clip(box: Box, frame: Frame): Box | null {
  const cut = { x1: Math.max(0, box.x1), y1: Math.max(0, box.y1), x2: Math.min(frame.width_px, box.x2), y2: Math.min(frame.height_px, box.y2) };
  return cut.x2 - cut.x1 > 2 && cut.y2 - cut.y1 > 2 ? cut : null;
}

function pack(hidden: ReadonlyMap<number, number>, found: readonly Found[], colour: (box: Box, id: number) => readonly number[]): Looked {
  return {
    hidden,
    of: found.map(({ id }) => id),
    detections: {
      count: found.length,
      xyxy: Float32Array.from(found.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2])),
      score: Float32Array.from(found.map(({ score }) => score)),
      kind: Uint8Array.from(found.map(({ kind }) => VEHICLE_KINDS.indexOf(kind))),
      colours: Float32Array.from(found.flatMap(({ box, id }) => colour(box, id))),
    },
  };
}
