// Tells parent and database how a camera's loop does, a few times a second and no more.
import { vietnamIso, type Clock } from '../domain/clock.ts';
import { reasonOf } from '../domain/errors.ts';
import type { CameraFile } from '../domain/scene.ts';
import type { EpochMs } from '../domain/units.ts';
import type { WatchStep } from '../pipeline/watch.ts';
import type { Database } from '../prisma/client.ts';
import { noteStatus, type CameraFault, type CameraNow } from '../prisma/watching.ts';
import { logFault } from './log.ts';
import type { Progress } from './progress.ts';

const TELL_MS = 300;
const NOTE_MS = 5000;

export type Reporter = {
  readonly step: (step: Pick<WatchStep, 'frame' | 'found'>) => void;
  readonly duration: (ms: number) => void;
  readonly dropped: (total: number) => void;
  /** Raises a fault that the operator sees, or takes it back with null. */
  readonly fault: (kind: CameraFault['kind'], detail: string | null) => void;
  readonly finished: () => Promise<void>;
};

/** `tell` false: the parent hears of the overview's progress only. */
export function reporter(db: Database, { camera }: CameraFile, clock: Clock, { tell: telling = true } = {}): Reporter {
  const startedMs = clock.monotonicMs();
  let [toldMs, notedMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let now: Progress = { kind: 'progress', stage: 'opening', at_ms: 0, duration_ms: null, frames: 0, frames_per_s: 0, found: 0, dropped: 0 };
  let last: { readonly at: EpochMs; readonly clockErrorMs: number } | null = null;
  const tell = (): void => {
    if (telling) process.send?.(now);
  };
  const faults = new Map<CameraFault['kind'], CameraFault>();
  const note = async (doing: 'watching' | 'stopped'): Promise<void> => {
    const state: CameraNow['state'] = doing === 'stopped' ? doing : faults.has('camera_moved') ? 'moved' : faults.has('signals_disagree') ? 'faulty' : doing;
    const status = { camera, state, lastFrameAt: last?.at ?? null, clockErrorMs: last?.clockErrorMs ?? 0, framesPerS: now.frames_per_s, note: '', faults: [...faults.values()] };
    await noteStatus(db, status, clock.now()).catch((thrown: unknown) => logFault('status', reasonOf(thrown)));
  };
  return {
    step: ({ frame, found }) => {
      const ms = clock.monotonicMs();
      last = { at: frame.capturedAt, clockErrorMs: frame.clockErrorMs };
      now = { ...now, stage: 'watching', at_ms: frame.at, frames: now.frames + 1, frames_per_s: (now.frames + 1) / Math.max(0.001, (ms - startedMs) / 1000), found };
      if (ms - toldMs > TELL_MS) {
        toldMs = ms;
        tell();
      }
      if (ms - notedMs > NOTE_MS) {
        notedMs = ms;
        void note('watching');
      }
    },
    duration: (ms) => {
      now = { ...now, duration_ms: ms };
    },
    dropped: (total) => {
      now = { ...now, dropped: total };
    },
    fault: (kind, detail) => {
      if (detail === null ? !faults.has(kind) : faults.get(kind)?.detail === detail) return;
      if (detail === null) faults.delete(kind);
      else faults.set(kind, { kind, at: faults.get(kind)?.at ?? vietnamIso(clock.now()), detail });
      logFault(`camera ${camera}`, detail === null ? `${kind}: over` : `${kind}: ${detail}`);
      void note('watching');
    },
    finished: async () => {
      now = { ...now, stage: 'finished' };
      tell();
      await note('stopped');
    },
  };
}
