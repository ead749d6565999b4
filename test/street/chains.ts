// Follows a detector's boxes on real footage and fills the gaps: each vehicle, frame by frame, seen or missed.
import { height, type Box } from '../../domain/geometry.ts';
import { COLOURS, type Detections } from '../../domain/sighting.ts';
import type { MediaMs } from '../../domain/units.ts';
import { familyOf, VEHICLE_KINDS, type VehicleKind } from '../../domain/vehicle.ts';
import { createTracker } from '../../pipeline/perceive/tracker.ts';
import { hiddenBy } from './hiding.ts';

export type Footage = {
  readonly widthPx: number; readonly heightPx: number; readonly strongScore: number; readonly weakScore: number;
  readonly frames: readonly { readonly at: MediaMs; readonly detections: Detections }[];
};

/** One vehicle on one frame: seen, or reckoned to be there between two sights. */
export type Spot = { readonly frame: number; readonly at: number; readonly box: Box; readonly seen: boolean; readonly score: number; readonly kind: VehicleKind; hidden: number; readonly colours?: Float32Array | undefined };
export type Chain = { readonly kind: VehicleKind; readonly spots: Spot[] };
export type Loose = { readonly frame: number; readonly at: number; readonly box: Box; readonly score: number; readonly kind: VehicleKind; readonly colours?: Float32Array | undefined };
export type Chains = { readonly chains: readonly Chain[]; /** Boxes that became part of no vehicle followed for long. */ readonly loose: readonly Loose[]; readonly frames: number };

/** Fewer sights make no vehicle that anything can be measured on. */
const SIGHTS = 8;
/** Two pieces of one vehicle: the later begins within this time, about where the earlier would be by then. */
const LINK_MS = 4_000;

/** Follows the boxes with the product's own tracker, joins broken pieces, and fills the gaps. */
export function chainsOf({ widthPx, heightPx, strongScore, weakScore, frames }: Footage): Chains {
  const tracker = createTracker({ widthPx, heightPx, strongScore, weakScore });
  const pieces = new Map<string, Loose[]>();
  const loose: Loose[] = [];
  frames.forEach(({ at, detections }, frame) => {
    const { of } = tracker.step(detections, at);
    of.forEach((track, i) => {
      const one = { frame, at, box: boxAt(detections, i), score: detections.score[i] ?? 0, kind: VEHICLE_KINDS[detections.kind[i] ?? 0] ?? 'car', colours: detections.colours?.subarray(COLOURS * i, COLOURS * (i + 1)) };
      if (track === null) loose.push(one);
      else pieces.set(track, [...(pieces.get(track) ?? []), one]);
    });
  });
  const long = [...pieces.values()].filter((piece) => piece.length >= SIGHTS);
  for (const piece of pieces.values()) if (piece.length < SIGHTS) loose.push(...piece);
  const times = frames.map(({ at }) => at);
  const chains = link(long).map((piece) => fill(piece, times));
  setHidden(chains, frames.length);
  return { chains, loose, frames: frames.length };
}

const boxAt = ({ xyxy }: Detections, i: number): Box => {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = xyxy.subarray(i * 4, i * 4 + 4);
  return { x1, y1, x2, y2 };
};

function link(pieces: readonly Loose[][]): readonly Loose[][] {
  const out = [...pieces].sort((a, b) => (a[0]?.frame ?? 0) - (b[0]?.frame ?? 0));
  for (let i = 0; i < out.length; i += 1) {
    for (let joined = true; joined; ) {
      joined = false;
      const piece = out[i];
      const j = out.findIndex((other, k) => k > i && piece !== undefined && continues(piece, other));
      if (piece === undefined || j < 0) continue;
      out[i] = [...piece, ...(out[j] ?? [])];
      out.splice(j, 1);
      joined = true;
    }
  }
  return out;
}

function continues(a: readonly Loose[], b: readonly Loose[]): boolean {
  const last = a.at(-1);
  const before = a.at(-6) ?? a[0];
  const first = b[0];
  if (last === undefined || before === undefined || first === undefined || first.frame <= last.frame || familyOf(first.kind) !== familyOf(last.kind)) return false;
  const gap = first.at - last.at;
  const dt = Math.max(1, last.at - before.at);
  if (gap > LINK_MS) return false;
  const share = Math.min(gap, 1500) / dt;
  const off = { x: middle(first.box) - middle(last.box) - (middle(last.box) - middle(before.box)) * share, y: first.box.y2 - last.box.y2 - (last.box.y2 - before.box.y2) * share };
  const h = height(last.box);
  return Math.hypot(off.x, off.y) < 0.4 * h && Math.max(h / height(first.box), height(first.box) / h) < 1.3;
}

export const middle = (box: Box): number => (box.x1 + box.x2) / 2;

function fill(piece: readonly Loose[], times: readonly number[]): Chain {
  const spots: Spot[] = [];
  piece.forEach((one, i) => {
    const before = piece[i - 1];
    for (let frame = (before?.frame ?? one.frame) + 1; before !== undefined && frame < one.frame; frame += 1) {
      const at = times[frame] ?? before.at;
      const t = (at - before.at) / (one.at - before.at);
      spots.push({ frame, at, box: mix(before.box, one.box, t), seen: false, score: 0, kind: one.kind, hidden: 0 });
    }
    spots.push({ ...one, seen: true, hidden: 0 });
  });
  const votes = new Map<VehicleKind, number>();
  for (const { kind } of piece) votes.set(kind, (votes.get(kind) ?? 0) + 1);
  return { kind: [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'car', spots };
}

const mix = (a: Box, b: Box, t: number): Box => ({ x1: a.x1 + (b.x1 - a.x1) * t, y1: a.y1 + (b.y1 - a.y1) * t, x2: a.x2 + (b.x2 - a.x2) * t, y2: a.y2 + (b.y2 - a.y2) * t });

function setHidden(chains: readonly Chain[], frames: number): void {
  const byFrame: { readonly chain: Chain; readonly spot: Spot }[][] = Array.from({ length: frames }, () => []);
  for (const chain of chains) for (const spot of chain.spots) byFrame[spot.frame]?.push({ chain, spot });
  for (const present of byFrame) {
    for (const { spot, chain } of present) {
      const nearer = present.filter((other) => other.chain !== chain && other.spot.box.y2 > spot.box.y2).map((other) => ({ box: other.spot.box, kind: other.chain.kind }));
      spot.hidden = hiddenBy(spot.box, nearer).hidden;
    }
  }
}
