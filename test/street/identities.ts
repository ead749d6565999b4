// How well tracks keep to their vehicles: into how many a vehicle falls, and how often one goes over to another vehicle.

/** Fewer sights of a vehicle in a row are slips of the detector, not the track's. */
const SIGHTS = 4;

/** `followed`: vehicles that a track kept to; `tracks`: of all of those; `switches`: times that a track went over to another vehicle. */
export type Kept = { followed: number; tracks: number; switches: number };
export type Identities = { readonly see: (track: string, vehicle: number) => void; readonly ends: (track: string) => void; readonly kept: () => Kept };

export function createIdentities(): Identities {
  const runs = new Map<string, { vehicle: number; sights: number; keeps: number | null }>();
  const tracksOf = new Map<number, number>();
  let switches = 0;
  return {
    see: (track, vehicle) => {
      const run = runs.get(track) ?? { vehicle, sights: 0, keeps: null };
      runs.set(track, run);
      if (run.vehicle !== vehicle) Object.assign(run, { vehicle, sights: 0 });
      run.sights += 1;
      if (run.sights !== SIGHTS || run.keeps === vehicle) return;
      if (run.keeps !== null) switches += 1;
      run.keeps = vehicle;
      tracksOf.set(vehicle, (tracksOf.get(vehicle) ?? 0) + 1);
    },
    ends: (track) => void runs.delete(track),
    kept: () => ({ followed: tracksOf.size, tracks: [...tracksOf.values()].reduce((sum, count) => sum + count, 0), switches }),
  };
}
