// Wrong way: sustained travel against the lawful direction of a one-way zone, over a distance and a time no manoeuvre needs.
import { inside, type Point, type Segment } from '../../domain/geometry.ts';
import { covers, type SceneZone } from '../../domain/scene.ts';
import type { Track, TrackPoint } from '../../domain/sighting.ts';
import { witnessOf, type AccusedFacts, type Rule, type Verdict } from '../../domain/violation.ts';
import { metreAt, metresBetween } from './seen/footprint.ts';
import { LENGTH_M, scaleOf, type Scale } from './seen/scale.ts';
import { breaks, doubt, MAX_GAP_MS } from './seen/trust.ts';
import { accusation, refusal, secs, settingSince, watchTracks, type Remark, type Watched } from './seen/watch.ts';

/** How far against the direction: pixels, and the metres that they were where they were driven, for a metre grows as it comes nearer. */
type Way = { readonly point: TrackPoint; readonly px: number; readonly m: number };
type Run = { readonly from: TrackPoint; /** With how many metres a second it came there the lawful way. */ readonly came_m_s: number; readonly way: Way[]; far: TrackPoint; px: number; m: number; sights: number; last: TrackPoint; decided: boolean };
/** `longest`: of its runs about which nothing was said yet. */
type State = { readonly runs: Map<string, Run>; readonly longest: Map<string, Run> };

/** Reversing into a gap or walking a machine back takes less than this. */
const LEAST_M = 8;
const LENGTHS = 2;
const LEAST_MS = 1000;
const SIGHTS = 5;
/** A retreat by more than this ends a run: it did go the lawful way again. */
const RETREAT_M = 0.7;
/** Straighter against the direction than this, in the road's plane. */
const AGAINST_DEG = 120;
const AWAIT_MS = 500;
/** Who turns about is no faster than this in the second before: who was, is another than the one that then comes the other way, and only what follows a second later is his. */
const TURNS_ABOUT_M_S = 4;
const BEFORE_MS = 1000;
/** A pace is told over no shorter time. */
const TOLD_MS = 300;

export const wrongWay: Rule = {
  name: 'wrong_way',
  create: (scene, note) => {
    const scale = scaleOf(scene);
    const zones = scene.zones.flatMap((zone) => (zone.kind === 'one_way' && zone.heading !== null ? [{ zone, lawful: unit(zone.heading) }] : []));
    const see = watchTracks<State>({
      settleMs: 0,
      signal: false,
      fresh: () => ({ runs: new Map(), longest: new Map() }),
      point: (one, point, { minute }) => {
        for (const { zone, lawful } of zones) if (covers(zone, one.track.kind, minute)) follow(one, point, zone, lawful, scale);
      },
      weigh: (one, { now }, over) => zones.flatMap(({ zone, lawful }) => weigh(one, zone, lawful, now, over, scale)),
      remarks: (one) => zones.flatMap(({ zone, lawful }) => remarks(one, zone, lawful, scale)),
    }, note);
    return { see: (sight, circumstances) => (zones.length === 0 ? [] : see(sight, circumstances)) };
  },
};

