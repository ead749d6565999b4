// A detector as ours is: what it misses, shakes, cuts off, doubles and misnames. Every rate is a parameter of this file.
import { area, height, intersectionArea, width, type Box } from '../../domain/geometry.ts';
import type { Detections } from '../../domain/sighting.ts';
import { VEHICLE_KINDS, type VehicleKind } from '../../domain/vehicle.ts';
import type { Chance } from './random.ts';

/**
 * Rates of one detector on one kind of view. `assumed` says that they are not yet measured on the real clips: they are set from the
 * published behaviour of small one-stage detectors (about 95 % recall of unhidden vehicles, 2–3 % edge jitter), on the pessimistic side.
 */
export type DetectorRates = {
  readonly source: string;
  readonly miss: number;
  /** Missed share of vehicles hidden by half; two thirds hidden are always missed. */
  readonly missHalfHidden: number;
  /** Standard deviation of each edge, as a part of the box's size; and of its slow part, which lasts a second. */
  readonly jitter: number;
  readonly slowJitter: number;
  /** Share of partly hidden vehicles whose box ends where they are hidden. */
  readonly cut: number;
  readonly falsePerFrame: number;
  readonly doubled: number;
  /** Wrong kind on one frame, and for a vehicle's whole life. */
  readonly misnamed: number;
  readonly misnamedForLife: number;
  /** Two motorcycles nearer than half a width that become one box. */
  readonly fused: number;
  readonly least_px: number;
  /** How much of its box a body fills, and so hides: a rider leaves gaps. */
  readonly fills: number;
  readonly fillsRider: number;
};

export const ASSUMED: DetectorRates = {
  source: 'assumed, pessimistic; to be replaced by rates measured on the real clips',
  miss: 0.04, missHalfHidden: 0.5, jitter: 0.018, slowJitter: 0.012, cut: 0.6, falsePerFrame: 0.03, doubled: 0.004, misnamed: 0.02, misnamedForLife: 0.02, fused: 0.3, least_px: 20, fills: 0.9, fillsRider: 0.6,
};

export type Body = { readonly id: number; readonly kind: VehicleKind; readonly box: Box };
export type Looked = { readonly detections: Detections; /** For each detection the vehicle it shows; −1 for none. */ readonly of: readonly number[] };
type Slow = { readonly kind: VehicleKind; at: number; x: number; y: number; w: number; h: number };

const CONFUSED: Readonly<Record<VehicleKind, VehicleKind>> = { car: 'truck', truck: 'bus', bus: 'truck', motorcycle: 'bicycle', bicycle: 'motorcycle', person: 'motorcycle' };

export function createDetector(rates: DetectorRates, random: Chance, frame: { readonly width_px: number; readonly height_px: number }): { readonly look: (bodies: readonly Body[], at: number) => Looked; readonly forget: (id: number) => void } {
  const slow = new Map<number, Slow>();
  return {
    forget: (id) => slow.delete(id),
    look: (bodies, at) => {
      // Nearer bodies have a lower edge further down the picture and hide those behind them.
      const order = [...bodies].sort((a, b) => b.box.y2 - a.box.y2);
      const found: { box: Box; kind: VehicleKind; score: number; id: number }[] = [];
      order.forEach((body, i) => {
        const inFrame = clip(body.box, frame);
        if (inFrame === null || height(inFrame) < rates.least_px || area(inFrame) < 0.3 * area(body.box)) return;
        const { hidden, rest } = hide(inFrame, order.slice(0, i), rates);
        const missed = hidden > 0.66 || random.happens(hidden > 0.33 ? rates.missHalfHidden : rates.miss);
        if (missed) return;
        const state = lasting(slow, body, at, rates, random);
        const seen = hidden > 0.12 && random.happens(rates.cut) ? rest : inFrame;
        const kind = random.happens(rates.misnamed) ? CONFUSED[state.kind] : state.kind;
        found.push({ box: shake(seen, state, rates, random, frame), kind, score: Math.min(0.97, Math.max(0.15, random.normal(0.8 - 0.5 * hidden, 0.1))), id: body.id });
      });
      fuse(found, rates, random);
      for (const one of [...found]) if (random.happens(rates.doubled)) found.push({ ...one, box: shift(one.box, 0.12, random), score: one.score * 0.6 });
      if (random.happens(rates.falsePerFrame)) found.push(ghost(random, frame));
      return pack(found);
    },
  };
}

