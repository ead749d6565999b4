// Forbidden turns: inside a zone that forbids it a vehicle turns left, right or about, by its heading on the road.
import { distance, height, inside, project, type Box, type Point } from '../../domain/geometry.ts';
import { lookedAt } from '../../domain/resolve-scene.ts';
import { covers, type Movement, type Scene, type SceneZone } from '../../domain/scene.ts';
import type { TrackPoint } from '../../domain/sighting.ts';
import { witnessOf, type AccusedFacts, type Rule, type Verdict } from '../../domain/violation.ts';
import { metreAt } from './seen/footprint.ts';
import { scaleOf, type Scale } from './seen/scale.ts';
import { breaks, doubt, MAX_GAP_MS } from './seen/trust.ts';
import { accusation, refusal, secs, settingSince, watchTracks, type Remark, type Watched } from './seen/watch.ts';

type Step = { readonly road: Point; readonly point: TrackPoint };
type Turn = { steps: Step[]; entered: boolean; left: boolean; last: TrackPoint | null; brokenAt: number; decided: boolean };
type State = Map<string, Turn>;
type Forbidden = { readonly zone: SceneZone; readonly movement: Movement };

/** Headings are chords of this length: shorter ones are jitter. */
const CHORD_M = 3;
const STEP_M = 0.5;
/** Road kept before and after: 60 m hold any turn. */
const KEPT = 120;
const NEEDED_DEG: Readonly<Record<'left' | 'right' | 'uturn', number>> = { left: 50, right: 50, uturn: 150 };
/** A box that comes this near to the lower edge of what is looked at, as a part of the picture's height, may hide its foot beyond it. */
const EDGE = 0.02;
/** A box at the side of what is looked at is cut off there, and soon it shows another vehicle: no witness of where this one went. */
const SIDE_PX = 2;
/** Shorter in the picture than this part of the box's height is the trembling of the box, however many metres that are far away. */
const CHORD_HEIGHTS = 0.35;
/** Whole circles are no turn: two vehicles, or a box that trembles in one place. */
const UTURN_MOST_DEG = 250;
/** The tightest U-turn is several chords long: who is about within one was seen wrong once. */
const BEND_MOST_DEG = 120;
/** Nobody turns faster. */
const LEAST_MS: Readonly<Record<'left' | 'right' | 'uturn', number>> = { left: 900, right: 900, uturn: 1800 };
/** A turn of more is a U-turn, not a left or right turn. */
const SIDE_MOST_DEG = 125;

export const turn: Rule = {
  name: 'turn',
  create: (scene, note) => {
    const scale = scaleOf(scene);
    const zones = scene.zones.flatMap((zone): readonly Forbidden[] => {
      const movement = forbidden(zone);
      return movement === null ? [] : [{ zone, movement }];
    });
    const mirrored = mirror(scene, scale);
    const view = lookedAt(scene);
    const lowest = view.y2 - EDGE * scene.heightPx;
    const see = watchTracks<State>({
      settleMs: 0,
      signal: false,
      fresh: () => new Map(),
      point: (one, point, { minute }) => {
        if (point.box.y2 > lowest) return;
        for (const { zone } of zones) if (covers(zone, one.track.kind, minute)) follow(one, point, zone, scale);
      },
      weigh: (one, _moment, over) => zones.flatMap((each) => weigh(one, each, { mirrored, view, over })),
      remarks: (one) => zones.flatMap((each) => remarks(one, each, { mirrored, view })),
    }, note);
    return { see: (sight, circumstances) => (zones.length === 0 ? [] : see(sight, circumstances)) };
  },
};

function forbidden({ kind }: SceneZone): Movement | null {
  return kind === 'no_uturn' ? 'uturn' : kind === 'no_left_turn' ? 'left' : kind === 'no_right_turn' ? 'right' : null;
}

