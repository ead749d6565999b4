// What voids an act whatever the vehicle did: switches of operators, faults of the site, the local hour.
import type { Sight, Track } from '../../../domain/sighting.ts';
import type { Circumstances, Void } from '../../../domain/violation.ts';

/** The reason of the site for accusing nobody now, or null. */
export function voidBySetting(circumstances: Circumstances, track: Track, options: { readonly signal: boolean }): Void | null {
  if (circumstances.officerDirecting) return 'officer_directing';
  if (options.signal && circumstances.signalFault) return 'signal_fault';
  if (circumstances.cameraMoved) return 'camera_moved';
  if (!circumstances.clockInStep) return 'clock_not_in_step';
  if (!circumstances.inspectionValid) return 'inspection_expired';
  if (circumstances.priorityPassing === true || circumstances.priority?.includes(track.id) === true) return 'priority_vehicle';
  return null;
}

/** Minutes since local midnight in Vietnam (UTC+7, no summer time). */
export const minuteOfDay = (sight: Sight): number => Math.floor((sight.capturedAt / 60_000 + 420) % 1440);
