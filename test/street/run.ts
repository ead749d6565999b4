// Drives one simulated street through the real tracker, the real signal follower and the real judge, and scores what came out.
import { resolveScene } from '../../domain/resolve-scene.ts';
import type { SignalReading, SignalColour, Track } from '../../domain/sighting.ts';
import { epochMs, mediaMs } from '../../domain/units.ts';
import type { Accused, Note, Offence } from '../../domain/violation.ts';
import { ALL_WELL, createJudge } from '../../pipeline/judge/rules.ts';
import { createSignalFollower } from '../../pipeline/perceive/signal.ts';
import { createTracker } from '../../pipeline/perceive/tracker.ts';
import { createDetector, type Looked } from './detector-model.ts';
import type { DetectorRates } from './detector-rates.ts';
import { declared, type Plan } from './plan.ts';
import { createIdentities } from './identities.ts';
import { newScore, type Done, type Score } from './score.ts';
import type { Programme } from './signal-programme.ts';
import { chance, type Chance } from './random.ts';
import { STEP_MS, street } from './traffic.ts';
import { createTruth } from './truth.ts';
import { boxFor } from './vehicle.ts';
import { createHidings } from './visible.ts';

/** Which vehicle each track showed, moment by moment; kept for as long as a verdict may speak of it. */
type Shown = Map<string, { readonly at: number; readonly id: number }[]>;

type Look = { readonly at: number } & Looked;
/** The longest path that a track carries. */
const UNTOLD_MS = 12_000;

export function runStreet(plan: Plan, vehicles: number, rates: DetectorRates, explain = false): Score {
  const scene = resolveScene(declared(plan), plan.pole.width_px, plan.pole.height_px);
  const { lights, step, done } = street(plan, vehicles);
  // Its own dice: the same traffic passes whatever the detector makes of it.
  const random = chance(plan.seed + 999);
  const truth = createTruth(plan, lights);
  const detector = createDetector(rates, random, plan.pole);
  const tracker = createTracker({ widthPx: plan.pole.width_px, heightPx: plan.pole.height_px, strongScore: rates.strongScore, weakScore: rates.weakScore });
  const follower = createSignalFollower();
  const score = newScore(plan);
  const shown: Shown = new Map();
  const identities = createIdentities();
  const looked: Look[] = [];
  const judge = createJudge(scene, !explain ? {} : {
    note: ({ rule, track, at, en }) => {
      const who = `${vehicleAt(shown, track, at)} ${OFFENCE_OF[rule] ?? rule}`;
      score.voidsOf.set(who, score.voidsOf.get(who) ?? en);
    },
  });
  const judged = new Map<number, Done>();
  const hidings = createHidings();
  const accused: { readonly verdict: Accused; readonly before: number; readonly after: number }[] = [];
  for (let t = 0, idle = 0; idle < 10_000; t += STEP_MS) {
    const { live, left } = step(t);
    for (const vehicle of live) truth.see(vehicle, t, STEP_MS);
    for (const vehicle of left) {
      judged.set(vehicle.id, { vehicle, truth: truth.end(vehicle), hidings: hidings.end(vehicle.id) });
      detector.forget(vehicle.id);
    }
    if (done()) idle += STEP_MS;
    if (t % plan.frame_ms !== 0) continue;
    const bodies = live.flatMap((vehicle) => {
      const box = boxFor(plan.pole, vehicle);
      return box === null ? [] : [{ id: vehicle.id, kind: vehicle.kind, box }];
    });
    const look = detector.look(bodies, t);
    const { detections, of } = look;
    for (const [id, hidden] of look.hidden) hidings.see(id, hidden, t);
    const { tracks, ended, of: trackOf } = tracker.step(detections, mediaMs(t));
    trackOf.forEach((track, i) => {
      if (track === null) return;
      const id = of[i] ?? -1;
      note(shown, track, [{ at: t, id }]);
      if (id >= 0) identities.see(track, id);
    });
    for (const { id } of ended) identities.ends(id);
    looked.push({ at: t, ...look });
    while ((looked[0]?.at ?? t) < t - UNTOLD_MS) looked.shift();
    for (const track of tracks) if (shown.get(track.id)?.length === 1) note(shown, track.id, untold(track, looked));
    const signals = follower.step(lights === null ? [] : readings(plan, lights, t, random), mediaMs(t));
    const verdicts = judge.see({ at: mediaMs(t), capturedAt: epochMs(START + t), clockErrorMs: 50, tracks, ended, signals }, ALL_WELL);
    score.updates += tracks.length;
    score.frames += 1;
    for (const verdict of verdicts) {
      if (verdict.kind === 'void') {
        score.voids.set(`${verdict.offence} ${verdict.why}`, (score.voids.get(`${verdict.offence} ${verdict.why}`) ?? 0) + 1);
        const who = `${vehicleAt(shown, verdict.track, verdict.at)} ${verdict.offence}`;
        score.voidsOf.set(who, `${verdict.why}: ${verdict.detail}`);
      } else accused.push({ verdict, before: vehicleAt(shown, verdict.track, verdict.facts.before.at_ms), after: vehicleAt(shown, verdict.track, verdict.facts.after.at_ms) });
    }
    if (t % 5000 === 0) forget(shown, t - KEPT_MS);
  }
  score.kept = identities.kept();
  score.settle(judged, accused);
  return score;
}

