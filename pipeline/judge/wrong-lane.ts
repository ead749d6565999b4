// Wrong lane and prohibited road: a kind that may not be here at this hour travels inside the area for long and far enough.
import { inside, type Point, type Polygon } from '../../domain/geometry.ts';
import { inHours, type Scene } from '../../domain/scene.ts';
import type { Track, TrackPoint } from '../../domain/sighting.ts';
import { VEHICLE_KINDS, type VehicleKind } from '../../domain/vehicle.ts';
import { witnessOf, type Facts, type Rule, type Verdict, type Void } from '../../domain/violation.ts';
import { VOID_WORDS } from './explain.ts';
import { ACROSS, faceWidth, footIsHidden, kindIsSure, metreAt, metresBetween, sightsOf } from './seen/footprint.ts';
import { createUsualSizes, type UsualSizes } from './seen/usual-sizes.ts';
import { LENGTH_M, scaleOf, type Scale } from './seen/scale.ts';
import { breaks, doubt, MAX_GAP_MS } from './seen/trust.ts';
import { accusation, refusal, secs, settingSince, watchTracks, type Listener, type Remark, type Watched } from './seen/watch.ts';

type Area = {
  readonly id: string;
  readonly area: Polygon;
  readonly heading: Point | null;
  readonly allowed: readonly VehicleKind[];
  readonly hours: readonly string[] | undefined;
};
/** How far it went along the area: pixels, and the metres that they were where they were driven; and the doubt for which it began again. */
type Stay = { readonly from: TrackPoint; last: TrackPoint; px: number; m: number; needed_m: number; sights: number; decided: boolean; doubted: Void | null };
/** `longest`: of its stays about which nothing was said yet. */
type State = { readonly stays: Map<string, Stay>; readonly longest: Map<string, Stay> };
type Kind = { readonly offence: 'wrong_lane' | 'prohibited_road'; readonly facts: (area: Area, stay: Stay) => Facts; readonly areas: (scene: Scene) => readonly Area[] };

/** Passing over a corner of an area, or round an obstacle, is shorter. */
const NEEDED_MS = 1500;
const NEEDED_M = 6;
const SIGHTS = 5;
const AWAIT_MS = 500;
/** The contact must lie this part of a vehicle's width inside every edge. */
const INSIDE_WIDTHS = 0.25;

const allKinds: readonly VehicleKind[] = VEHICLE_KINDS;

export const wrongLane: Rule = {
  name: 'wrong_lane',
  create: (scene, note) => areaRule(scene, note, {
    offence: 'wrong_lane',
    areas: ({ lanes }) => lanes.flatMap((lane) => (lane.classes === undefined ? [] : [{ id: lane.id, area: lane.area, heading: direction(lane.heading.a, lane.heading.b), allowed: lane.classes, hours: lane.hours }])),
    facts: (area, stay) => ({ rule: 'wrong_lane', lane: area.id, inside_ms: stay.last.at - stay.from.at, needed_ms: NEEDED_MS, ...travelled(stay), allowed: [...area.allowed], ...seen(stay) }),
  }),
};

export const prohibitedRoad: Rule = {
  name: 'prohibited_road',
  create: (scene, note) => areaRule(scene, note, {
    offence: 'prohibited_road',
    areas: ({ zones }) => zones.flatMap((zone) => {
      const { classes } = zone;
      if (zone.kind !== 'prohibited') return [];
      const allowed = classes === undefined ? [] : allKinds.filter((kind) => !classes.includes(kind));
      return [{ id: zone.id, area: zone.area, heading: zone.heading === null ? null : direction(zone.heading.a, zone.heading.b), allowed, hours: zone.hours }];
    }),
    facts: (area, stay) => ({ rule: 'prohibited_road', zone: area.id, inside_ms: stay.last.at - stay.from.at, needed_ms: NEEDED_MS, ...travelled(stay), ...seen(stay) }),
  }),
};

const travelled = ({ px, m, needed_m }: Stay) => ({ travelled_px: px, needed_px: (px * needed_m) / m });
const seen = (stay: Stay) => ({ crossed_ms: stay.from.at, before: witnessOf(stay.from), after: witnessOf(stay.last) });

