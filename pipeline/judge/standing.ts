// Stopping and parking: a vehicle stands in a zone that forbids it while traffic could move, even if something hides it for a while.
import { inside, iou, width, type Point } from '../../domain/geometry.ts';
import { covers, type SceneZone } from '../../domain/scene.ts';
import type { Track, TrackPoint } from '../../domain/sighting.ts';
import { familyOf } from '../../domain/vehicle.ts';
import { witnessOf, type AccusedFacts, type Rule, type Verdict } from '../../domain/violation.ts';
import { createCrowd, movedShare, STANDS_MS, STEP_M, type Crowd } from './seen/crowd.ts';
import { ACROSS, metreAt, onRoad } from './seen/footprint.ts';
import { scaleOf, type Scale } from './seen/scale.ts';
import { doubt } from './seen/trust.ts';
import { accusation, refusal, secs, settingSince, watchTracks, type Listener, type Remark, type Watched } from './seen/watch.ts';

type Stand = {
  readonly from: TrackPoint;
  /** Whether it was seen to drive before it stood: what never moved may be a thing at the kerb. */
  readonly arrived: boolean;
  /** The tracks by which it was followed here before. */
  readonly was: readonly string[];
  last: TrackPoint;
  /** When it was seen again after it had been out of sight. */
  backAt: number;
  /** By how much of what is allowed it has moved. */
  moved: number;
  /** Sights in a row that show it elsewhere. */
  away: number;
  /** Time in which nothing kept it there, and in which another stood ahead of it. */
  free_ms: number;
  queued_ms: number;
  unseen_ms: number;
  passedBy: Set<string>;
  decided: boolean;
};
/** `longest`: of its stands about which nothing was said yet. */
type State = { readonly stands: Map<string, Stand>; readonly longest: Map<string, Stand>; heading: Point | null; anchor: TrackPoint | null; /** How wide its box was, pixels, when it first came to stand. */ stoodWide: number | null };
type Left = { readonly stand: Stand; readonly zone: string; readonly track: Track; readonly at: number };

/** So many sights in a row elsewhere, and it has driven: one may be a slip. */
const AWAY_SIGHTS = 3;
/** Defaults where the camera file names no time: setting somebody down, and leaving a vehicle. */
const STOP_MS = 15_000;
const PARK_MS = 120_000;
/** Hidden for longer it may be another vehicle. */
const HIDDEN_MS = 30_000;
/** Not seen for longer counts as hidden: whoever reappears must fill the same place. */
const UNSEEN_MS = 1500;
const SAME_PLACE_IOU = 0.7;
const PASSED_BY = 1;
/** Who still stands behind another after so long, while so many drove past, waits for nobody: cars parked in a row. */
const QUEUE_MOST_MS = 180_000;
const QUEUE_PASSED_BY = 2;
/** So much wider than when it came to stand, a rider's box shows others as well, who came up behind. */
const FUSED = 1.4;

export const standing: Rule = {
  name: 'standing',
  create: (scene, note) => {
    const scale = scaleOf(scene);
    const zones = scene.zones.filter(({ kind }) => kind === 'no_stopping' || kind === 'no_parking');
    const crowd = createCrowd(scale);
    let left: Left[] = [];
    const see = watchTracks<State>({
      settleMs: 0,
      signal: false,
      fresh: () => ({ stands: new Map(), longest: new Map(), heading: null, anchor: null, stoodWide: null }),
      point: (one, point, { minute }) => {
        for (const zone of zones) if (covers(zone, one.track.kind, minute)) left = stand(one, point, zone, scale, left, crowd);
      },
      weigh: (one, { now }, over) => zones.flatMap((zone) => {
        const found = weigh(one, zone, scale, note);
        const state = one.state.stands.get(zone.id);
        if (over && state !== undefined && !state.decided) left.push({ stand: state, zone: zone.id, track: one.track, at: now });
        return found;
      }),
      remarks: (one) => zones.flatMap((zone) => remarks(one, zone)),
    }, note);
    return {
      see: (sight, circumstances) => {
        if (zones.length === 0) return [];
        crowd.see(scene, sight);
        left = left.filter(({ at }) => sight.at - at <= HIDDEN_MS);
        return see(sight, circumstances);
      },
    };
  },
};

