// A small world for rule tests: a camera file, tracks driven along points, a signal's programme, and the judge run over both.
import { cameraFile, type CameraFile, type Scene } from '../../../domain/scene.ts';
import { resolveScene } from '../../../domain/resolve-scene.ts';
import { ground, type Box } from '../../../domain/geometry.ts';
import type { Distrust, Sight, SignalColour, SignalState, Track, TrackPoint } from '../../../domain/sighting.ts';
import { epochMs, mediaMs, trackId } from '../../../domain/units.ts';
import type { VehicleKind } from '../../../domain/vehicle.ts';
import type { Circumstances, Note, Verdict } from '../../../domain/violation.ts';
import { ALL_WELL, createJudge } from '../../../pipeline/judge/rules.ts';

/** 1000 × 1000 px, 20 m wide: 50 px a metre across, 25 px a metre up the picture. */
export function aScene(part: Partial<CameraFile> = {}): Scene {
  const certificate = { number: 'T-1', valid_from: '2026-01-01', valid_to: '2027-12-31' };
  const file = cameraFile.parse({
    camera: 'test', route: 'QL13', unit: 'test', place: { text: 'Ngã tư', ward: 'Lái Thiêu', province: 'TP. Hồ Chí Minh' },
    source: { url: 'test.mp4' }, device: { model: 'T', serial: '1', inspection: certificate }, view: { width_m: 20 },
    ...part,
  });
  return resolveScene(file, 1000, 1000);
}

/** A stop line across the picture at y = 500; beyond is up. */
export const AWAY: Partial<CameraFile> = {
  signals: [{ id: 'main', kind: 'main', head: [0.9, 0.1, 0.95, 0.2], lamps: 'vertical' }],
  stop_lines: [{ id: 'stop', line: [[0.2, 0.5], [0.8, 0.5]], beyond: [0.5, 0.2], signal: 'main', grace_ms: 500, permits: [], run_on_m: 3 }],
};

/** 50 px a metre each way, as from straight above. */
export const FROM_ABOVE: NonNullable<CameraFile['calibration']> = {
  points: ([[0.05, 0.05], [0.95, 0.05], [0.95, 0.95], [0.05, 0.95], [0.5, 0.4]] as const).map(([x, y]) => ({ at: [x, y], road_m: [x * 20, y * 20] })),
  checks: [],
  max_residual_m: 0.3,
};

export type Leg = { readonly at: number; readonly x: number; readonly y: number };
/** The tracker shows a doubt this long after it was raised. */
const FLAG_SHOWN_MS = 300;

export type Driven = {
  readonly id?: string;
  readonly kind?: VehicleKind;
  readonly legs: readonly Leg[];
  readonly size?: readonly [number, number];
  readonly distrust?: readonly { readonly flag: Distrust; readonly from: number }[];
  /** Moments at which it is not seen. */
  readonly hidden?: (at: number) => boolean;
  /** Changes the box that is seen, such as an occlusion. */
  readonly seen?: (box: Box, at: number) => Box;
  /** The box that the tracker makes of it, where that is another one. */
  readonly told?: (box: Box, at: number) => Box;
  /** Moments at which the tracker puts back a hidden foot. */
  readonly footGuessed?: (at: number) => boolean;
  /** False where the tracker never gets sure of it. */
  readonly confirmed?: boolean;
};

export type Lamp = { readonly from: number; readonly colour: SignalColour; readonly flashing?: boolean };
export type World = {
  readonly scene: Scene;
  readonly driven: readonly Driven[];
  readonly lamps?: Readonly<Record<string, readonly Lamp[]>>;
  readonly controller?: Readonly<Record<string, readonly Lamp[]>>;
  readonly stepMs?: number;
  readonly until?: number;
  readonly circumstances?: (at: number) => Circumstances;
  /** Local time of day of media time 0. */
  readonly clock?: string;
};

export function boxAt(driven: Driven, at: number): Box | null {
  const [w, h] = driven.size ?? [40, 90];
  const { legs } = driven;
  for (let i = 1; i < legs.length; i += 1) {
    const a = legs[i - 1];
    const b = legs[i];
    if (a === undefined || b === undefined || at < a.at || at > b.at) continue;
    const t = (at - a.at) / (b.at - a.at);
    const x = a.x + (b.x - a.x) * t;
    const y = a.y + (b.y - a.y) * t;
    return { x1: x - w / 2, x2: x + w / 2, y1: y - h, y2: y };
  }
  return null;
}

