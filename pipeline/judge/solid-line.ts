// Crossing a solid line: the vehicle's contact with the road moves from clearly one side to clearly the other between the line's ends.
import { along, distance, signedDistance, type Point, type Segment } from '../../domain/geometry.ts';
import type { SceneSolidLine } from '../../domain/scene.ts';
import { covers } from '../../domain/scene.ts';
import type { Track, TrackPoint } from '../../domain/sighting.ts';
import { witnessOf, type AccusedFacts, type Rule, type Verdict } from '../../domain/violation.ts';
import { ACROSS, contact, faceWidth, footIsHidden, metreAt } from './seen/footprint.ts';
import { LENGTH_M, scaleOf, type Scale } from './seen/scale.ts';
import { breaks, doubt, MAX_GAP_MS } from './seen/trust.ts';
import { accusation, refusal, secs, settingSince, watchTracks, type Remark, type Watched } from './seen/watch.ts';

type Sight = { readonly side: number; readonly point: TrackPoint };
type Side = { sign: 1 | -1; sights: number; last: Sight; first: Sight; proof: Sight };
type Beside = { settled: Side | null; pending: Side | null; brokenAt: number; lastPoint: TrackPoint | null; lastSide: number; crossedAt: number | null; decided: boolean; readonly widest: { left: number; right: number; needed: number } };
type State = Map<string, Beside>;

/** Sights asked for on each side. */
const SIGHTS = 2;
/** The middle of the vehicle must be this part of its width past the line, and at least so many metres: a wobble touches, a change crosses. */
const WIDTHS = 0.3;
const LEAST_M = 0.5;
/** Late flags of a swapped identity are awaited before accusing. */
const AWAIT_MS = 800;

export const solidLine: Rule = {
  name: 'solid_line',
  create: (scene, note) => {
    const scale = scaleOf(scene);
    const see = watchTracks<State>({
      settleMs: 0,
      signal: false,
      fresh: () => new Map(),
      point: (one, point, { minute }) => {
        for (const line of scene.solidLines) if (point.footGuessed !== true && !footIsHidden(one.track, [point], scale) && point.box.y2 < scene.heightPx - 2 && covers(line, one.track.kind, minute)) beside(one, point, line, scale);
      },
      weigh: (one, { now }, over) => scene.solidLines.flatMap((line) => weigh(one, line, now, over, scale)),
      remarks: (one) => scene.solidLines.flatMap((line) => remarks(one, line)),
    }, note);
    return { see: (sight, circumstances) => (scene.solidLines.length === 0 ? [] : see(sight, circumstances)) };
  },
};

function beside(one: Watched<State>, point: TrackPoint, line: SceneSolidLine, scale: Scale): void {
  const state: Beside = one.state.get(line.id) ?? { settled: null, pending: null, brokenAt: -Infinity, lastPoint: null, lastSide: 0, crossedAt: null, decided: false, widest: { left: 0, right: 0, needed: 0 } };
  one.state.set(line.id, state);
  const { lastPoint } = state;
  if (lastPoint !== null && (point.at - lastPoint.at > MAX_GAP_MS || breaks(lastPoint, point, metreAt(one.track, point, ACROSS, scale)))) state.brokenAt = point.at;
  const place = placeBeside(one.track, point, line, scale);
  if (place === null) {
    // Out beyond an end it may change sides as it likes.
    if (state.pending === null) state.settled = null;
    state.lastPoint = point;
    return;
  }
  if (lastPoint !== null && state.lastSide !== 0 && Math.sign(place.side) !== Math.sign(state.lastSide)) state.crossedAt = between(lastPoint.at, state.lastSide, point.at, place.side);
  state.lastPoint = point;
  state.lastSide = place.side;
  Object.assign(state.widest, { left: Math.min(state.widest.left, place.side), right: Math.max(state.widest.right, place.side), needed: place.needed });
  settle(state, { side: place.side, point }, place.needed);
}