function lasting(slow: Map<number, Slow>, body: Body, at: number, rates: DetectorRates, random: Chance): Slow {
  const known = slow.get(body.id) ?? { kind: random.happens(rates.misnamedForLife) ? CONFUSED[body.kind] : body.kind, at, x: 0, y: 0, w: 0, h: 0 };
  slow.set(body.id, known);
  const keep = Math.exp(-(at - known.at) / 1000);
  const fresh = rates.slowJitter * Math.sqrt(Math.max(0, 1 - keep * keep));
  for (const key of ['x', 'y', 'w', 'h'] as const) known[key] = known[key] * keep + (known.at === at ? random.normal(0, rates.slowJitter) : random.normal(0, fresh));
  known.at = at;
  return known;
}

function shake(box: Box, state: Slow, { jitter }: DetectorRates, random: Chance, frame: { readonly width_px: number; readonly height_px: number }): Box {
  const w = width(box);
  const h = height(box);
  const moved = {
    x1: box.x1 + w * (state.x - state.w / 2 + random.normal(0, jitter)), x2: box.x2 + w * (state.x + state.w / 2 + random.normal(0, jitter)),
    y1: box.y1 + h * (state.y - state.h / 2 + random.normal(0, jitter)), y2: box.y2 + h * (state.y + state.h / 2 + random.normal(0, jitter)),
  };
  return clip(moved, frame) ?? box;
}

/** How much of a box nearer boxes cover, and what is left of it once the largest of them is cut off. */
function hide(box: Box, nearer: readonly Body[], rates: DetectorRates): { readonly hidden: number; readonly rest: Box } {
  let open = 1;
  let worst = { share: 0, by: box };
  for (const { box: other, kind } of nearer) {
    const rider = kind === 'motorcycle' || kind === 'bicycle' || kind === 'person';
    const share = ((rider ? rates.fillsRider : rates.fills) * intersectionArea(box, other)) / Math.max(1, area(box));
    if (share === 0) continue;
    open *= 1 - share;
    if (share > worst.share) worst = { share, by: other };
  }
  return { hidden: 1 - open, rest: worst.share === 0 ? box : cutOff(box, worst.by) };
}

/** The largest upright part of `box` outside `by`. */
function cutOff(box: Box, by: Box): Box {
  const parts: Box[] = [{ ...box, x2: Math.min(box.x2, by.x1) }, { ...box, x1: Math.max(box.x1, by.x2) }, { ...box, y2: Math.min(box.y2, by.y1) }];
  return parts.filter((part) => width(part) > 0 && height(part) > 0).sort((a, b) => area(b) - area(a))[0] ?? box;
}

function fuse(found: { box: Box; kind: VehicleKind; score: number; id: number }[], rates: DetectorRates, random: Chance): void {
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

function ghost(random: Chance, { width_px, height_px }: { readonly width_px: number; readonly height_px: number }) {
  const h = random.between(0.04, 0.15) * height_px;
  const x = random.between(0, width_px - h);
  const y = random.between(h, height_px);
  return { box: { x1: x, y1: y - h, x2: x + h * 0.6, y2: y }, kind: random.pick<VehicleKind>([['motorcycle', 2], ['car', 1]]), score: random.between(0.3, 0.6), id: -1 };
}

const shift = (box: Box, by: number, random: Chance): Box => {
  const dx = random.normal(0, by) * width(box);
  const dy = random.normal(0, by) * height(box);
  return { x1: box.x1 + dx, x2: box.x2 + dx, y1: box.y1 + dy, y2: box.y2 + dy };
};

function clip(box: Box, frame: { readonly width_px: number; readonly height_px: number }): Box | null {
  const cut = { x1: Math.max(0, box.x1), y1: Math.max(0, box.y1), x2: Math.min(frame.width_px, box.x2), y2: Math.min(frame.height_px, box.y2) };
  return cut.x2 - cut.x1 > 2 && cut.y2 - cut.y1 > 2 ? cut : null;
}

function pack(found: readonly { readonly box: Box; readonly kind: VehicleKind; readonly score: number; readonly id: number }[]): Looked {
  return {
    of: found.map(({ id }) => id),
    detections: {
      count: found.length,
      xyxy: Float32Array.from(found.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2])),
      score: Float32Array.from(found.map(({ score }) => score)),
      kind: Uint8Array.from(found.map(({ kind }) => VEHICLE_KINDS.indexOf(kind))),
    },
  };
}
