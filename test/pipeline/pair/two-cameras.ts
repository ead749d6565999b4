// A junction seen by two cameras: an overview that sees the stop line, a plate camera beyond it; vehicles are numbers on the road.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { canonicalJson } from '../../../domain/canonical.ts';
import { calibrationOf } from '../../../domain/calibration.ts';
import { systemClock } from '../../../domain/clock.ts';
import { resolveScene } from '../../../domain/resolve-scene.ts';
import type { CameraFile, Scene } from '../../../domain/scene.ts';
import type { Frame, PlateReading, Sight } from '../../../domain/sighting.ts';
import { cameraId, epochMs, mediaMs, plateText, sessionId, sha256 } from '../../../domain/units.ts';
import type { VehicleKind } from '../../../domain/vehicle.ts';
import type { Circumstances, Voided } from '../../../domain/violation.ts';
import { record, type Recorded } from '../../../pipeline/cases/record.ts';
import { gather } from '../../../pipeline/evidence/gather.ts';
import { createRing } from '../../../pipeline/evidence/ring.ts';
import { seal } from '../../../pipeline/evidence/seal.ts';
import { sealingKey } from '../../../pipeline/evidence/signing-key.ts';
import { folderStore, sha256Of } from '../../../pipeline/evidence/store.ts';
import { ALL_WELL, createJudge } from '../../../pipeline/judge/rules.ts';
import { createRoadWindow } from '../../../pipeline/pair/road.ts';
import { createPairer } from '../../../pipeline/watch-pairs.ts';
import { createPlateCamera } from '../../../pipeline/watch-plates.ts';
import { watch } from '../../../pipeline/watch.ts';
import type { Database } from '../../../prisma/client.ts';
import { detections } from '../../factories/detections.ts';
import { aScene, AWAY } from '../judge/scenario.ts';

/** On the road: `x` metres across, past the stop line (20 m) at `cross` ms with `mps`. */
export type Rider = { readonly plate: string; readonly x: number; readonly cross: number; readonly mps?: number; readonly kind?: VehicleKind; readonly unseenByPlates?: boolean };
export type Setting = { readonly untilMs?: number; readonly plateClockMs?: number; readonly plateCircumstances?: Partial<Circumstances>; readonly plateReads?: boolean };

const START = Date.UTC(2026, 10, 20, 1, 15);
const STOP_M = 20;
const STEP_MS = 125;
const CLOCK_ERROR_MS = 50;
/** A square picture of `side` pixels, its pixels a metre, and the road at its lower left corner. */
type Look = { readonly side: number; readonly across: number; readonly along: number; readonly x0: number; readonly y0: number };
const OVERVIEW: Look = { side: 500, across: 25, along: 12.5, x0: 0, y0: 0 };
const PLATES: Look = { side: 600, across: 100, along: 70, x0: 7.5, y0: 18 };

const seenAt = ({ side, across, along, x0, y0 }: Look, x: number, y: number): readonly [number, number] => [(x - x0) * across, side - (y - y0) * along];
const calibrated = (look: Look): CameraFile['calibration'] => {
  const points = [[0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9], [0.5, 0.5]] as const;
  return { points: points.map(([u, v]) => ({ at: [u, v], road_m: [look.x0 + (u * look.side) / look.across, look.y0 + ((1 - v) * look.side) / look.along] })), checks: [], max_residual_m: 0.3 };
};
const sceneOf = (part: Partial<CameraFile>, look: Look): Scene => resolveScene(aScene({ ...part, calibration: calibrated(look) }).file, look.side, look.side);
const OVERVIEW_SCENE = sceneOf(AWAY, OVERVIEW);
const PLATE_SCENE = sceneOf({ camera: 'plates' }, PLATES);
const inPicture = ({ side }: Look, [x, y]: readonly [number, number], tall: number): boolean => x > 15 && x < side - 15 && y < side - 5 && y - tall > 2;

function* vehiclesAt(riders: readonly Rider[], at: number, look: Look): Generator<{ readonly index: number; readonly box: readonly [number, number, number, number]; readonly kind: VehicleKind }> {
  for (const [index, { x, cross, mps = 6, kind = 'motorcycle' }] of riders.entries()) {
    const place = seenAt(look, x, STOP_M + ((at - cross) / 1000) * mps);
    const size = look === OVERVIEW ? ([19, 45] as const) : ([120, 240] as const);
    if (inPicture(look, place, size[1])) yield { index, kind, box: [place[0] - size[0] / 2, place[1] - size[1], place[0] + size[0] / 2, place[1]] };
  }
}

/** Pictures whose pixels say who is where: the reader of this world reads them. */
type Shooting = { readonly camera: string; readonly run: number; readonly look: Look; readonly clockMs: number; readonly untilMs: number };
async function* pictures(riders: readonly Rider[], { camera, run, look, clockMs, untilMs }: Shooting): AsyncGenerator<Frame> {
  for (let at = 0; at <= untilMs; at += STEP_MS) {
    await Promise.resolve();
    const rgb = new Uint8Array(look.side * look.side * 3).fill(120);
    if (look === PLATES) for (const { index, box } of vehiclesAt(riders, at, look)) paint(rgb, look.side, box, 10 + index * 10);
    yield { camera: cameraId(camera), session: sessionId(`${camera}-${run}`), at: mediaMs(at), capturedAt: epochMs(START + at + clockMs), clockErrorMs: CLOCK_ERROR_MS, widthPx: look.side, heightPx: look.side, rgb };
  }
}