function settle(state: Beside, sight: Sight, needed: number): void {
  if (Math.abs(sight.side) < needed) return;
  const sign = sight.side > 0 ? 1 : -1;
  const { settled, pending } = state;
  if (settled === null || settled.sign === sign) {
    if (settled === null) state.settled = { sign, sights: 1, last: sight, first: sight, proof: sight };
    else state.settled = { ...settled, sights: settled.sights + 1, last: pending === null ? sight : settled.last };
    // Back on the old side after too short a look at the other.
    if (pending !== null && pending.sights < SIGHTS) state.pending = null;
    return;
  }
  state.pending = pending === null ? { sign, sights: 1, last: sight, first: sight, proof: sight } : { ...pending, sights: pending.sights + 1, last: sight, proof: pending.sights < SIGHTS ? sight : pending.proof };
}

/** The corrected place and the box's own middle must lie on one side; of the two the nearer to the line counts. */
const surer = (a: number, b: number): number => (a * b <= 0 ? 0 : Math.abs(a) < Math.abs(b) ? a : b);

type Place = { readonly side: number; readonly needed: number };

/** Signed distance of the contact from the line, negative on its left; null beside neither part of it. */
function placeBeside(track: Track, point: TrackPoint, line: SceneSolidLine, scale: Scale): Place | null {
  let best: { readonly segment: Segment; readonly p: Point; readonly side: number } | null = null;
  for (let i = 1; i < line.line.length; i += 1) {
    const a = line.line[i - 1];
    const b = line.line[i];
    if (a === undefined || b === undefined) continue;
    const length = distance(a, b);
    const p = contact(track, point, { x: (b.x - a.x) / length, y: (b.y - a.y) / length }, scale);
    const segment = { a, b };
    if (!isBeside(segment, p, track, scale)) continue;
    const side = surer(signedDistance(segment, p), signedDistance(segment, point.ground));
    if (best === null || Math.abs(side) < Math.abs(best.side)) best = { segment, p, side };
  }
  if (best === null) return null;
  const { a, b } = best.segment;
  const length = distance(a, b);
  // A width lies level in the picture; measured across a leaning line it is shorter.
  const level = Math.abs(b.y - a.y) / length;
  const metre = metreAt(track, point, { x: -(b.y - a.y) / length, y: (b.x - a.x) / length }, scale);
  return { side: best.side, needed: Math.max(WIDTHS * faceWidth(track, point, scale) * Math.max(level, 0.3), LEAST_M * metre, 3) };
}

/** A vehicle reaches from its contact up the picture by its length: while its middle, the shortest of its kind, is beside the line, it is beside the line. */
const BODY = 0.5;

function isBeside(segment: Segment, p: Point, track: Track, scale: Scale): boolean {
  const t = along(segment, p);
  if (t >= 0 && t <= 1) return true;
  const lower = segment.a.y > segment.b.y ? segment.a : segment.b;
  const upper = lower === segment.a ? segment.b : segment.a;
  const length = distance(segment.a, segment.b);
  const road = { x: (lower.x - upper.x) / length, y: (lower.y - upper.y) / length };
  const beyond = (p.x - lower.x) * road.x + (p.y - lower.y) * road.y;
  return road.y > 0.2 && beyond > 0 && beyond <= BODY * LENGTH_M[track.kind][0] * scale.pxPerMetre(lower, road);
}