/** Runs the judge over the world and returns what it said, and what it noted. */
export function run(world: World): { readonly verdicts: readonly Verdict[]; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const judge = createJudge(world.scene, { note: (note) => notes.push(note) });
  const end = world.until ?? Math.max(...world.driven.map((d) => d.legs.at(-1)?.at ?? 0)) + 3000;
  const start = Date.parse(`2026-11-20T${world.clock ?? '08:00'}:00+07:00`);
  const paths = new Map<string, TrackPoint[]>();
  const verdicts: Verdict[] = [];
  for (let at = 0; at <= end; at += world.stepMs ?? 100) {
    const tracks: Track[] = [];
    const ended: Track[] = [];
    world.driven.forEach((driven, index) => {
      const id = driven.id ?? `t${index + 1}`;
      const path = paths.get(id) ?? [];
      paths.set(id, path);
      const box = boxAt(driven, at);
      const last = driven.legs.at(-1)?.at ?? 0;
      if (box === null) {
        if (path.length > 0 && at > last && at - (world.stepMs ?? 100) <= last) ended.push(trackOf(driven, id, path, at, 'ended'));
        return;
      }
      if (driven.hidden?.(at) === true) return;
      const shown = driven.seen?.(box, at) ?? box;
      const told = driven.told?.(shown, at) ?? shown;
      path.push({ at: mediaMs(at), box: told, ground: ground(told), score: 0.9, observed: true, detected: shown, footGuessed: driven.footGuessed?.(at) === true });
      tracks.push(trackOf(driven, id, path, at, driven.confirmed === false ? 'tentative' : 'confirmed'));
    });
    const signals = [...lampsAt(world.lamps, at, 'vision', world.stepMs ?? 100), ...lampsAt(world.controller, at, 'controller', world.stepMs ?? 100)];
    const sight: Sight = { at: mediaMs(at), capturedAt: epochMs(start + at), clockErrorMs: 50, tracks, ended, signals };
    verdicts.push(...judge.see(sight, world.circumstances?.(at) ?? ALL_WELL));
  }
  return { verdicts, notes };
}

function trackOf(driven: Driven, id: string, path: readonly TrackPoint[], at: number, state: Track['state']): Track {
  const first = path[0]?.at ?? mediaMs(at);
  return {
    id: trackId(id), kind: driven.kind ?? 'motorcycle', kindShare: 1, state, firstAt: first, lastAt: path.at(-1)?.at ?? first, path: [...path],
    velocity: { x: 0, y: 0 }, distrust: (driven.distrust ?? []).filter(({ from }) => at >= from && at < from + FLAG_SHOWN_MS).map(({ flag }) => flag),
  };
}

/** Hysteresis of two samples: a colour is told 2 steps after it was first seen. */
function lampsAt(lamps: World['lamps'], at: number, source: 'vision' | 'controller', stepMs: number): readonly SignalState[] {
  return Object.entries(lamps ?? {}).flatMap(([signal, programme]) => {
    const told = programme.filter(({ from }) => from === 0 || Math.ceil(from / stepMs) * stepMs + (source === 'vision' ? 2 * stepMs : 0) <= at).at(-1);
    if (told === undefined) return [];
    const since = Math.ceil(told.from / stepMs) * stepMs;
    return [{ signal, colour: told.colour, flashing: told.flashing ?? false, since: mediaMs(since), notBefore: mediaMs(Math.max(0, since - stepMs)), source }];
  });
}

/** Straight up the picture at `x`, passing y = 500 at `cross` ms, `speed` px/s. */
export function upAt(cross: number, { x = 500, speed = 150, from = 900, to = 200 } = {}): readonly Leg[] {
  return [{ at: cross - ((from - 500) / speed) * 1000, x, y: from }, { at: cross + ((500 - to) / speed) * 1000, x, y: to }];
}

export const accused = (verdicts: readonly Verdict[]): readonly string[] => verdicts.flatMap((v) => (v.kind === 'accused' ? [`${v.track} ${v.offence}`] : []));
export const voided = (verdicts: readonly Verdict[]): readonly string[] => verdicts.flatMap((v) => (v.kind === 'void' ? [`${v.track} ${v.why}`] : []));
