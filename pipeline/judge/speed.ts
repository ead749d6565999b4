// Speed over a measured base line: metres from the calibration, milliseconds from the media clock, with the error of both.
import { calibrationOf, type CalibrationResult } from '../../domain/calibration.ts';
import { along, distance, ground, inside, project, signedDistance, type Box, type Homography, type Segment } from '../../domain/geometry.ts';
import { covers, type Scene, type SceneSpeed } from '../../domain/scene.ts';
import type { TrackPoint } from '../../domain/sighting.ts';
import type { AccusedKind } from '../../domain/vehicle.ts';
import { witnessOf, type AccusedFacts, type Offence, type Rule, type ScreeningReason, type Verdict, type Witness } from '../../domain/violation.ts';
import { allowed, measure, SIGHTS, steady, type Measured, type Sight } from './seen/drive.ts';
import { kindIsSure } from './seen/footprint.ts';
import { withOwnFoot } from './seen/own-foot.ts';
import { scaleOf, type Scale } from './seen/scale.ts';
import { breaks, doubt, MAX_GAP_MS } from './seen/trust.ts';
import { accusation, refusal, secs, settingSince, watchTracks, type Watched } from './seen/watch.ts';

type Sample = Sight & { readonly point: TrackPoint; /** The detector's own. */ readonly box: Box };
type Base = { readonly samples: Sample[]; last: TrackPoint | null; open: boolean; done: boolean; broken: boolean };
type State = { readonly bases: readonly Base[] };

const LEAST_BASE_M = 8;

export const speed: Rule = {
  name: 'speed',
  create: (scene, note) => {
    const calibration = scene.speed.length === 0 ? null : calibrationOf(scene);
    if (calibration === null) return { see: () => [] };
    if (calibration.state === 'refused') return uncalibrated(scene, calibration.why);
    const { homography } = calibration;
    const scale = scaleOf(scene);
    const see = watchTracks<State>({
      settleMs: 0,
      signal: false,
      fresh: () => ({ bases: scene.speed.map(() => ({ samples: [], last: null, open: false, done: false, broken: false })) }),
      point: (one, point) => scene.speed.forEach((line, index) => {
        const base = one.state.bases[index];
        if (base !== undefined && !base.done) onBase(base, point, line, homography);
      }),
      weigh: (one, { minute, circumstances }) => scene.speed.flatMap((line, index) => {
        const base = one.state.bases[index];
        if (base === undefined || !base.done || base.samples.length === 0) return [];
        const samples = base.samples.splice(0);
        return weigh(one, line, samples, base.broken, { scene, scale, calibration, minute, verified: circumstances.speedVerified, note });
      }),
    });
    return { see };
  },
};

/** A site that declares a base line but no usable calibration says so once a vehicle, so that the operator sees why nothing is measured. */
function uncalibrated(scene: Scene, why: string): ReturnType<Rule['create']> {
  const see = watchTracks<{ told: boolean }>({
    settleMs: 0,
    signal: false,
    fresh: () => ({ told: false }),
    point: () => undefined,
    weigh: (one, { now }) => {
      const last = one.track.path.at(-1);
      if (one.state.told || last === undefined || !scene.speed.some(({ to }) => signedDistance(to, last.ground) * signedDistance(to, one.track.path[0]?.ground ?? last.ground) < 0)) return [];
      one.state.told = true;
      return [refusal('speed_05_10', one.track, now, 'not_calibrated', why)];
    },
  });
  return { see };
}

/** Opens the base line at `from`, closes it at `to`, keeps the sights between and one on either side. */
function onBase(base: Base, point: TrackPoint, line: SceneSpeed, h: Homography): void {
  const { last } = base;
  base.last = point;
  if (last === null) return;
  if (!base.open) {
    if (!passes(line.from, last, point, line.to)) return;
    base.open = true;
    base.samples.push(...sampleOf(last, h));
  }
  if (point.at - last.at > MAX_GAP_MS || breaks(last, point, 60)) base.broken = true;
  base.samples.push(...sampleOf(point, h));
  if (passes(line.to, last, point, null)) base.done = true;
  // Turned back or stands in a queue: no speed of this passage is of interest.
  else if (base.samples.length > 400) {
    base.samples.splice(0);
    base.open = false;
  }
}