function follow(one: Watched<State>, point: TrackPoint, zone: SceneZone, scale: Scale): void {
  const state: Turn = one.state.get(zone.id) ?? { steps: [], entered: false, left: false, last: null, brokenAt: -Infinity, decided: false };
  one.state.set(zone.id, state);
  if (state.decided) return;
  const { last } = state;
  if (last !== null && (point.at - last.at > 2 * MAX_GAP_MS || breaks(last, point, metreAt(one.track, point, { x: 1, y: 0 }, scale)))) state.brokenAt = point.at;
  state.last = point;
  if (inside(zone.area, point.ground)) state.entered = true;
  const road = onRoad(point.ground, scale);
  const before = state.steps.at(-1);
  if (before !== undefined && distance(before.road, road) < STEP_M) return;
  state.steps.push({ road, point });
  if (state.steps.length > KEPT) state.steps.shift();
}

/**
 * Height of a metre along the road as a part of the width of one across it, where nothing is calibrated: a pole of 6 m sees so what is 40 m away. Taken
 * steeper than it is, a lane change looks like a turn, and a turn seems to begin long before it does; taken flatter, it is only told later.
 */
const FLATTEST = 0.15;

/** Metres on the road; without calibration the picture with its foreshortening undone. */
function onRoad(p: Point, scale: Scale): Point {
  if (scale.homography !== null) return project(scale.homography, p);
  const across = scale.pxPerMetre(p, { x: 1, y: 0 });
  return { x: p.x / across, y: p.y / (FLATTEST * across) };
}

/** −1 where the operator's road axes are mirrored against the picture. */
function mirror(scene: Scene, scale: Scale): 1 | -1 {
  if (scale.homography === null) return 1;
  const p = { x: scene.widthPx / 2, y: scene.heightPx * 0.7 };
  const o = onRoad(p, scale);
  const x = onRoad({ x: p.x + 1, y: p.y }, scale);
  const y = onRoad({ x: p.x, y: p.y + 1 }, scale);
  return (x.x - o.x) * (y.y - o.y) - (x.y - o.y) * (y.x - o.x) >= 0 ? 1 : -1;
}

/** `bends`: the changes of heading, radians, and where they were; `sharpest`: the largest, degrees. */
type Found = { readonly deg: number; readonly sharpest: number; readonly from: Step; readonly middle: Step; readonly to: Step; readonly bends: readonly { readonly rad: number; readonly at: Step }[] };

/** The change of heading from the chord that enters to the last one, summed step by step so that 180° and −180° differ. */
function turned(steps: readonly Step[], view: Box): Found | null {
  const chords: { readonly heading: number; readonly at: Step }[] = [];
  let from = 0;
  for (let i = 1; i < steps.length; i += 1) {
    const a = steps[from];
    const b = steps[i];
    if (a === undefined || b === undefined || distance(a.road, b.road) < CHORD_M || distance(a.point.ground, b.point.ground) < CHORD_HEIGHTS * height(b.point.box)) continue;
    chords.push({ heading: Math.atan2(b.road.y - a.road.y, b.road.x - a.road.x), at: a });
    from = i;
  }
  const first = chords[0];
  if (first === undefined || chords.length < 2) return null;
  const bends = chords.slice(1).map(({ heading, at }, i) => ({ rad: wrap(heading - (chords[i]?.heading ?? heading)), at }));
  const sum = bends.reduce((all, { rad }) => all + rad, 0);
  const sharpest = bends.reduce((most, bend) => (Math.abs(bend.rad) > Math.abs(most.rad) ? bend : most));
  return { deg: (sum * 180) / Math.PI, sharpest: (Math.abs(sharpest.rad) * 180) / Math.PI, from: first.at, middle: sharpest.at, to: lastWhole(steps, sharpest.at, view), bends };
}

/** The last step of its way on from `middle` that shows all of it. */
function lastWhole(steps: readonly Step[], middle: Step, view: Box): Step {
  const on = steps.slice(steps.indexOf(middle) + 1);
  const cut = on.findIndex(({ point: { box } }) => box.x1 <= view.x1 + SIDE_PX || box.x2 >= view.x2 - SIDE_PX);
  return (cut < 0 ? on.at(-1) : on[cut - 1]) ?? middle;
}

const wrap = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle));

type Ctx = { readonly mirrored: 1 | -1; readonly view: Box; readonly over: boolean };

