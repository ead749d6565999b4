// Riding on a solid line: for a while and a distance the vehicle's two flanks are on different sides of it, each by a tyre's width.
import { along, distance, signedDistance, type Point, type Segment } from '../../domain/geometry.ts';
import { covers, type SceneSolidLine } from '../../domain/scene.ts';
import type { Track, TrackPoint } from '../../domain/sighting.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';
import { witnessOf, type AccusedFacts, type Rule, type Verdict } from '../../domain/violation.ts';
import { contact, faceWidth } from './seen/footprint.ts';
import { scaleOf, type Scale } from './seen/scale.ts';
import { breaks, doubt, MAX_GAP_MS } from './seen/trust.ts';
import { accusation, refusal, secs, settingSince, watchTracks, type Watched } from './seen/watch.ts';

type Sight = { readonly point: TrackPoint; readonly left: number; readonly right: number; readonly needed: number };
type Ride = { first: Sight | null; last: Sight | null; sights: number; missed: number; deepest: Sight | null; brokenAt: number; lastPoint: TrackPoint | null; decided: boolean };
type State = Map<string, Ride>;

/** Where nothing is calibrated the far end of a truck on a leaning road passes for its flank. */
const tells = (kind: VehicleKind, scale: Scale): boolean => kind === 'car' || (kind === 'truck' && scale.homography !== null);
/** A tyre is about 0.2 m wide, an eighth of a car: with less than that over it the line was only touched. */
const DEPTH_WIDTHS = 0.12;
const LEAST_PX = 3;
/** As long and as far as no wobble and no jitter of a box lasts. */
const LASTS_MS = 400;
const SIGHTS = 5;
const TRAVEL_M = 5;
/** A line that lies flatter in the picture says too little about flanks. */
const UPRIGHT = 0.5;
/** The best view of it is awaited until it ends, but no longer. */
const LONGEST_MS = 5000;
/** Flags of a swapped identity may come late. */
const AWAIT_MS = 400;

export const astride: Rule = {
  name: 'solid_line',
  create: (scene) => {
    const scale = scaleOf(scene);
    const lines = scene.solidLines.filter(({ offence }) => offence === 'crosses_solid_line');
    const see = watchTracks<State>({
      settleMs: 0,
      signal: false,
      fresh: () => new Map(),
      point: (one, point, { minute }) => {
        // Both wheels of a two-wheeler run in its middle: it is on the line or over it, never astride. A bus's box is too long to tell its flanks.
        if (!tells(one.track.kind, scale) || point.footGuessed === true || point.box.y2 >= scene.heightPx - 2) return;
        for (const line of lines) if (covers(line, one.track.kind, minute)) ride(one, point, line, scale);
      },
      weigh: (one, { now }, over) => lines.flatMap((line) => weigh(one, line, now, over, scale)),
    });
    return { see: (sight, circumstances) => (lines.length === 0 ? [] : see(sight, circumstances)) };
  },
};

function ride(one: Watched<State>, point: TrackPoint, line: SceneSolidLine, scale: Scale): void {
  const state: Ride = one.state.get(line.id) ?? { first: null, last: null, sights: 0, missed: 0, deepest: null, brokenAt: -Infinity, lastPoint: null, decided: false };
  one.state.set(line.id, state);
  const { lastPoint } = state;
  if (lastPoint !== null && (point.at - lastPoint.at > MAX_GAP_MS || breaks(lastPoint, point, scale.pxPerMetre(point.ground, { x: 1, y: 0 })))) state.brokenAt = point.at;
  state.lastPoint = point;
  if (state.decided) return;
  const sight = flanks(one.track, point, line, scale);
  if (sight === null) {
    state.missed += 1;
    if (state.missed > 1 && !lasted(state, scale)) Object.assign(state, { first: null, last: null, sights: 0, missed: 0, deepest: null });
    return;
  }
  if (state.missed > 1) return;
  state.missed = 0;
  state.first ??= sight;
  state.last = sight;
  state.sights += 1;
  if (state.deepest === null || depth(sight) > depth(state.deepest)) state.deepest = sight;
}

