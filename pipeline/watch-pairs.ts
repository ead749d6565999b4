// Finds an accused of the overview in the plate cameras of its site, and answers only where nobody else could be meant.
import { vietnamIso } from '../domain/clock.ts';
import type { PairingFacts } from '../domain/pairing.ts';
import { epochMs, type CameraId, type EpochMs, type PlateText, type TrackId } from '../domain/units.ts';
import type { AccusedKind } from '../domain/vehicle.ts';
import { LONGEST_APART_MS, MARGIN, pairTracks, type Pairing } from './pair/pair.ts';
import type { RoadWindow } from './pair/road.ts';
import { isReadable } from './watch-accused.ts';
import type { PlateAnswer, PlateCamera } from './watch-plates.ts';
import type { Pair, Paired } from './watch-stages.ts';

/** What the case keeps of a plate camera beside what it saw. */
export type PlateSite = {
  readonly watched: PlateCamera;
  /** Capture time before which nothing new will come of it; null before its first frame. */
  readonly reached: () => EpochMs | null;
  readonly clockErrorMs: number;
  readonly sceneSha256: string;
  readonly inspection: string;
  readonly inspectionValidTo: string;
};
export type PairerOptions = {
  readonly overview: RoadWindow;
  readonly overviewClockErrorMs: number;
  /** Grows while live cameras come up. */
  readonly plates: readonly PlateSite[];
  /** Resolves after about `ms`; false once it is not worth waiting any more. */
  readonly wait: (ms: number, waitedMs: number) => Promise<boolean>;
};

/** A vehicle that stays in the overview's picture for longer is looked for among what was seen by then. */
const LONGEST_STAY_MS = 20_000;
const POLL_MS = 40;

export function createPairer(options: PairerOptions): Pair {
  const { overview, plates } = options;
  const enough = (track: TrackId, act: EpochMs): EpochMs => epochMs(Math.min((overview.find(track)?.lastAt ?? act) + slackOf(options), act + LONGEST_STAY_MS));
  return {
    ready: ({ id, state }, act, now) => now >= (state === 'ended' ? enough(id, act) : act + LONGEST_STAY_MS),
    find: async (track, act, kind) => {
      const until = enough(track, act);
      for (const plate of plates) await caughtUp(plate, until, options.wait);
      const seen = overview.find(track);
      if (seen === null) return { kind: 'void', why: 'pairing_unsure', detail: 'the accused has no path on the road plane: is it calibrated there?' };
      if (seen.doubts.length > 0) return { kind: 'void', why: 'pairing_unsure', detail: `the accused's own track is in doubt: ${seen.doubts.join(', ')}` };
      const answers = [];
      for (const plate of plates) answers.push(await ask(plate, track, kind, options));
      return together(answers);
    },
  };
}

/** Between leaving one view and entering the other, by clocks that are both wrong by their bounds. */
const slackOf = ({ overviewClockErrorMs, plates }: PairerOptions): number => LONGEST_APART_MS + overviewClockErrorMs + Math.max(0, ...plates.map(({ clockErrorMs }) => clockErrorMs));

/** Recordings are decoded at any speed, live cameras lag by some frames: waits until the camera has looked far enough. */
async function caughtUp({ watched, reached }: PlateSite, until: EpochMs, wait: PairerOptions['wait']): Promise<void> {
  for (let waited = 0; !watched.ended() && (reached() ?? -Infinity) < until; waited += POLL_MS) if (!(await wait(POLL_MS, waited))) return;
}

type Found = Extract<Paired, { kind: 'paired' }>;
type Answer = Paired & { readonly camera: CameraId };

async function ask(plate: PlateSite, track: TrackId, kind: AccusedKind, options: PairerOptions): Promise<Answer> {
  const { watched } = plate;
  const { camera } = watched;
  const unfit = watched.unfit();
  if (unfit !== null) return { kind: 'alone', camera };
  const pairing = pairTracks(options.overview.view(), watched.view()).find(({ overview }) => overview === track);
  if (pairing === undefined || (pairing.kind === 'void' && pairing.why === 'nobody_near')) return { kind: 'alone', camera };
  const refuse = (detail: string): Answer => ({ kind: 'void', camera, why: 'pairing_unsure', detail: `${camera}: ${detail}` });
  if (pairing.kind === 'void') return refuse(`${pairing.why}: ${pairing.detail}`);
  const doubts = watched.find(pairing.plate)?.doubts ?? [];
  if (doubts.length > 0) return refuse(`its track there is in doubt: ${doubts.join(', ')}`);
  const read = await watched.read(pairing.plate, kind);
  if (read === null) return refuse('the plate camera keeps no picture of it any more');
  return { ...found(plate, pairing, read, options), camera };
}

function found({ watched, clockErrorMs, ...site }: PlateSite, pairing: Extract<Pairing, { kind: 'paired' }>, read: PlateAnswer, options: PairerOptions): Found {
  const { reasons } = pairing;
  const facts: PairingFacts = {
    ...reasons, camera: watched.camera, session: read.session, track: pairing.plate, scene_sha256: site.sceneSha256, inspection: site.inspection, inspection_valid_to: site.inspectionValidTo,
    at_ms: read.at, captured_at: vietnamIso(read.picture.capturedAt), overview_clock_error_ms: options.overviewClockErrorMs, plate_clock_error_ms: clockErrorMs, order: 'kept', margin: MARGIN,
  };
  return { kind: 'paired', pairing: facts, picture: { track: pairing.plate, picture: read.picture }, plate: read.plate, plateView: read.plateView, readings: read.readings };
}

/** Several plate cameras may have seen it: they must agree; one that is unsure does not spoil another that is sure. */
function together(answers: readonly Answer[]): Paired {
  const sure = answers.filter((answer) => answer.kind === 'paired');
  const texts = new Set<PlateText>(sure.flatMap(({ plate }) => (plate !== null && isReadable(plate) ? [plate.text] : [])));
  if (texts.size > 1) return { kind: 'void', why: 'pairing_unsure', detail: `the plate cameras ${sure.map(({ camera }) => camera).join(', ')} read different plates` };
  const [best] = [...sure].sort((a, b) => (b.plate?.score ?? 0) - (a.plate?.score ?? 0));
  return best ?? answers.find(({ kind }) => kind === 'void') ?? { kind: 'alone' };
}