/** The wheels by the detector's own box, for smoothing would drag them behind; nothing where they were not seen. */
function sampleOf(point: TrackPoint, h: Homography): readonly Sample[] {
  const box = point.detected ?? point.box;
  const foot = ground(box);
  const road = project(h, foot);
  return point.footGuessed === true ? [] : [{ road, row_m: distance(road, project(h, { x: foot.x, y: foot.y + 1 })), at: point.at, point, box }];
}

/** Whether the ground point passed the segment between two sights, coming from the side away from `towards`. */
function passes(segment: Segment, a: TrackPoint, b: TrackPoint, towards: Segment | null): boolean {
  const from = signedDistance(segment, a.ground);
  const to = signedDistance(segment, b.ground);
  if (from * to > 0 || from === to) return false;
  const place = along(segment, b.ground);
  if (place < -0.1 || place > 1.1) return false;
  if (towards === null) return true;
  const middle = { x: (towards.a.x + towards.b.x) / 2, y: (towards.a.y + towards.b.y) / 2 };
  return signedDistance(segment, middle) * (to === 0 ? -from : to) > 0;
}

type Ctx = {
  readonly scene: Scene;
  readonly scale: Scale;
  readonly calibration: Extract<CalibrationResult, { state: 'accepted' }>;
  readonly minute: number;
  readonly verified: boolean;
  readonly note: Parameters<Rule['create']>[1];
};

function weigh(one: Watched<State>, line: SceneSpeed, all: readonly Sample[], broken: boolean, ctx: Ctx): readonly Verdict[] {
  const { track } = one;
  const { kind } = track;
  const fitting = steady(withOwnFoot(all, kind, ctx.calibration.homography), ctx.calibration.speedError);
  const samples = fitting ?? all;
  const from = samples[0];
  const to = samples.at(-1);
  const limit = line.limits.find((each) => covers(each, kind, ctx.minute) && inLanes(ctx.scene, each.lanes, samples));
  if (from === undefined || to === undefined || limit === undefined || kind === 'person') return [];
  const measured = measure(samples, ctx.calibration.speedError);
  if (measured === null || measured.kmh - limit.limit_kmh < LEAST_OVER) {
    if (measured !== null) tell(ctx, track.id, to.point, measured, limit.limit_kmh);
    return [];
  }
  const refuse = (...[why, detail]: readonly [Parameters<typeof refusal>[3], string]): readonly Verdict[] => [refusal(offenceOf(measured.kmh - limit.limit_kmh, kind) ?? 'speed_05_10', track, to.point.at, why, detail)];
  if (samples.length < SIGHTS || measured.baseline_m < LEAST_BASE_M) return refuse('track_too_brief', `${samples.length} sights over ${measured.baseline_m.toFixed(1)} m`);
  if (broken) return refuse('track_gap', 'the track is broken on the base line');
  if (fitting === null) return refuse('track_jumped', 'no steady drive explains the sights on the base line');
  // A leap would show in the fit: the other doubts remain.
  const flag = doubt(new Map([...one.flags].filter(([each]) => each !== 'jumped')), track, from.point.at, to.point.at);
  if (flag !== null) return refuse(flag, `${track.distrust.join(', ')} on the base line`);
  if (!kindIsSure(track, samples.map(({ point }) => point), ctx.scale) && ctx.scene.speed.some(({ limits }) => limits.some(({ classes }) => classes !== undefined))) return refuse('kind_unclear', 'the limit depends on the kind');
  if (Math.abs(measured.kmh - measured.check_kmh) > Math.max(measured.error_kmh, allowed(measured.kmh))) {
    return refuse('track_jumped', `all sights say ${measured.kmh.toFixed(1)} km/h, the two witnesses ${measured.check_kmh.toFixed(1)} km/h`);
  }
  const setting = settingSince(one, from.point.at);
  if (setting !== null) return refuse(setting, `held about ${secs(to.point.at)}`);
  return charge(one, kind, from, to, measured, limit, ctx);
}