function direction(a: Point, b: Point): Point {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  return { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
}

function areaRule(scene: Scene, note: Listener, kind: Kind): ReturnType<Rule['create']> {
  const scale = scaleOf(scene);
  const areas = kind.areas(scene);
  const sizes = createUsualSizes(scene.heightPx);
  const see = watchTracks<State>({
    settleMs: 0,
    signal: false,
    fresh: () => ({ stays: new Map(), longest: new Map() }),
    point: (one, point, { minute }) => {
      for (const area of areas) stayIn(one, point, area, minute, scale);
    },
    weigh: (one, { now }, over) => areas.flatMap((area) => weigh(one, area, kind, now, over, scale, sizes)),
    remarks: (one) => areas.flatMap(({ id }) => remarks(one.state.longest.get(id), id, kind.offence)),
  }, note);
  return {
    see: (sight, circumstances) => {
      if (areas.length === 0) return [];
      if (scale.homography === null) sizes.see(sight.tracks);
      return see(sight, circumstances);
    },
  };
}

function stayIn(one: Watched<State>, point: TrackPoint, area: Area, minute: number, scale: Scale): void {
  const { stays, longest } = one.state;
  const stay = stays.get(area.id);
  if (stay?.decided === true || footIsHidden(one.track, [point], scale)) return;
  if (stay !== undefined && stay.m >= (longest.get(area.id)?.m ?? 0)) longest.set(area.id, stay);
  if (area.allowed.includes(one.track.kind) || !inHours(area.hours, minute) || !wellInside(one.track, point, area.area, scale)) {
    if (stay !== undefined && !enough(stay)) stays.delete(area.id);
    return;
  }
  if (stay === undefined || point.at - stay.last.at > MAX_GAP_MS || breaks(stay.last, point, metreAt(one.track, point, ACROSS, scale))) {
    stays.set(area.id, begun(one.track, point));
    return;
  }
  const moved = { x: point.ground.x - stay.from.ground.x, y: point.ground.y - stay.from.ground.y };
  const px = area.heading === null ? Math.hypot(moved.x, moved.y) : moved.x * area.heading.x + moved.y * area.heading.y;
  const along = area.heading ?? direction({ x: 0, y: 0 }, px === 0 ? { x: 0, y: 1 } : moved);
  stay.m += metresBetween(one.track, stay.last, point, px - stay.px, along, scale);
  stay.px = px;
  stay.needed_m = neededM(one.track);
  stay.sights += 1;
  stay.last = point;
}

const begun = (track: Track, point: TrackPoint): Stay => ({ from: point, last: point, px: 0, m: 0, needed_m: neededM(track), sights: 1, decided: false, doubted: null });
const neededM = ({ kind }: Track): number => Math.max(NEEDED_M, 1.2 * LENGTH_M[kind][0]);

const enough = (stay: Stay): boolean => stay.sights >= SIGHTS && stay.last.at - stay.from.at >= NEEDED_MS && stay.m >= stay.needed_m;

function remarks(stay: Stay | undefined, id: string, rule: Kind['offence']): readonly Remark[] {
  if (stay === undefined) return [];
  const [inside_ms, went, asked] = [secs(stay.last.at - stay.from.at), stay.m.toFixed(1), stay.needed_m.toFixed(1)];
  const but = stay.doubted === null ? null : VOID_WORDS[stay.doubted];
  return [{
    rule, at: stay.last.at,
    vi: `ở trong ${id} lâu nhất ${inside_ms} (cần ${secs(NEEDED_MS)}), đi ${went} m (cần ${asked} m), thấy ${stay.sights} lần (cần ${SIGHTS})${but === null ? '' : `; nhưng không đáng tin: ${but.vi}`}`,
    en: `inside ${id} at most for ${inside_ms} (${secs(NEEDED_MS)} asked), ${went} m (${asked} m asked), seen ${stay.sights} times (${SIGHTS} asked)${but === null ? '' : `; but not to be believed: ${but.en}`}`,
  }];
}

/** The contact with both its quarter points inside: a wheel over the edge is not yet another lane. */
function wellInside(track: Track, point: TrackPoint, area: Polygon, scale: Scale): boolean {
  const step = INSIDE_WIDTHS * faceWidth(track, point, scale);
  const { x, y } = point.ground;
  return inside(area, point.ground) && inside(area, { x: x - step, y }) && inside(area, { x: x + step, y });
}

function weigh(one: Watched<State>, area: Area, { offence, facts }: Kind, now: number, over: boolean, scale: Scale, sizes: UsualSizes): readonly Verdict[] {
  const stay = one.state.stays.get(area.id);
  if (stay === undefined || stay.decided || !enough(stay) || (now < stay.from.at + NEEDED_MS + AWAIT_MS && !over)) return [];
  const { track } = one;
  const flag = doubt(one.flags, track, stay.from.at, stay.last.at);
  // Doubtful now; what follows may be clear: the stay begins again at its last sight.
  if (flag !== null && !over && track.state !== 'ended') {
    stay.doubted = flag;
    one.state.stays.set(area.id, begun(track, stay.last));
    return [];
  }
  stay.decided = true;
  one.state.longest.delete(area.id);
  const refuse = (...[why, detail]: readonly [Parameters<typeof refusal>[3], string]): readonly Verdict[] => [refusal(offence, track, stay.last.at, why, detail)];
  if (flag !== null) return refuse(flag, `${track.distrust.join(', ')} while inside ${area.id}`);
  // Any kind is charged where none is allowed; elsewhere the kind itself is the offence.
  const sights = sightsOf(track, stay.from.at);
  if (area.allowed.length > 0 && (!kindIsSure(track, sights, scale) || !sizes.fits(track, sights))) return refuse('kind_unclear', `${track.kind} by ${(track.kindShare * 100).toFixed(0)} % of the sights, or of a size that does not fit`);
  const setting = settingSince(one, stay.from.at);
  if (setting !== null) return refuse(setting, `held about ${secs(stay.last.at)}`);
  return accusation(offence, track, stay.from.at, facts(area, stay));
}