function unit({ a, b }: Segment): Point {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  return { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
}

function follow(one: Watched<State>, point: TrackPoint, zone: SceneZone, lawful: Point, scale: Scale): void {
  const run = one.state.runs.get(zone.id);
  if (run?.decided === true) return;
  if (run !== undefined && run.m >= (one.state.longest.get(zone.id)?.m ?? 0)) one.state.longest.set(zone.id, run);
  const begin = (): void => void one.state.runs.set(zone.id, begun(point, cameWith(one.track, point, lawful, scale)));
  if (!inside(zone.area, point.ground)) {
    if (run !== undefined && run.m < needed(one)) one.state.runs.delete(zone.id);
    return;
  }
  if (run === undefined) return begin();
  const metre = metreAt(one.track, point, lawful, scale);
  if (point.at - run.last.at > MAX_GAP_MS || breaks(run.last, point, metreAt(one.track, point, { x: 1, y: 0 }, scale))) return begin();
  run.last = point;
  const px = -(point.ground.x - run.from.ground.x) * lawful.x - (point.ground.y - run.from.ground.y) * lawful.y;
  if (px < run.px - RETREAT_M * metre && run.m < needed(one)) return begin();
  run.sights += 1;
  if (px <= run.px) return;
  // A guessed metre is too long where the view is flat, and the more so the farther away: the later sight's is taken for the whole way.
  run.m = scale.homography === null ? px / Math.max(metre, metreAt(one.track, run.from, lawful, scale) / 2) : run.m + metresBetween(one.track, run.far, point, px - run.px, lawful, scale);
  run.px = px;
  run.far = point;
  run.way.push({ point, px, m: run.m });
}

const needed = ({ track }: Watched<State>): number => Math.max(LEAST_M, LENGTHS * LENGTH_M[track.kind][0]);

/** Metres a second the lawful way until `point`; against it: negative. */
function cameWith(track: Track, point: TrackPoint, lawful: Point, scale: Scale): number {
  const before = track.path.find(({ at, observed }) => observed && at >= point.at - BEFORE_MS);
  if (before === undefined || point.at - before.at < TOLD_MS) return 0;
  const px = (point.ground.x - before.ground.x) * lawful.x + (point.ground.y - before.ground.y) * lawful.y;
  return (1000 * metresBetween(track, before, point, px, lawful, scale)) / (point.at - before.at);
}

const begun = (point: TrackPoint, came_m_s = 0): Run => ({ from: point, came_m_s, way: [], far: point, px: 0, m: 0, sights: 1, last: point, decided: false });

/** What remains of a run from its first clear sight on; nothing but its last sight where none is clear. */
function rest(run: Run, clear: (from: TrackPoint) => boolean): Run {
  const first = run.way.findIndex(({ point }) => clear(point));
  const start = run.way[first];
  if (start === undefined) return begun(run.last);
  const way = run.way.slice(first + 1).map(({ point, px, m }) => ({ point, px: px - start.px, m: m - start.m }));
  return { ...run, from: start.point, way, px: run.px - start.px, m: run.m - start.m, sights: way.length + 1 };
}

function weigh(one: Watched<State>, zone: SceneZone, lawful: Point, now: number, over: boolean, scale: Scale): readonly Verdict[] {
  const run = one.state.runs.get(zone.id);
  if (run === undefined || run.decided || run.m < needed(one) || run.sights < SIGHTS) return [];
  if (run.far.at - run.from.at < LEAST_MS || (now < run.far.at + AWAIT_MS && !over && now < run.from.at + 4 * LEAST_MS)) return [];
  const { track } = one;
  const { far } = run;
  // The shortest stretch that proves it: what was seen far away, before it, may have been somebody else.
  const late = run.way.findLast(({ point, m }) => run.m - m >= needed(one) && far.at - point.at >= LEAST_MS);
  const from = late?.point ?? run.from;
  const travelled = run.px - (late?.px ?? 0);
  const seen = doubt(one.flags, track, from.at, far.at);
  // Doubtful now; what is left without the doubt, and what follows, may be clear.
  if (seen !== null && !over && track.state !== 'ended') {
    one.state.runs.set(zone.id, rest(run, (point) => doubt(one.flags, track, point.at, far.at) === null));
    return [];
  }
  const turned = run.came_m_s > TURNS_ABOUT_M_S;
  if (turned && !over && track.state !== 'ended') {
    one.state.runs.set(zone.id, { ...rest(run, ({ at }) => at > run.from.at + BEFORE_MS), came_m_s: 0 });
    return [];
  }
  run.decided = true;
  const refuse = (...[why, detail]: readonly [Parameters<typeof refusal>[3], string]): readonly Verdict[] => [refusal('wrong_way', track, far.at, why, detail)];
  const against_deg = angle(from, far, lawful, scale);
  if (against_deg < AGAINST_DEG) return [];
  one.state.longest.delete(zone.id);
  if (seen !== null) return refuse(seen, `${track.distrust.join(', ')} while it went against ${zone.id}`);
  const top = -(far.box.y1 - from.box.y1) * lawful.y - ((far.box.x1 + far.box.x2 - from.box.x1 - from.box.x2) / 2) * lawful.x;
  if (top < 0.2 * travelled) return refuse('track_jumped', 'the lower edge moved against the direction but the upper edge did not: an occlusion');
  if (turned) return refuse('track_merged', `it came the lawful way with ${run.came_m_s.toFixed(1)} m/s just before: nobody turns about so fast`);
  const setting = settingSince(one, from.at);
  if (setting !== null) return refuse(setting, `held about ${secs(far.at)}`);
  const facts: AccusedFacts<'wrong_way'> = {
    rule: 'wrong_way', zone: zone.id, travelled_px: travelled, needed_px: (travelled * needed(one)) / (run.m - (late?.m ?? 0)), against_deg, inside_ms: far.at - from.at, crossed_ms: from.at, before: witnessOf(from), after: witnessOf(far),
  };
  return accusation('wrong_way', track, from.at, facts);
}

/** Shorter is the trembling of a box. */
const WORTH_A_WORD_M = 1;

function remarks(one: Watched<State>, zone: SceneZone, lawful: Point, scale: Scale): readonly Remark[] {
  const run = one.state.longest.get(zone.id);
  if (run === undefined || run.m < WORTH_A_WORD_M) return [];
  const [went, asked, took, deg] = [run.m.toFixed(1), needed(one).toFixed(1), secs(run.far.at - run.from.at), angle(run.from, run.far, lawful, scale).toFixed(0)];
  return [{
    rule: 'wrong_way', at: run.far.at,
    vi: `đi ngược chiều trong ${zone.id} nhiều nhất ${went} m (cần ${asked} m) trong ${took} (cần ${secs(LEAST_MS)}), góc ${deg}° so với chiều đúng (cần ${AGAINST_DEG}°)`,
    en: `went at most ${went} m against ${zone.id} (${asked} m asked) in ${took} (${secs(LEAST_MS)} asked), at ${deg}° to its direction (${AGAINST_DEG}° asked)`,
  }];
}

/** Angle on the road between the way it went and the lawful way: 180 is straight against it. */
function angle(from: TrackPoint, to: TrackPoint, lawful: Point, scale: Scale): number {
  const across = scale.pxPerMetre(to.ground, { x: 1, y: 0 });
  const down = scale.pxPerMetre(to.ground, { x: 0, y: 1 });
  const u = { x: (to.ground.x - from.ground.x) / across, y: (to.ground.y - from.ground.y) / down };
  const v = { x: lawful.x / across, y: lawful.y / down };
  const cosine = (u.x * v.x + u.y * v.y) / (Math.hypot(u.x, u.y) * Math.hypot(v.x, v.y));
  return (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
}
