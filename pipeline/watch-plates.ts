// The loop of a plate camera: it follows vehicles and judges nobody; a plate is read only of whom the overview accuses.
import type { Homography } from '../domain/geometry.ts';
import type { Detect, Frame, PlateVote, ReadPlate, Sight, Track } from '../domain/sighting.ts';
import type { CameraId, EpochMs, MediaMs, SessionId, TrackId } from '../domain/units.ts';
import type { AccusedKind } from '../domain/vehicle.ts';
import type { Circumstances, Void } from '../domain/violation.ts';
import type { KeptFrame, Ring } from './evidence/ring.ts';
import type { View } from './pair/pair.ts';
import { createRoadWindow, type Seen } from './pair/road.ts';
import { bodyColour } from './perceive/body-colour.ts';
import { createViews, readView, type Views } from './perceive/plate-views.ts';
import { createTracker, type Tracker } from './perceive/tracker.ts';
import { readOf, type Readings } from './watch-accused.ts';

export type PlateStages = {
  readonly detect: Detect;
  readonly readPlate: ReadPlate;
  readonly ring: Ring;
  readonly circumstances: (sight: Sight) => Circumstances;
  readonly onFrame?: (frame: Frame) => Promise<void> | void;
};
export type PlateOptions = { readonly camera: CameraId; readonly homography: Homography; readonly strongScore: number; readonly weakScore: number };

/** What a plate camera can be asked. */
export type PlateCamera = {
  readonly camera: CameraId;
  readonly run: (frames: AsyncIterable<Frame>) => Promise<void>;
  /** Capture time up to which it has looked; null before its first frame. */
  readonly reached: () => EpochMs | null;
  readonly ended: () => boolean;
  /** Why nothing it sees may be used now; null where all is well. */
  readonly unfit: () => Void | null;
  readonly view: () => View;
  readonly find: (track: TrackId) => Seen | null;
  readonly read: (track: TrackId, kind: AccusedKind) => Promise<PlateAnswer | null>;
};
/** Everything about one vehicle for the case: `picture` is the whole frame nearest to the one that was read. */
export type PlateAnswer = Readings & { readonly plate: PlateVote | null; readonly session: SessionId; readonly at: MediaMs; readonly picture: KeptFrame };

/** Everybody's road positions, the best views of each, and whole pictures are kept this long, then gone. */
export const WINDOW_MS = 60_000;
const NEAR_MS = 150;
/** Small boxes have no colour of their own. */
const COLOUR_LEAST_PX = 24;

type Session = { readonly id: SessionId; readonly tracker: Tracker; readonly views: Views; readonly tracks: Map<TrackId, Track> };

export function createPlateCamera(stages: PlateStages, { camera, homography, strongScore, weakScore }: PlateOptions): PlateCamera {
  const road = createRoadWindow({ camera, homography, keepMs: WINDOW_MS });
  let session: Session | null = null;
  let over = false;
  let circumstances: Circumstances | null = null;
  const look = async (frame: Frame): Promise<void> => {
    if (session?.id !== frame.session) {
      road.clear();
      session = { id: frame.session, tracker: createTracker({ widthPx: frame.widthPx, heightPx: frame.heightPx, strongScore, weakScore }), views: createViews(), tracks: new Map() };
    }
    const { tracks, ended } = session.tracker.step(await stages.detect(frame), frame.at);
    const sight: Sight = { at: frame.at, capturedAt: frame.capturedAt, clockErrorMs: frame.clockErrorMs, tracks, ended, signals: [] };
    stages.ring.keep(frame, sight);
    session.views.see(frame, tracks);
    road.see(sight, (track) => colourIn(frame, track));
    circumstances = stages.circumstances(sight);
    remember(session, sight);
    await stages.onFrame?.(frame);
  };
  return {
    camera,
    run: async (frames) => {
      try {
        for await (const frame of frames) await look(frame);
      } finally {
        over = true;
      }
    },
    reached: road.reached,
    ended: () => over,
    unfit: () => (circumstances === null ? null : unfit(circumstances)),
    view: road.view,
    find: road.find,
    read: async (id, kind) => (session === null ? null : readTrack(session, id, kind, stages)),
  };
}

function unfit({ cameraMoved, clockInStep, inspectionValid }: Circumstances): Void | null {
  if (cameraMoved) return 'camera_moved';
  if (!clockInStep) return 'clock_not_in_step';
  return inspectionValid ? null : 'inspection_expired';
}

export function colourIn(frame: Frame, { path }: Track): string | null {
  const box = path.at(-1)?.box;
  return box === undefined || box.y2 - box.y1 < COLOUR_LEAST_PX ? null : bodyColour(frame, box);
}

function remember(session: Session, sight: Sight): void {
  for (const track of [...sight.tracks, ...sight.ended]) session.tracks.set(track.id, track);
  for (const [id, track] of session.tracks) {
    if (sight.at - track.lastAt <= WINDOW_MS) continue;
    session.tracks.delete(id);
    session.views.drop(id);
  }
}

/** Null where no whole picture of it is kept any more: no picture, no pairing. */
async function readTrack(session: Session, id: TrackId, kind: AccusedKind, { readPlate, ring }: PlateStages): Promise<PlateAnswer | null> {
  const track = session.tracks.get(id);
  const last = track?.path.findLast(({ observed }) => observed);
  if (track === undefined || last === undefined) return null;
  const read = [];
  for (const view of session.views.of(id)) {
    const reading = await readView(readPlate, view, track.kind);
    if (reading !== null) read.push({ reading, view });
  }
  const readings = readOf(read, { vehicle: kind });
  const at = readings.plate?.bestAt ?? session.views.of(id)[0]?.frame.at ?? last.at;
  // Of a vehicle that stood for long the best view may be older than the whole pictures: then its latest one.
  const picture = (await ring.nearest(at, NEAR_MS)) ?? (await ring.nearest(last.at, NEAR_MS));
  return picture === null ? null : { ...readings, session: session.id, at: picture.at, picture };
}
