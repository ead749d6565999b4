// Red light: a vehicle whose front comes over the stop line after the red (and its grace) began, and which runs on while red holds.
import { covers, type Scene, type SceneStopLine } from '../../domain/scene.ts';
import type { Track, TrackPoint } from '../../domain/sighting.ts';
import { mediaMs } from '../../domain/units.ts';
import { witnessOf, type AccusedFacts, type Offence, type Rule, type Verdict, type Void } from '../../domain/violation.ts';
import { footIsHidden, metreAt, sightsOf } from './seen/footprint.ts';
import { middlePassedAt } from './seen/middle.ts';
import { advance, frontPassedAt, movedOffAt, newPassage, reach, SIDE_SIGHTS, withinEnds, type Passage, type Stop } from './seen/passage.ts';
import { createPhases, type Answer, type Phase, type Phases } from './seen/phases.ts';
import { LENGTH_M, scaleOf, type Scale } from './seen/scale.ts';
import { doubt, wholeBoxMoved } from './seen/trust.ts';
import { createUsualSizes, type UsualSizes } from './seen/usual-sizes.ts';
import { follow, movementOf, newCourse, type Course } from './seen/turning.ts';
import { accusation, refusal, secs, settingSince, watchTracks, type Listener, type Watched } from './seen/watch.ts';

type State = { readonly course: Course; readonly passages: Map<string, Passage>; readonly decided: Set<string> };
type One = Watched<State>;
type Ctx = { readonly scene: Scene; readonly scale: Scale; readonly phases: Phases; readonly sizes: UsualSizes; readonly note: Listener; readonly minute: number; readonly now: number };

/** A signal's change is told some frames after it happened: nothing is decided before that could still arrive. */
const SETTLE_MS = 700;
/** Who stopped past the line was followed for so long before it: a track that begins at the line may have begun on a box that slipped off another vehicle. */
const CAME_MS = 500;
/** The middle of a vehicle of its kind's usual length must stand this far past the line: the front of the shortest is then more than a metre past. */
const STOOD_PAST_M = 0.5;

/** Where it had run on far enough is known to half a metre: red must outlast that moment by what a start takes for it. */
const RAN_ON_SURE_MS = 250;

export const redLight: Rule = {
  name: 'red_light',
  create: (scene, note) => {
    const scale = scaleOf(scene);
    const phases = createPhases();
    const sizes = createUsualSizes(scene.heightPx);
    const see = watchTracks<State>({
      settleMs: SETTLE_MS,
      signal: true,
      fresh: () => ({ course: newCourse(), passages: new Map(), decided: new Set() }),
      point: (one, point) => {
        follow(one.state.course, one.track, point, scene, scale);
        for (const line of scene.stopLines) {
          const passage = one.state.passages.get(line.id) ?? newPassage(line.line, point);
          one.state.passages.set(line.id, passage);
          advance(passage, one.track, point, scale, line.run_on_m);
        }
      },
      weigh: (one, { now, minute }, over) => scene.stopLines.flatMap((line) => weigh(one, line, { scene, scale, phases, sizes, note, minute, now }, over)),
    });
    return {
      see: (sight, circumstances) => {
        if (scene.stopLines.length === 0) return [];
        phases.see(sight);
        if (scale.homography === null) sizes.see(sight.tracks);
        return see(sight, circumstances);
      },
    };
  },
};