function stand(one: Watched<State>, point: TrackPoint, zone: SceneZone, scale: Scale, left: Left[], crowd: Crowd): Left[] {
  const { state, track } = one;
  const current = state.stands.get(zone.id);
  // A foot that somebody hides and shows again is no way that it came.
  if (current === undefined || point.at - current.from.at < STANDS_MS) heading(state, point, track, scale);
  if (current?.decided === true) return left;
  if (!inside(zone.area, point.ground)) {
    // A box cut short by something in front of it lifts its ground point out of the zone for a moment; one seen elsewhere has driven off.
    if (current !== undefined && (point.at - current.last.at > HIDDEN_MS || iou(point.box, current.last.box) === 0)) state.stands.delete(zone.id);
    return left;
  }
  const begun = (): Stand => ({ from: point, arrived: state.heading !== null, was: [], last: point, backAt: point.at, moved: 0, away: 0, free_ms: 0, queued_ms: 0, unseen_ms: 0, passedBy: new Set(), decided: false });
  if (current === undefined) {
    // Who was seen to drive up is not the one that was lost from sight here.
    const again = state.heading !== null ? undefined : left.find((each) => each.zone === zone.id && each.track.kind === track.kind && iou(each.stand.last.box, point.box) >= SAME_PLACE_IOU);
    state.stands.set(zone.id, again === undefined ? begun() : { ...again.stand, backAt: point.at, was: [...again.stand.was, String(again.track.id)] });
    return left.filter((each) => each !== again);
  }
  const moved = movedShare(track, current.from, point, scale);
  const another = point.at - current.last.at > UNSEEN_MS && iou(point.box, current.last.box) < SAME_PLACE_IOU;
  current.away = moved > 1 ? current.away + 1 : 0;
  if (another || current.away >= AWAY_SIGHTS) {
    state.stands.set(zone.id, begun());
    return left;
  }
  const gap = point.at - current.last.at;
  if (gap > UNSEEN_MS) {
    current.unseen_ms += gap;
    current.backAt = point.at;
  }
  for (const other of crowd.passing(track, point)) current.passedBy.add(other);
  if (!isParked(current, point) && crowd.blocked(track, point, state.heading, { since: current.from.at, was: current.was })) current.queued_ms += gap;
  else if (point.at >= crowd.freeSince()) current.free_ms += gap;
  if (stood(current) >= STANDS_MS) state.stoodWide ??= width(point.box);
  if (moved <= 1) current.moved = Math.max(current.moved, moved);
  current.last = point;
  const longest = state.longest.get(zone.id);
  if (longest === undefined || stood(current) >= stood(longest)) state.longest.set(zone.id, current);
  return left;
}

const stood = ({ from, last }: Stand): number => last.at - from.at;

const isParked = ({ from, passedBy }: Stand, { at }: TrackPoint): boolean => at - from.at >= QUEUE_MOST_MS && passedBy.size >= QUEUE_PASSED_BY;

/** The direction in which it came, on the road. */
function heading(state: State, point: TrackPoint, track: Track, scale: Scale): void {
  const { anchor } = state;
  if (anchor === null) {
    state.anchor = point;
    return;
  }
  const [x, y] = onRoad(track, point, anchor.ground, point.ground, scale);
  const far = Math.hypot(x, y);
  if (far < 2) return;
  state.heading = { x: x / far, y: y / far };
  state.anchor = point;
}

const neededMs = ({ stop_s, kind }: SceneZone): number => (stop_s ?? 0) * 1000 || (kind === 'no_stopping' ? STOP_MS : PARK_MS);

/** Shorter is a pause in traffic. */
const WORTH_A_WORD_MS = 3000;

function remarks({ state }: Watched<State>, zone: SceneZone): readonly Remark[] {
  const found = state.longest.get(zone.id);
  if (found === undefined || stood(found) < WORTH_A_WORD_MS) return [];
  const [long, asked, free, queued] = [stood(found), neededMs(zone), found.free_ms, found.queued_ms].map(secs);
  return [{
    rule: 'standing', at: found.last.at,
    vi: `đứng trong ${zone.id} ${long} (cần ${asked}), trong đó ${free} khi xe cộ đi lại được, ${queued} sau một xe khác`,
    en: `stood in ${zone.id} for ${long} (${asked} asked), ${free} of it while traffic could move, ${queued} behind another vehicle`,
  }];
}

function weigh(one: Watched<State>, zone: SceneZone, scale: Scale, note: Listener): readonly Verdict[] {
  const found = one.state.stands.get(zone.id);
  const needed_ms = neededMs(zone);
  if (found === undefined || found.decided || found.last.at - found.from.at < needed_ms) return [];
  // Who appears where it stood may only be passing there.
  if (found.last.at - found.backAt < UNSEEN_MS) return [];
  // Who waited behind another for most of the time is no stopper: that one may only have been lost from sight.
  if (found.free_ms < needed_ms || (found.queued_ms > found.free_ms && !isParked(found, found.last))) return [];
  found.decided = true;
  one.state.longest.delete(zone.id);
  const { track } = one;
  const offence = zone.kind === 'no_stopping' ? 'stop_no_stopping_sign' : 'park_no_parking_sign';
  if (!found.arrived && zone.kind === 'no_stopping') return [refusal(offence, track, found.last.at, 'no_before', 'it was not seen to drive: it may be a thing at the kerb')];
  const flag = doubt(one.flags, track, found.last.at - 1000, found.last.at);
  if (flag !== null && flag !== 'track_gap') return [refusal(offence, track, found.last.at, flag, `${track.distrust.join(', ')} while it stood in ${zone.id}`)];
  if (familyOf(track.kind) === 'two' && Math.min(width(found.from.box), width(found.last.box)) > FUSED * (one.state.stoodWide ?? Infinity)) return [refusal(offence, track, found.last.at, 'track_merged', 'its box is much wider than when it came to stand: more than one vehicle')];
  const setting = settingSince(one, found.from.at);
  if (setting !== null) return [refusal(offence, track, found.last.at, setting, `held about ${secs(found.last.at)}`)];
  if (found.passedBy.size < PASSED_BY) note?.({ rule: 'standing', track: track.id, at: found.last.at, vi: 'không có xe nào vượt qua trong lúc đỗ', en: 'nobody passed it while it stood' });
  const allowed_px = STEP_M * metreAt(track, found.last, ACROSS, scale);
  const facts: AccusedFacts<'standing'> = {
    rule: 'standing', zone: zone.id, offence, stood_ms: found.last.at - found.from.at, needed_ms, moved_px: found.moved * allowed_px, allowed_px, unseen_ms: found.unseen_ms,
    passed_by: found.passedBy.size, crossed_ms: found.from.at, before: witnessOf(found.from), after: witnessOf(found.last),
  };
  return accusation(offence, track, found.from.at, facts);
}