function weigh(one: Watched<State>, line: SceneSolidLine, now: number, over: boolean, scale: Scale): readonly Verdict[] {
  const state = one.state.get(line.id);
  if (state === undefined || state.decided || state.settled === null || state.pending === null || state.pending.sights < SIGHTS) return [];
  if (now < state.pending.first.point.at + AWAIT_MS && !over) return [];
  state.decided = true;
  const { track } = one;
  const before = state.settled.last;
  const after = state.pending.proof;
  const at = state.crossedAt ?? after.point.at;
  const refuse = (...[why, detail]: readonly [Parameters<typeof refusal>[3], string]): readonly Verdict[] => [refusal(line.offence, track, at, why, detail)];
  if (state.settled.sights < SIGHTS) return refuse('no_before', `seen ${state.settled.sights} time(s) beside ${line.id} before it crossed`);
  const seen = doubt(one.flags, track, before.point.at, after.point.at);
  if (seen !== null) return refuse(seen, `${track.distrust.join(', ')} about the crossing`);
  if (state.brokenAt >= before.point.at && state.brokenAt <= state.pending.first.point.at) return refuse('track_gap', `the track is broken at ${secs(state.brokenAt)}`);
  const hasty = tooHasty(track, before, state.pending.first, scale);
  if (hasty !== null) return refuse('track_jumped', hasty);
  if (!upperEdgeMoved(before.point, after.point)) return refuse('track_jumped', 'one edge of the box moved and the other did not: an occlusion');
  const setting = settingSince(one, before.point.at);
  if (setting !== null) return refuse(setting, `held about ${secs(at)}`);
  const needed = placeBeside(track, after.point, line, scale)?.needed ?? 0;
  const facts: AccusedFacts<'solid_line'> = {
    rule: 'solid_line', line: line.id, offence: line.offence, side_before_px: before.side, side_after_px: after.side, needed_px: needed, crossed_ms: at,
    before: witnessOf(before.point), after: witnessOf(after.point),
  };
  return accusation(line.offence, track, at, facts);
}

/** The nearest it came to a crossing; nothing of one that kept to one side by far. */
function remarks({ state, track }: Watched<State>, { id }: SceneSolidLine): readonly Remark[] {
  const beside = state.get(id);
  if (beside === undefined || beside.decided || beside.lastPoint === null) return [];
  const { left, right, needed } = beside.widest;
  if (left > -needed / 2 || right < needed / 2) return [];
  const sides = [left, right].map((side) => side.toFixed(0));
  return [{
    rule: 'solid_line', at: beside.lastPoint.at,
    vi: `từ ${sides.join(' đến ')} px so với vạch ${id}, cần ${needed.toFixed(0)} px ở mỗi bên trong ${SIGHTS} lần thấy; là ${track.kind}`,
    en: `between ${sides.join(' and ')} px about line ${id}; ${needed.toFixed(0)} px on either side in ${SIGHTS} sights are asked of a ${track.kind}`,
  }];
}

/** Sideways faster than vehicles steer: two neighbours whose tracks were swapped. */
const SIDEWAYS_M_S = 2.5;
const STEERS = 0.7;

function tooHasty(track: Track, a: Sight, b: Sight, scale: Scale): string | null {
  const seconds = Math.max(0.03, (b.point.at - a.point.at) / 1000);
  const metre = metreAt(track, b.point, ACROSS, scale);
  const sideways = Math.abs(b.side - a.side) / metre / seconds;
  const along_m_s = Math.abs(b.point.ground.y - a.point.ground.y) / metreAt(track, b.point, { x: 0, y: 1 }, scale) / seconds;
  return sideways > Math.max(SIDEWAYS_M_S, STEERS * along_m_s) ? `${sideways.toFixed(1)} m/s sideways at ${along_m_s.toFixed(1)} m/s along` : null;
}

/** Both flanks of the box moved the way its middle did: a neighbour that hides one flank moves only that one. */
function upperEdgeMoved(a: TrackPoint, b: TrackPoint): boolean {
  const middle = b.ground.x - a.ground.x;
  const left = b.box.x1 - a.box.x1;
  const right = b.box.x2 - a.box.x2;
  const lower = Math.abs(b.ground.y - a.ground.y);
  return Math.abs(middle) < lower || (left * middle > 0 && right * middle > 0);
}

function between(at: number, side: number, later: number, otherSide: number): number {
  return at + ((later - at) * Math.abs(side)) / Math.max(1e-9, Math.abs(side) + Math.abs(otherSide));
}