/** Looks whether anything can be said of one vehicle and one line yet. */
function weigh(one: One, line: SceneStopLine, ctx: Ctx, over: boolean): readonly Verdict[] {
  const passage = one.state.passages.get(line.id);
  if (passage === undefined || one.state.decided.has(line.id)) return [];
  if (passage.left !== null) {
    const stood = stopped(one, passage.left, line, ctx).filter(({ kind }) => kind === 'accused');
    passage.left = null;
    if (stood.length > 0) {
      one.state.decided.add(line.id);
      return stood;
    }
  }
  const ran = passage.ranOn;
  if (ran === null || ctx.now < ran.point.at + SETTLE_MS) {
    const redOver = passage.frontAt !== null && passage.stoodMs > 0 && ran === null && ctx.now - (passage.last?.point.at ?? 0) < 2 * SETTLE_MS && leftRed(passage, line, ctx);
    if (!over && !redOver) return [];
    if (redOver || ran === null) {
      one.state.decided.add(line.id);
      return stopped(one, passage, line, ctx);
    }
  }
  const found = judge(one, passage, line, ctx, over);
  if (found === 'wait') return [];
  one.state.decided.add(line.id);
  // Red ended before it had run on: what remains is the stop past the line, if it made one.
  const late = found.some((verdict) => verdict.kind === 'void' && verdict.why === 'did_not_run_on');
  return late ? [...found, ...stopped(one, passage, line, ctx).filter(({ kind }) => kind === 'accused')] : found;
}

/** Whether the red under which the front came over has ended for sure. */
function leftRed(passage: Passage, line: SceneStopLine, ctx: Ctx): boolean {
  const then = ctx.phases.at(line.signal, passage.frontAt ?? ctx.now);
  const now = ctx.phases.at(line.signal, ctx.now - SETTLE_MS);
  return then.state === 'known' && then.colour === 'red' && now.state === 'known' && now.colour !== 'red' && now.colour !== 'unknown';
}

function judge(one: One, passage: Passage, line: SceneStopLine, ctx: Ctx, over: boolean): readonly Verdict[] | 'wait' {
  const { track } = one;
  const at = passage.crossedAt;
  const ran = passage.ranOn;
  if (at === null || ran === null || passage.cameFromBeyond || !withinEnds(passage, track, ctx.scale)) {
    say(ctx, track, ctx.now, `không vượt vạch dừng ${line.id} theo chiều của vạch`, `did not come over stop line ${line.id} in its direction between its ends`);
    return [];
  }
  const refuse = (why: Void, detail: string): readonly Verdict[] => [refusal('red_light', track, at, why, detail)];
  const waited = waitedUnderRed(passage, line, ctx);
  const front = waited?.at ?? frontPassedAt(passage, track, ctx.scale);
  const colour = ctx.phases.at(line.signal, front ?? at);
  if (colour.state === 'known' && innocent(colour, line, passage, ctx)) {
    say(ctx, track, at, `qua vạch ${line.id} khi đèn ${VI[colour.colour]}`, `came over ${line.id} on ${colour.colour}, shown since ${secs(colour.phase.since)}`);
    return [];
  }
  const signalWhy = signalDoubt(colour, ctx.phases.at(line.signal, at), front ?? at, line);
  if (signalWhy !== null) return refuse(...signalWhy);
  if (front === null || passage.before === null || passage.behind < SIDE_SIGHTS) return refuse('no_before', 'the whole vehicle was not seen before the line: it may have stood over it already');
  const before = waited ?? (passage.clear ?? passage.first ?? passage.before).point;
  const seen = doubt(one.flags, track, before.at, ran.point.at, true);
  if (seen !== null) return refuse(seen, `the track is in doubt between ${secs(before.at)} and ${secs(ran.point.at)}`);
  if (passage.brokenAt !== null && passage.brokenAt >= before.at && passage.brokenAt <= ran.point.at) return refuse('track_gap', `the track is broken at ${secs(passage.brokenAt)}`);
  if (!wholeBoxMoved(before, ran.point, passage.n, track.kind)) return refuse('track_jumped', 'the lower edge moved over the line but the upper edge did not: an occlusion');
  const sights = sightsOf(track, before.at, ran.point.at);
  if (footIsHidden(track, sights, ctx.scale) || ctx.sizes.footIsHidden(track, sights)) return refuse('foot_hidden', 'its box is lower than any of its kind where it seems to stand: it was farther on, or nearer, than it seems');
  const setting = settingSince(one, front);
  if (setting !== null) return refuse(setting, `held within the minute before ${secs(front)}`);
  return unlawful(one, passage, line, ctx, { over, front, at, colour, refuse, witness: waited ?? witnessBefore(passage, track, ctx.scale) });
}