function weigh(one: Watched<State>, { zone, movement }: Forbidden, { mirrored, view, over }: Ctx): readonly Verdict[] {
  const state = one.state.get(zone.id);
  if (state === undefined || state.decided || !state.entered || state.last === null || movement === 'straight') return [];
  // A left turn may still become a U-turn: it is named when the track is over; a U-turn as soon as it is done.
  if (movement !== 'uturn' && !over) return [];
  if (movement === 'uturn' && !over && state.steps.at(-1)?.point !== state.last) return [];
  const found = turned(state.steps, view);
  if (found === null) return [];
  const deg = found.deg * mirrored;
  const size = Math.abs(deg);
  const done = movement === 'uturn' ? size >= NEEDED_DEG.uturn && size <= UTURN_MOST_DEG : size >= NEEDED_DEG[movement] && size <= SIDE_MOST_DEG && deg > 0 === (movement === 'right');
  if (!done || found.sharpest > BEND_MOST_DEG || found.to.point.at - found.from.point.at < LEAST_MS[movement] || !inside(zone.area, found.middle.point.ground) || !mostlyWithin(zone, found)) return [];
  state.decided = true;
  return [...charge(one, zone, movement, deg, found, state.brokenAt)];
}

/** Less is how roads wind and boxes tremble. */
const WORTH_A_WORD_DEG = 30;

function remarks(one: Watched<State>, { zone, movement }: Forbidden, { mirrored, view }: Pick<Ctx, 'mirrored' | 'view'>): readonly Remark[] {
  const state = one.state.get(zone.id);
  const found = state === undefined || state.decided || !state.entered || movement === 'straight' ? null : turned(state.steps, view);
  if (found === null || movement === 'straight' || Math.abs(found.deg) < WORTH_A_WORD_DEG) return [];
  const [deg, took, least] = [(found.deg * mirrored).toFixed(0), secs(found.to.point.at - found.from.point.at), secs(LEAST_MS[movement])];
  const place = inside(zone.area, found.middle.point.ground) && mostlyWithin(zone, found) ? { vi: 'trong', en: 'within' } : { vi: 'phần lớn ngoài', en: 'mostly outside' };
  return [{
    rule: 'turn', at: found.middle.point.at,
    vi: `quay ${deg}° (phải: dương; cần ${NEEDED_DEG[movement]}°) ${place.vi} ${zone.id} trong ${took} (cần ${least})`,
    en: `turned ${deg}° (right: positive; ${NEEDED_DEG[movement]}° asked) ${place.en} ${zone.id} in ${took} (${least} asked)`,
  }];
}

/** This much of the whole turn lies in the zone: the foot of a long vehicle's box is metres off while it swings round beyond it. */
const WITHIN = 0.6;

function mostlyWithin({ area }: SceneZone, { bends }: Found): boolean {
  const of = (some: typeof bends): number => some.reduce((sum, { rad }) => sum + Math.abs(rad), 0);
  return of(bends.filter(({ at }) => inside(area, at.point.ground))) >= WITHIN * of(bends);
}

function charge(one: Watched<State>, zone: SceneZone, movement: 'left' | 'right' | 'uturn', deg: number, { from, middle, to }: Found, brokenAt: number): readonly Verdict[] {
  const { track } = one;
  const at = middle.point.at;
  const refuse = (...[why, detail]: readonly [Parameters<typeof refusal>[3], string]): readonly Verdict[] => [refusal('uturn_or_turn_forbidden', track, at, why, detail)];
  const flag = doubt(one.flags, track, from.point.at, to.point.at);
  if (flag !== null) return refuse(flag, `${track.distrust.join(', ')} while it turned in ${zone.id}`);
  if (brokenAt >= from.point.at && brokenAt <= to.point.at) return refuse('track_gap', `the track is broken at ${secs(brokenAt)}`);
  const setting = settingSince(one, from.point.at);
  if (setting !== null) return refuse(setting, `held about ${secs(at)}`);
  const facts: AccusedFacts<'turn'> = {
    rule: 'turn', zone: zone.id, movement, turned_deg: deg, needed_deg: NEEDED_DEG[movement], crossed_ms: at, before: witnessOf(from.point), after: witnessOf(to.point),
  };
  return accusation('uturn_or_turn_forbidden', track, at, facts);
}
