// One act is charged once, though a pole in the picture may have shown its vehicle as two tracks.
import type { Sight } from '../../domain/sighting.ts';
import type { Verdict } from '../../domain/violation.ts';

/** Longer than a vehicle stays in view after its side was lost. */
const REMEMBERED_MS = 60_000;

/** Turns an accusation of a vehicle that is accused of the same by its other side's track into a void. */
export function createOnce(): (sight: Sight, verdicts: readonly Verdict[]) => readonly Verdict[] {
  const whole = new Map<string, { readonly vehicle: string; at: number }>();
  const charged = new Map<string, { readonly track: string; readonly at: number }>();
  return (sight, verdicts) => {
    for (const { id, sideOf } of [...sight.tracks, ...sight.ended]) {
      const known = whole.get(id);
      if (known !== undefined) known.at = sight.at;
      else if (sideOf !== undefined) whole.set(id, { vehicle: whole.get(sideOf)?.vehicle ?? sideOf, at: sight.at });
    }
    for (const map of [whole, charged]) for (const [key, { at }] of map) if (sight.at - at > REMEMBERED_MS) map.delete(key);
    return verdicts.map((verdict) => {
      if (verdict.kind === 'void') return verdict;
      const act = `${whole.get(verdict.track)?.vehicle ?? verdict.track} ${verdict.offence}`;
      const by = charged.get(act);
      if (by === undefined || by.track === verdict.track) {
        charged.set(act, { track: verdict.track, at: sight.at });
        return verdict;
      }
      return { kind: 'void', offence: verdict.offence, track: verdict.track, at: verdict.at, why: 'track_split', detail: `the other side of the same vehicle is charged as ${by.track}` };
    });
  };
}