type Crossing = { readonly over: boolean; readonly front: number; readonly at: number; readonly colour: Answer; readonly witness: TrackPoint | null; readonly refuse: (why: Void, detail: string) => readonly Verdict[] };

/** What is left to ask once the crossing itself is sure: was it still red where it ran on, and was the movement permitted? */
function unlawful(one: One, passage: Passage, line: SceneStopLine, ctx: Ctx, { over, front, at, colour, refuse, witness }: Crossing): readonly Verdict[] | 'wait' {
  const ran = passage.ranOn;
  if (ran === null || witness === null || colour.state !== 'known') return refuse('no_before', 'no picture with the vehicle before the line');
  const red = colour.phase;
  if (witness.at < red.since) return refuse('within_grace', `the last sight before the line, at ${secs(witness.at)}, was before red was seen at ${secs(red.since)}`);
  if (!ctx.phases.holds(line.signal, 'red', front, ran.point.at + RAN_ON_SURE_MS)) return refuse('did_not_run_on', `red had ended when it had run on ${passage.needed.toFixed(0)} px, at ${secs(ran.point.at)}`);
  const turn = movementOf(one.state.course, ctx.scene, ctx.scale, over);
  const permits = line.permits.filter((permit) => covers(permit, one.track.kind, ctx.minute) && (permit.arrow === undefined || lit(ctx.phases, permit.arrow, front, ran.point.at)));
  if (permits.length > 0 && turn.movement === 'unknown') return over ? refuse('movement_unknown', `${permits.map((p) => p.movement).join(', ')} may pass, and where it went was not seen`) : 'wait';
  const permit = permits.find(({ movement }) => movement === turn.movement);
  if (permit !== undefined) return refuse('permitted_movement', `${turn.movement} is permitted by ${permit.arrow ?? permit.sign ?? 'the site'}`);
  const facts: AccusedFacts<'red_light'> = {
    rule: 'red_light', stop_line: line.id, ...signalFacts(line, red, colour.source, front), amber_ms: red.amber_ms, movement: turn.movement,
    ran_on_px: ran.s, needed_px: passage.needed, crossed_ms: at, front_ms: front, ran_on_ms: ran.point.at, before: witnessOf(witness), after: witnessOf(ran.point),
  };
  return accusation('red_light', one.track, middlePassedAt(passage, one.track, ctx.scale) ?? at, facts);
}

const lit = (phases: Phases, arrow: string, from: number, to: number): boolean => phases.mayShow(arrow, 'green', from, to) || phases.mayShow(arrow, 'amber', from, to);

const signalFacts = (line: SceneStopLine, red: Phase, source: 'vision' | 'controller' | 'both', front: number) => ({
  signal: line.signal, signal_source: source, red_since_ms: red.since, red_for_ms: front - red.since, grace_ms: line.grace_ms,
});

/** Green, or amber all the way: nothing that looks like an offence. */
function innocent(colour: Answer & { readonly state: 'known' }, line: SceneStopLine, passage: Passage, ctx: Ctx): boolean {
  if (colour.phase.flashing) return false;
  if (colour.colour === 'green') return true;
  const later = ctx.phases.at(line.signal, passage.crossedAt ?? ctx.now);
  return colour.colour === 'amber' && later.state === 'known' && later.colour !== 'red';
}

function signalDoubt(front: Answer, ground: Answer, at: number, line: SceneStopLine): readonly [Void, string] | null {
  if (front.state === 'none') return ['signal_unknown', `signal ${line.signal} was not seen at ${secs(at)}`];
  if (front.state === 'disagrees') return ['signal_disagrees', front.detail];
  if (ground.state === 'disagrees') return ['signal_disagrees', ground.detail];
  if (front.phase.flashing) return ['signal_flashing', `signal ${line.signal} was flashing at ${secs(at)}`];
  switch (front.colour) {
    case 'red': {
      const red_for = at - front.phase.since;
      return red_for < line.grace_ms ? ['within_grace', `red for ${red_for.toFixed(0)} ms, grace ${line.grace_ms} ms`] : null;
    }
    case 'amber':
    case 'green':
      return ['amber', `the front came over on ${front.colour} at ${secs(at)}`];
    case 'dark':
      return ['signal_dark', `signal ${line.signal} was dark at ${secs(at)}`];
    case 'unknown':
      return ['signal_unknown', `signal ${line.signal} could not be read at ${secs(at)}`];
  }
}