function note(shown: Shown, track: string, sights: readonly { readonly at: number; readonly id: number }[]): void {
  const list = shown.get(track) ?? [];
  list.push(...sights);
  shown.set(track, list);
}

/** Longer than any light is red: who stopped past the line is accused when it ends. */
const KEPT_MS = 180_000;

function forget(shown: Shown, before: number): void {
  for (const [track, sights] of shown) {
    const kept = sights.filter(({ at }) => at >= before);
    if (kept.length === 0) shown.delete(track);
    else shown.set(track, kept);
  }
}

/** A track is told once a strong box speaks for it, with its weak beginning: which vehicle that was is looked up box by box. */
function untold({ path }: Track, looked: readonly Look[]): readonly { readonly at: number; readonly id: number }[] {
  return path.slice(0, -1).flatMap((point) => {
    const box = point.detected ?? (point.observed ? point.box : undefined);
    const look = box === undefined ? undefined : looked.find(({ at }) => at === point.at);
    const i = look === undefined ? -1 : look.of.findIndex((_, k) => look.detections.xyxy[4 * k] === box?.x1 && look.detections.xyxy[4 * k + 3] === box?.y2);
    return i < 0 ? [] : [{ at: point.at, id: look?.of[i] ?? -1 }];
  });
}

/** The offence that a rule's remark is about, where it is not called as the rule. */
const OFFENCE_OF: Readonly<Partial<Record<Note['rule'], Offence>>> = { stop_line: 'stop_line_or_marking', solid_line: 'crosses_solid_line', standing: 'stop_no_stopping_sign', turn: 'uturn_or_turn_forbidden' };

/** 20 November 2026, 08:00 in Vietnam. */
const START = 1_795_136_400_000;

/** The vehicle that the track mostly showed about a moment: −1 for none. */
function vehicleAt(shown: Shown, track: string, at: number): number {
  const near = (shown.get(track) ?? []).filter((each) => Math.abs(each.at - at) <= 400);
  const counts = new Map<number, number>();
  for (const { id } of near) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? -1;
}

/** The lamp reader now and then sees nothing; hardly ever a wrong colour. */
function readings(plan: Plan, lights: Programme, t: number, random: Chance): readonly SignalReading[] {
  const read = (colour: SignalColour): SignalColour => (random.happens(0.02) ? 'unknown' : random.happens(0.001) ? 'amber' : colour);
  const main: SignalReading = { signal: 'main', colour: read(lights.main(t).colour), score: 0.9 };
  return plan.stop_line?.right_arrow === true ? [main, { signal: 'arrow', colour: lights.arrow(t) ? read('green') : 'dark', score: 0.9 }] : [main];
}