function paint(rgb: Uint8Array, side: number, [x1, y1, x2, y2]: readonly number[], value: number): void {
  for (let y = Math.round(y1 ?? 0); y < (y2 ?? 0); y += 1) rgb.fill(value, (y * side + Math.round(x1 ?? 0)) * 3, (y * side + Math.round(x2 ?? 0)) * 3);
}

const detect = (riders: readonly Rider[], look: Look) => async (frame: Frame) =>
  Promise.resolve(detections([...vehiclesAt(riders, frame.at, look)].filter(({ index }) => look === OVERVIEW || riders[index]?.unseenByPlates !== true).map(({ box, kind }) => ({ box, kind }))));

function readingOf(frame: Frame, riders: readonly Rider[]): PlateReading | null {
  const middle = (Math.floor(frame.heightPx / 2) * frame.widthPx + Math.floor(frame.widthPx / 2)) * 3;
  const plate = riders[Math.round(((frame.rgb[middle] ?? 0) - 10) / 10)]?.plate;
  if (plate === undefined) return null;
  return { at: frame.at, text: plateText(plate), lines: 2, colour: 'white', score: 0.97, chars: [...plate].map((symbol) => ({ [symbol]: 0.97 })), box: { x1: 20, y1: 100, x2: 80, y2: 140 }, lineHeightPx: 18 };
}

export type Outcome = { readonly recorded: readonly Recorded[]; readonly voids: readonly Voided[]; readonly read: number };

export async function twoCameras(db: Database) {
  const folder = await mkdtemp(join(tmpdir(), 'phatnguoi-pair-'));
  afterAll(async () => rm(folder, { recursive: true, force: true }));
  const store = folderStore(join(folder, 'evidence'));
  const key = await sealingKey(join(folder, 'sealing.pem'));
  let run = 0;
  const sealed = async (scene: Scene): Promise<string> => Promise.resolve(canonicalJson(scene.file));

  /** Drives the riders past both cameras, both loops at once, and records what the overview accuses. */
  async function play(riders: readonly Rider[], { untilMs = 12_000, plateClockMs = 0, plateCircumstances = {}, plateReads = true }: Setting = {}): Promise<Outcome> {
    const [overviewText, plateText_] = [await sealed(OVERVIEW_SCENE), await sealed(PLATE_SCENE)];
    let read = 0;
    run += 1;
    const plates = createPlateCamera({
      detect: detect(riders, PLATES), ring: createRing({ keepMs: 60_000, maxBytes: 1 << 30 }), circumstances: () => ({ ...ALL_WELL, ...plateCircumstances }),
      readPlate: async (frame) => {
        read += 1;
        return Promise.resolve(plateReads ? readingOf(frame, riders) : null);
      },
    }, { camera: cameraId('plates'), homography: homographyOf(PLATE_SCENE), strongScore: 0.45, weakScore: 0.1 });
    const road = createRoadWindow({ camera: 'overview', homography: homographyOf(OVERVIEW_SCENE), keepMs: 60_000 });
    const running = plates.run(pictures(riders, { camera: 'plates', run, look: PLATES, clockMs: plateClockMs, untilMs }));
    const ring = createRing({ keepMs: 45_000, maxBytes: 1 << 30 });
    const recorded: Recorded[] = [];
    const { voids } = await watch(pictures(riders, { camera: 'overview', run, look: OVERVIEW, clockMs: 0, untilMs }), {
      detect: detect(riders, OVERVIEW), readSignals: async () => Promise.resolve([{ signal: 'main', colour: 'red', score: 1 }]), readPlate: async () => Promise.resolve(null),
      judge: () => createJudge(OVERVIEW_SCENE), circumstances: () => ALL_WELL,
      keep: (frame, sight: Sight) => {
        ring.keep(frame, sight);
        road.see(sight);
      },
      pair: createPairer({
        overview: road, overviewClockErrorMs: CLOCK_ERROR_MS,
        plates: [{ watched: plates, reached: plates.reached, clockErrorMs: CLOCK_ERROR_MS, sceneSha256: sha256Of(plateText_), inspection: 'KD-2', inspectionValidTo: '2027-12-31' }],
        wait: async (ms) => {
          await systemClock.sleep(ms);
          return true;
        },
      }),
      record: async (violation, { plateView, paired }) => {
        const pieces = await gather({ violation, scene: OVERVIEW_SCENE, ring, plateView, ...(paired === undefined ? {} : { paired }), cutClip: async () => Promise.resolve(null) });
        const device = { model: 'T', serial: '1', inspection: 'KD-1', inspection_valid_to: '2027-12-31' };
        const seals = await seal(store, key, { violation, pieces, device, scene: overviewText, ...(violation.pairing === undefined ? {} : { pairedScene: plateText_ }), at: systemClock.now() });
        recorded.push(await record(db, systemClock, violation, seals));
      },
    }, { scene: OVERVIEW_SCENE, sceneSha256: sha256(sha256Of(overviewText)), models: [], strongScore: 0.45, weakScore: 0.1, postRollMs: 5000, synthetic: true });
    await running;
    return { recorded, voids, read };
  }
  return { play, store, key };
}

function homographyOf(scene: Scene) {
  const calibration = calibrationOf(scene);
  if (calibration.state === 'refused') throw new Error(calibration.why);
  return calibration.homography;
}