/**
 * The last sight of one that waited at the line while red burnt and, without that red ending, ran on. Its front may, were it the longest of its kind,
 * have stood over the line; red forbids going on all the same, and only amber lets those pass who are on the line (Luật 36/2024 Điều 11.4).
 */
function waitedUnderRed(passage: Passage, line: SceneStopLine, ctx: Ctx): TrackPoint | null {
  const off = movedOffAt(passage);
  if (passage.waited === null || passage.ranOn === null || off === null || (passage.frontAt ?? -Infinity) >= off) return null;
  return ctx.phases.holds(line.signal, 'red', off, passage.ranOn.point.at) ? passage.waited.point : null;
}

/** The last sight in which the whole vehicle, by its usual length, is still before the line; else the first sight of it. */
function witnessBefore(passage: Passage, track: Track, scale: Scale): TrackPoint | null {
  if (passage.clear !== null) return passage.clear.point;
  const { first } = passage;
  return first !== null && first.s + reach(passage, track, first.point, scale)[1] / 2 < 0 ? first.point : (passage.before?.point ?? null);
}

/** It never ran on under red: it may still have stopped past the line (charged as a marking, DOMAIN.md §3). */
function stopped(one: One, passage: Passage, line: SceneStopLine, ctx: Ctx): readonly Verdict[] {
  const { track } = one;
  const { frontAt: front, clear } = passage;
  const stop = proving(passage, track, line, ctx);
  if (front === null || clear === null || stop === null || passage.cameFromBeyond || clear.point.at - one.track.firstAt < CAME_MS) {
    if (stop !== null) sayStop(ctx, track, stop, line, `không thấy cả xe trước vạch ít nhất ${secs(CAME_MS)}`, `it was not seen whole before the line for at least ${secs(CAME_MS)}`);
    return crossedOnly(one, passage, line, ctx);
  }
  const { past, needed, point: stoodPoint } = stop;
  const colour = ctx.phases.at(line.signal, front);
  const onRed = colour.state === 'known' && colour.colour === 'red' && !colour.phase.flashing && front - colour.phase.since >= line.grace_ms;
  if (!onRed) sayStop(ctx, track, stop, line, 'đầu xe không qua vạch khi đèn đỏ', 'its front did not come over on red');
  else if (past < needed) sayStop(ctx, track, stop, line, 'chưa đủ xa', 'not far enough');
  if (past < needed || !onRed) return [];
  const offence: Offence = 'stop_line_or_marking';
  const refuse = (why: Void, detail: string): readonly Verdict[] => [refusal(offence, track, front, why, detail)];
  const stoodTo = stoodPoint.at;
  const seen = doubt(one.flags, track, clear.point.at, stoodTo, true);
  if (seen !== null) return refuse(seen, `the track is in doubt between ${secs(clear.point.at)} and ${secs(stoodTo)}`);
  if (!wholeBoxMoved(clear.point, stoodPoint, passage.n, track.kind)) return refuse('track_jumped', 'only the lower edge moved: an occlusion');
  if (passage.brokenAt !== null && passage.brokenAt >= clear.point.at && passage.brokenAt <= stoodTo) return refuse('track_gap', `the track is broken at ${secs(passage.brokenAt)}`);
  if (!ctx.phases.holds(line.signal, 'red', front, stoodTo)) return refuse('did_not_run_on', 'red had ended while it stood');
  const setting = settingSince(one, front);
  if (setting !== null) return refuse(setting, `held within the minute before ${secs(front)}`);
  const facts: AccusedFacts<'stop_line'> = {
    rule: 'stop_line', stop_line: line.id, ...signalFacts(line, colour.phase, colour.source, front), stood_ms: Math.min(stop.ms, colour.phase.until - stop.from), past_px: past, needed_px: needed, crossed_ms: front,
    before: witnessOf(clear.point), after: witnessOf(stoodPoint),
  };
  return accusation(offence, track, front, facts);
}

