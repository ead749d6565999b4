// Keeps the best few views of each vehicle, so that only the accused's plate is ever read, and from its best moments.
import { height, shifted, width, type Box } from '../../domain/geometry.ts';
import { hasPlateInFront } from '../../domain/plate.ts';
import type { Frame, PlateReading, ReadPlate, Track } from '../../domain/sighting.ts';
import { mediaMs, type TrackId } from '../../domain/units.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';
import { createFacing } from './facing.ts';
import { pixelsPerMetre } from './motion.ts';
import { isOwnPlate, neighboursOf, type Neighbour } from './whose-plate.ts';

/** A small Frame of its own that holds the vehicle, and where it lay in the whole picture. */
export type View = { readonly frame: Frame; readonly vehicle: Box; readonly others: readonly Neighbour[]; readonly dx: number; readonly dy: number; readonly pxPerMetre: number };
/** When an act began and ended. */
export type Act = { readonly from: number; readonly to: number };
export type Views = {
  readonly see: (frame: Frame, tracks: readonly Track[]) => void;
  /** Best first; with an act, only views between which and the act nobody could have taken the track over. */
  readonly of: (track: TrackId, act?: Act) => readonly View[];
  readonly drop: (track: TrackId) => void;
};

const KEPT = 8;
/** Views nearer in time show the same blur. */
const APART_MS = 90;
/** A plate's line is about 70 mm with its gaps: below 6 px nothing reads it. */
const LEAST_PX_PER_METRE = 6 / 0.07;
const MARGIN = 0.06;
/** A vehicle whose box meets the picture's edge may have its plate cut off. */
const EDGE_PX = 2;

/** Of one vehicle the shape of its box changes slowly: where it leaps, somebody else has got into it, or something hides a part. */
const LEAP = 1.25;
const LEAP_MS = 500;

/** Bounded by `KEPT` views for each track that lives. */
export function createViews(): Views {
  const kept = new Map<TrackId, readonly View[]>();
  const doubts = new Map<TrackId, readonly number[]>();
  const facing = createFacing();
  return {
    see: (frame, tracks) => {
      for (const track of tracks) {
        noteDoubts(doubts, track);
        const point = track.path.at(-1);
        if (point === undefined || !point.observed || point.at !== frame.at || track.kind === 'person') continue;
        const frontSince = facing.frontSince(track, point);
        if (frontSince !== null && !hasPlateInFront(track.kind)) {
          kept.set(track.id, (kept.get(track.id) ?? []).filter((view) => view.frame.at < frontSince));
          continue;
        }
        const scale = pixelsPerMetre(point.box, track.kind);
        const views = kept.get(track.id) ?? [];
        if (scale < LEAST_PX_PER_METRE || point.box.y2 > frame.heightPx - EDGE_PX || leapt(track) || !better(views, scale, frame)) continue;
        kept.set(track.id, best([...views, cut(frame, track, point.box, scale, tracks)]));
      }
    },
    of: (track, act) => (kept.get(track) ?? []).filter(({ frame }) => act === undefined || (doubts.get(track) ?? []).every((at) => sameVehicle(frame.at, act, at))),
    drop: (track) => {
      kept.delete(track);
      doubts.delete(track);
      facing.drop(track);
    },
  };
}

/** After these a track may show another vehicle than before. */
const EXCHANGED = ['merged', 'jumped', 'gap'] as const;
const DOUBTS_KEPT = 30;

function noteDoubts(doubts: Map<TrackId, readonly number[]>, { id, doubtedAt }: Track): void {
  if (doubtedAt === undefined) return;
  const known = doubts.get(id) ?? [];
  const fresh = EXCHANGED.flatMap((flag) => doubtedAt[flag] ?? []).filter((at) => !known.includes(at));
  if (fresh.length > 0) doubts.set(id, [...known, ...fresh].slice(-DOUBTS_KEPT));
}

/** A doubt between the view and the act: the plate in the view may be somebody else's. */
const sameVehicle = (seenAt: number, { from, to }: Act, doubtedAt: number): boolean => !(seenAt <= doubtedAt && doubtedAt <= from) && !(to <= doubtedAt && doubtedAt <= seenAt);

function leapt({ path }: Track): boolean {
  const [before, now] = path.slice(-2);
  if (before === undefined || now === undefined || now.at - before.at > LEAP_MS) return false;
  const change = (width(now.box) * height(before.box)) / (height(now.box) * width(before.box));
  return change > LEAP || change < 1 / LEAP;
}

const near = (view: View, frame: Frame): boolean => Math.abs(frame.at - view.frame.at) < APART_MS;

function better(views: readonly View[], scale: number, frame: Frame): boolean {
  const neighbour = views.find((view) => near(view, frame));
  if (neighbour !== undefined) return false;
  return views.length < KEPT || scale > (views.at(-1)?.pxPerMetre ?? 0);
}

const best = (views: readonly View[]): readonly View[] => [...views].sort((a, b) => b.pxPerMetre - a.pxPerMetre).slice(0, KEPT);

/** A view of a vehicle, for the best picture of a moment that is at hand now. */
function cut(frame: Frame, track: Track, box: Box, pxPerMetre: number, tracks: readonly Track[]): View {
  const mx = MARGIN * width(box);
  const my = MARGIN * height(box);
  const x1 = Math.max(0, Math.floor(box.x1 - mx));
  const y1 = Math.max(0, Math.floor(box.y1 - my));
  const x2 = Math.min(frame.widthPx, Math.ceil(box.x2 + mx));
  const y2 = Math.min(frame.heightPx, Math.ceil(box.y2 + my));
  const wide = x2 - x1;
  const rgb = new Uint8Array(wide * (y2 - y1) * 3);
  for (let y = y1; y < y2; y += 1) rgb.set(frame.rgb.subarray((y * frame.widthPx + x1) * 3, (y * frame.widthPx + x2) * 3), (y - y1) * wide * 3);
  const small = { ...frame, at: mediaMs(frame.at), widthPx: wide, heightPx: y2 - y1, rgb };
  const here = (there: Box): Box => shifted(there, { x: -x1, y: -y1 });
  const others = neighboursOf(box, track, tracks).map((other) => ({ ...other, box: here(other.box) }));
  return { frame: small, vehicle: here(box), others, dx: x1, dy: y1, pxPerMetre };
}

/** The plate of the vehicle in view, not of another that shows beside it. */
export const readView = async (readPlate: ReadPlate, { frame, vehicle, others }: View, kind: VehicleKind): Promise<PlateReading | null> =>
  readPlate(frame, vehicle, kind, (plate) => isOwnPlate(plate, { box: vehicle, kind }, others));
