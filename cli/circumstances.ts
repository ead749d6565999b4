// What holds for a camera beside what it sees: operators' switches, inspections by day, the clock's error.
import { vietnamDay, type Clock } from '../domain/clock.ts';
import { reasonOf } from '../domain/errors.ts';
import type { CameraFile } from '../domain/scene.ts';
import type { Sight } from '../domain/sighting.ts';
import type { Circumstances } from '../domain/violation.ts';
import type { Database } from '../prisma/client.ts';
import { switchesAt, type SwitchRow } from '../prisma/switches.ts';
import { logFault } from './log.ts';

const POLL_MS = 2000;
/** A clock that may be wrong by more is not in step: the moment of the act could fall into another phase. */
export const MOST_CLOCK_ERROR_MS = 1000;

/** What is found out while watching, beside what people set. */
export type Conditions = { readonly cameraMoved?: () => boolean; readonly signalsDisagree?: () => boolean };

/** Follows the switches until `over`. While they cannot be read, the last known ones hold. */
export async function followCircumstances(db: Database, camera: CameraFile, clock: Clock, over: AbortSignal, seen: Conditions = {}): Promise<(sight: Sight) => Circumstances> {
  let on: readonly SwitchRow[] = await switchesAt(db.prisma, camera.camera, clock.now());
  void (async () => {
    while (!over.aborted) {
      await clock.sleep(POLL_MS, over);
      try {
        if (!over.aborted) on = await switchesAt(db.prisma, camera.camera, clock.now());
      } catch (thrown) {
        logFault('switches', reasonOf(thrown));
      }
    }
  })();
  const { inspection, speed_verification } = camera.device;
  return ({ capturedAt, clockErrorMs }) => {
    const day = vietnamDay(capturedAt);
    const valid = (span: { readonly valid_from: string; readonly valid_to: string }): boolean => span.valid_from <= day && day <= span.valid_to;
    return {
      officerDirecting: on.some(({ kind }) => kind === 'officer_directing'),
      signalFault: on.some(({ kind }) => kind === 'signal_fault') || (seen.signalsDisagree?.() ?? false),
      priorityPassing: on.some(({ kind }) => kind === 'priority_passing'),
      cameraMoved: seen.cameraMoved?.() ?? false,
      clockInStep: clockErrorMs <= MOST_CLOCK_ERROR_MS,
      inspectionValid: valid(inspection),
      speedVerified: speed_verification !== undefined && valid(speed_verification),
    };
  };
}