/** ND 168: the lightest offence begins at +5 km/h. */
const LEAST_OVER = 5;

function charge(one: Watched<State>, kind: AccusedKind, from: Sample, to: Sample, measured: Measured, limit: SceneSpeed['limits'][number], ctx: Ctx): readonly Verdict[] {
  const certificate = ctx.scene.file.device.speed_verification;
  const certified = certificate === undefined ? allowed(measured.kmh) : (certificate.error_kmh ?? allowed(measured.kmh));
  // Never less than our own error: the band that is chosen must be sure.
  const charged = measured.kmh - Math.max(certified, measured.error_kmh);
  const offence = offenceOf(charged - limit.limit_kmh, kind);
  if (offence === null) {
    return [refusal('speed_05_10', one.track, to.point.at, 'below_threshold', `${measured.kmh.toFixed(1)} km/h less ${(measured.kmh - charged).toFixed(1)} km/h is under ${limit.limit_kmh} + 5 km/h`)];
  }
  const screening_why = screeningOf(ctx);
  const screeningOnly = screening_why.length > 0;
  const facts: AccusedFacts<'speed'> = {
    rule: 'speed', limit_kmh: limit.limit_kmh, limit_source: limit.source, measured_kmh: measured.kmh, error_kmh: measured.error_kmh, certified_error_kmh: certified, charged_kmh: charged,
    baseline_m: measured.baseline_m, elapsed_ms: measured.elapsed_ms, verification: certificate?.number ?? null, screening_only: screeningOnly, screening_why,
    from_m: [from.road.x, from.road.y], to_m: [to.road.x, to.road.y], check_kmh: measured.check_kmh, crossed_ms: to.point.at, before: seenAt(from), after: seenAt(to),
  };
  return accusation(offence, one.track, to.point.at, facts, screeningOnly);
}

/** The box whose foot was measured, not the smoothed one: who recomputes from the picture finds the wheels where they are. */
const seenAt = ({ point, box }: Sample): Witness => witnessOf({ ...point, box, ground: ground(box) });

function screeningOf({ verified, calibration, scene }: Ctx): ScreeningReason[] {
  const certified = verified && scene.file.device.speed_verification !== undefined;
  return [...(certified ? [] : ['not_verified' as const]), ...(calibration.proven ? [] : ['calibration_unproven' as const])];
}

/** The band of ND 168 Điều 6 and 7 for so many km/h over the limit; exactly 10 and 20 belong to 10–20. */
export function offenceOf(over: number, kind: AccusedKind): Offence | null {
  if (kind === 'bicycle' || over < LEAST_OVER) return null;
  if (over < 10) return 'speed_05_10';
  if (over <= 20) return 'speed_10_20';
  if (kind === 'motorcycle') return 'speed_20_up';
  return over <= 35 ? 'speed_20_35' : 'speed_35_up';
}

function inLanes(scene: Scene, lanes: readonly string[] | undefined, samples: readonly Sample[]): boolean {
  if (lanes === undefined) return true;
  return scene.lanes.some((lane) => lanes.includes(lane.id) && samples.every(({ point }, index) => index === 0 || index === samples.length - 1 || inside(lane.area, point.ground)));
}

function tell(ctx: Ctx, track: Watched<State>['track']['id'], point: TrackPoint, { kmh, error_kmh }: Measured, limit: number): void {
  const words = `${kmh.toFixed(1)} ± ${error_kmh.toFixed(1)} km/h`;
  ctx.note?.({ rule: 'speed', track, at: point.at, vi: `tốc độ ${words}, giới hạn ${limit}`, en: `${words}, limit ${limit}` });
}
