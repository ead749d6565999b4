// Compares accusations with the truth: right, wrong and missed by offence, kind and difficulty, with Wilson intervals.
import type { Accused, Offence } from '../../domain/violation.ts';
import type { Kept } from './identities.ts';
import type { Plan } from './plan.ts';
import type { Judged } from './truth.ts';
import type { Vehicle } from './vehicle.ts';
import { visible, type Hiding } from './visible.ts';

/** `visible`, `visibleFound`: those of the guilty whom the camera could see during the act. */
export type Tally = { right: number; wrong: number; found: number; guilty: number; marginal: number; visible: number; visibleFound: number };
export const noTally = (): Tally => ({ right: 0, wrong: 0, found: 0, guilty: 0, marginal: 0, visible: 0, visibleFound: 0 });
export type Done = { readonly vehicle: Vehicle; readonly truth: Judged; readonly hidings: readonly Hiding[] };
export type Wrong = { readonly plan: string; readonly offence: Offence; readonly at: number; readonly act: string; readonly kind: string; readonly why: string; readonly vehicle: number; readonly track: string; readonly facts?: unknown };
export type Score = {
  readonly plan: string;
  vehicles: number;
  frames: number;
  updates: number;
  kept: Kept;
  /** By "offence", "offence / kind" and "offence: difficulty". */
  readonly tallies: Map<string, Tally>;
  readonly voids: Map<string, number>;
  /** Why a vehicle was not accused of an offence, for looking into misses: "vehicle offence" to reason. */
  readonly voidsOf: Map<string, string>;
  readonly wrongs: Wrong[];
  readonly missed: Wrong[];
  speedTried: number;
  speedWithin: number;
  readonly speedErrors: number[];
  readonly settle: (judged: ReadonlyMap<number, Done>, accused: readonly { readonly verdict: Accused; readonly before: number; readonly after: number }[]) => void;
};

/** Speed bands are one offence here: the band itself must be right all the same. */
const family = (offence: Offence): string => (offence.startsWith('speed_') ? 'speed' : offence);

export function newScore(plan: Plan): Score {
  const score: Score = {
    plan: plan.name, vehicles: 0, frames: 0, updates: 0, kept: { followed: 0, tracks: 0, switches: 0 }, tallies: new Map(), voids: new Map(), voidsOf: new Map(), wrongs: [], missed: [], speedTried: 0, speedWithin: 0, speedErrors: [],
    settle: (judged, accused) => settle(score, judged, accused),
  };
  return score;
}

function tally(score: Score, key: string): Tally {
  const found = score.tallies.get(key) ?? noTally();
  score.tallies.set(key, found);
  return found;
}

const settle: (score: Score, ...rest: Parameters<Score['settle']>) => void = (score, judged, accused) => {
  score.vehicles = judged.size;
  const caught = new Set<string>();
  for (const { verdict, before, after } of accused) {
    const one = judged.get(after);
    const guilt = before === after ? one?.truth.guilt.find(({ offence }) => offence === verdict.offence) : undefined;
    const keys = [family(verdict.offence), `${family(verdict.offence)} / ${one?.vehicle.kind ?? 'nothing'}`];
    const key = `${after} ${verdict.offence}`;
    if (verdict.facts.rule === 'speed' && one !== undefined && one.truth.kmh !== null && before === after) speedError(score, verdict.facts.measured_kmh, one.truth.kmh);
    if (guilt === undefined) {
      for (const each of keys) tally(score, each).wrong += 1;
      const why = before === after ? `guilty of ${one?.truth.guilt.map(({ offence, grade }) => `${offence} (${grade})`).join(', ') ?? 'nothing'}` : `two vehicles, ${before} and ${after}`;
      score.wrongs.push({ plan: score.plan, offence: verdict.offence, at: verdict.at, act: one?.vehicle.act ?? '-', kind: one?.vehicle.kind ?? '-', why, vehicle: after, track: verdict.track, facts: verdict.facts });
      continue;
    }
    if (caught.has(key)) continue;
    caught.add(key);
    for (const each of keys) tally(score, each)[guilt.grade === 'yes' ? 'right' : 'marginal'] += 1;
  }
  for (const [id, done] of judged) for (const guilt of done.truth.guilt) count(score, id, done, guilt, caught);
};

function count(score: Score, id: number, { vehicle, hidings }: Done, guilt: Judged['guilt'][number], caught: ReadonlySet<string>): void {
  if (guilt.grade !== 'yes') return;
  const hit = caught.has(`${id} ${guilt.offence}`);
  const seen = visible(hidings, guilt.offence, guilt.at);
  for (const key of [family(guilt.offence), `${family(guilt.offence)} / ${vehicle.kind}`, `${family(guilt.offence)}: ${guilt.difficulty}`]) {
    const each = tally(score, key);
    each.guilty += 1;
    if (hit) each.found += 1;
    if (seen) each.visible += 1;
    if (seen && hit) each.visibleFound += 1;
  }
  if (!hit) score.missed.push({ plan: score.plan, offence: guilt.offence, at: guilt.at, act: vehicle.act, kind: vehicle.kind, why: `${seen ? '' : 'HIDDEN '}${guilt.difficulty}; ${score.voidsOf.get(`${id} ${guilt.offence}`) ?? 'never weighed'}`, vehicle: id, track: '' });
}

function speedError(score: Score, measured: number, real: number): void {
  score.speedTried += 1;
  score.speedErrors.push(measured - real);
  if (Math.abs(measured - real) <= Math.max(3, 0.03 * real)) score.speedWithin += 1;
}

/** 95 % Wilson score interval of `hits` in `tries`. */
export function wilson(hits: number, tries: number): readonly [number, number] {
  if (tries === 0) return [0, 1];
  const z = 1.96;
  const p = hits / tries;
  const middle = (p + (z * z) / (2 * tries)) / (1 + (z * z) / tries);
  const half = (z * Math.sqrt((p * (1 - p)) / tries + (z * z) / (4 * tries * tries))) / (1 + (z * z) / tries);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