const mean = ([a, b]: readonly [number, number]): number => (a + b) / 2;

type Made = { readonly from: number; readonly ms: number; readonly point: TrackPoint; /** Of its middle, and what is asked. */ readonly past: number; readonly needed: number };

/** The first stop that is far enough while the red holds under which the front came over: what comes later proves nothing more. Else the farthest. */
function proving(passage: Passage, track: Track, line: SceneStopLine, ctx: Ctx): Made | null {
  const made = passage.stops.flatMap((stop) => (stop.point === null ? [] : [madeAt(stop, stop.point, passage, track, ctx)])).sort((a, b) => b.past - a.past);
  const red = made.filter(({ point }) => ctx.phases.holds(line.signal, 'red', passage.frontAt ?? ctx.now, point.at));
  const proofs = red.filter(({ past, needed }) => past >= needed).sort((a, b) => a.from - b.from);
  return proofs[0] ?? red[0] ?? made[0] ?? null;
}

function madeAt({ from, ms, past }: Stop, point: TrackPoint, passage: Passage, track: Track, { scale }: Ctx): Made {
  // Going away the middle is ahead of the ground point, coming nearer it is behind it.
  // A car is easily taken for a truck: none is held to be longer than a car.
  const kind = track.kind === 'truck' || track.kind === 'bus' ? 'car' : track.kind;
  const metre = metreAt(track, point, passage.n, scale);
  const ahead = passage.n.y >= -0.1 ? -LENGTH_M[kind][0] * metre : mean(reach(passage, { ...track, kind }, point, scale));
  return { from, ms, point, past: past + ahead / 2, needed: STOOD_PAST_M * metre };
}

/** Came over on red but was not seen to run on. */
function crossedOnly(one: One, passage: Passage, line: SceneStopLine, ctx: Ctx): readonly Verdict[] {
  const at = passage.crossedAt;
  const { last } = passage;
  if (at === null && last !== null) say(ctx, one.track, last.point.at, `không qua vạch dừng ${line.id}: lần thấy cuối ở ${last.s.toFixed(0)} px (quá vạch: dương)`, `did not come over stop line ${line.id}: last seen at ${last.s.toFixed(0)} px (past it: positive)`);
  if (at === null || passage.cameFromBeyond || passage.over < SIDE_SIGHTS) return [];
  const colour = ctx.phases.at(line.signal, at);
  if (colour.state !== 'known' || colour.colour !== 'red') return [];
  const far = Math.max(0, passage.last?.s ?? 0).toFixed(0);
  return [refusal('red_light', one.track, at, 'did_not_run_on', `seen ${far} px past ${line.id}, ${passage.needed.toFixed(0)} px are asked`)];
}

const VI = { red: 'đỏ', amber: 'vàng', green: 'xanh', dark: 'tắt', unknown: 'không rõ' } as const;

function say(ctx: Ctx, track: Track, at: number, vi: string, en: string, rule: 'red_light' | 'stop_line' = 'red_light'): void {
  ctx.note?.({ rule, track: track.id, at: mediaMs(at), vi, en });
}

function sayStop(ctx: Ctx, track: Track, { from, ms, past, needed }: Made, { id }: SceneStopLine, vi: string, en: string): void {
  const [stood, px, asked] = [secs(ms), past.toFixed(0), needed.toFixed(0)];
  say(ctx, track, from, `dừng ${stood} với giữa xe quá vạch ${id} ${px} px (cần ${asked} px): ${vi}`, `stood for ${stood} with its middle ${px} px past ${id} (${asked} px asked): ${en}`, 'stop_line');
}