/** In pixels: the nearest view shows it best. */
const depth = ({ left, right }: Sight): number => Math.min(Math.abs(left), Math.abs(right));

/** Both flanks' distances when they lie on different sides, each far enough; null otherwise. */
function flanks(track: Track, point: TrackPoint, line: SceneSolidLine, scale: Scale): Sight | null {
  for (let i = 1; i < line.line.length; i += 1) {
    const a = line.line[i - 1];
    const b = line.line[i];
    if (a === undefined || b === undefined) continue;
    const length = distance(a, b);
    const upright = Math.abs(b.y - a.y) / length;
    const segment: Segment = { a, b };
    const middle = contact(track, point, { x: (b.x - a.x) / length, y: (b.y - a.y) / length }, scale);
    const t = along(segment, middle);
    if (t < 0 || t > 1 || upright < UPRIGHT) continue;
    const half = faceWidth(track, point, scale) / 2;
    // By the corrected middle and by the box's own: what only one of them says is perspective.
    const left = nearerZero(signedDistance(segment, { x: middle.x - half, y: middle.y }), signedDistance(segment, { x: point.ground.x - half, y: middle.y }));
    const right = nearerZero(signedDistance(segment, { x: middle.x + half, y: middle.y }), signedDistance(segment, { x: point.ground.x + half, y: middle.y }));
    const needed = Math.max(LEAST_PX, DEPTH_WIDTHS * 2 * half * upright);
    return left * right < 0 && Math.min(Math.abs(left), Math.abs(right)) >= needed ? { point, left, right, needed } : null;
  }
  return null;
}

const nearerZero = (a: number, b: number): number => (a * b <= 0 ? 0 : Math.abs(a) < Math.abs(b) ? a : b);

function lasted({ first, last, sights }: Ride, scale: Scale): boolean {
  if (first === null || last === null || sights < SIGHTS || last.point.at - first.point.at < LASTS_MS) return false;
  const from: Point = first.point.ground;
  const to: Point = last.point.ground;
  const way = distance(from, to);
  return way > 0 && way >= TRAVEL_M * scale.pxPerMetre(from, { x: (to.x - from.x) / way, y: (to.y - from.y) / way }) * nearer(first.point, last.point);
}

/** Without calibration metres shrink with the vehicle: the smaller of its two sizes, against the larger. */
function nearer(a: TrackPoint, b: TrackPoint): number {
  const small = Math.min(a.box.x2 - a.box.x1, b.box.x2 - b.box.x1);
  return small / Math.max(1, a.box.x2 - a.box.x1, b.box.x2 - b.box.x1);
}

function weigh(one: Watched<State>, line: SceneSolidLine, now: number, over: boolean, scale: Scale): readonly Verdict[] {
  const state = one.state.get(line.id);
  if (state === undefined || state.decided || state.first === null || state.last === null || state.deepest === null || !lasted(state, scale)) return [];
  if (state.missed <= 1 && now < state.first.point.at + LONGEST_MS && !over) return [];
  if (now < state.last.point.at + AWAIT_MS && !over) return [];
  state.decided = true;
  const { track } = one;
  const { first, last, deepest } = state;
  const at = first.point.at;
  if (!one.sure) return [refusal(line.offence, track, at, 'track_too_brief', 'weak boxes alone may lie beside a vehicle')];
  const seen = doubt(one.flags, track, at, last.point.at);
  if (seen !== null) return [refusal(line.offence, track, at, seen, `${track.distrust.join(', ')} while on ${line.id}`)];
  if (state.brokenAt >= at && state.brokenAt <= last.point.at) return [refusal(line.offence, track, at, 'track_gap', `the track is broken at ${secs(state.brokenAt)}`)];
  const setting = settingSince(one, at);
  if (setting !== null) return [refusal(line.offence, track, at, setting, `held about ${secs(at)}`)];
  const facts: AccusedFacts<'solid_line'> = {
    rule: 'solid_line', line: line.id, offence: line.offence, side_before_px: deepest.left, side_after_px: deepest.right, needed_px: deepest.needed, crossed_ms: deepest.point.at,
    before: witnessOf(first.point), after: witnessOf(last.point),
  };
  return accusation(line.offence, track, deepest.point.at, facts);
}
