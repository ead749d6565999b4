// The measured rates of the detector as data: made from what was gathered, read back and checked by the detector model.
import { z } from 'zod';
import { colourRates, colourRatesOf, type ColoursGathered } from './colour-faults.ts';
import { FURTHER, HIDDEN_STEPS, PARTS, SIZE_STEPS, type Gathered, type Part, type Scored } from './detector-faults.ts';

const share = z.number().min(0).max(1);
const steps = z.array(share).length(HIDDEN_STEPS.length);
/** Sizes of the trembling, as parts of the box, at 0 %, 5 % … 95 %, 99 % and 100 % of the sights. */
const table = z.array(z.number().min(0)).length(22);
const tables = z.strictObject({ x: table, y: table, w: table, h: table });
const pair = z.strictObject({ weak: z.number(), strong: z.number() });
const sizes = z.strictObject({ x: z.number(), y: z.number(), w: z.number(), h: z.number() });
export const ratesFile = z.strictObject({
  source: z.string(),
  measured: z.string(),
  model_sha256: z.string(),
  clips: z.array(z.strictObject({ clip: z.string(), frames: z.number(), vehicles: z.number(), sights: z.number() })),
  strongScore: share,
  weakScore: share,
  /** By how much nearer vehicles hide: less than 12, 33, 50, 66 %, and more. */
  miss: steps,
  /** After a miss the next one is this likely. */
  missAgain: share,
  /** Mean score of unhidden vehicles by the box's height (below 24, 40, 60, 100 px, and more), and what hiding takes from it. */
  score: z.strictObject({
    size: steps, hidden: z.array(z.number()).length(HIDDEN_STEPS.length),
    /** Standard deviations about that: from vehicle to vehicle, over about a second, and from frame to frame. */
    vehicle: z.number(), slow: z.number(), fast: z.number(),
  }),
  moving: tables,
  standing: tables,
  hidden: tables,
  /** Slow trembling of a standing vehicle, standard deviation. */
  drift: sizes,
  cut: share,
  cutAgain: share,
  misnamed: share,
  misnamedAgain: share,
  fused: share,
  /** Further boxes: nearly the same, a part, beside (each for a vehicle and frame); on a thing and on nothing (each for a frame). */
  further: z.strictObject({ twin: pair, part: pair, beside: pair, thing: pair, flash: pair }),
  colours: colourRates,
  /** What no clip tells: taken on the pessimistic side. */
  assumed: z.strictObject({ misnamedForLife: share, missMostlyHidden: share, least_px: z.number() }),
});
export type DetectorRates = z.infer<typeof ratesFile>;
export type Clip = DetectorRates['clips'][number];
type Known = Pick<DetectorRates, 'strongScore' | 'weakScore' | 'measured'> & { readonly model: string };

const ASSUMED = { misnamedForLife: 0.02, missMostlyHidden: 0.9, least_px: 20 };

export function ratesOf(all: Gathered, colours: ColoursGathered, clips: readonly Clip[], { model, ...known }: Known): DetectorRates {
  const spots = total(all.spots);
  const frames = total(all.frames);
  return ratesFile.parse({
    source: 'measured on real clips: vehicles followed by the product\'s tracker (8 sights or more), broken tracks joined, gaps filled',
    ...known,
    model_sha256: model,
    clips,
    miss: all.missed.map((step, i) => round(i === HIDDEN_STEPS.length - 1 ? Math.max(ASSUMED.missMostlyHidden, mean(step)) : mean(step))),
    missAgain: round(mean(all.missedAgain)),
    score: scoresOf(all.scores),
    moving: quantiles(all.moving), standing: quantiles(all.standing), hidden: quantiles(all.hidden),
    drift: Object.fromEntries(PARTS.map((part) => [part, round(slow(all, part))])),
    cut: round(mean(all.cutShort)), cutAgain: round(mean(all.cutAgain)),
    misnamed: round(mean(all.misnamed)), misnamedAgain: round(mean(all.misnamedAgain)), fused: round(mean(all.fused)),
    further: Object.fromEntries(FURTHER.map((kind) => {
      const per = kind === 'thing' || kind === 'flash' ? frames : spots;
      return [kind, { weak: round(all.further[kind].weak / per), strong: round(all.further[kind].strong / per) }];
    })),
    colours: colourRatesOf(colours),
    assumed: ASSUMED,
  });
}

const SCORED = 8;

function scoresOf(chains: readonly (readonly Scored[])[]): DetectorRates['score'] {
  const free = chains.flat().filter(({ hidden }) => hidden === 0);
  const size = SIZE_STEPS.map((_, step) => mean(free.filter((each) => each.size === step).map(({ score }) => score)));
  const off = ({ score, size: step }: Scored): number => score - (size[step] ?? 0);
  const hidden = HIDDEN_STEPS.map((_, step) => mean(chains.flat().filter((each) => each.hidden === step).map(off)));
  const own = chains.map((chain) => chain.filter((each) => each.hidden === 0)).filter((chain) => chain.length >= SCORED);
  const left = own.map((chain) => {
    const usual = mean(chain.map(off));
    return chain.map((each) => ({ frame: each.frame, by: off(each) - usual }));
  });
  // Neighbouring frames share the slow part; what they do not share is fast.
  const shared = mean(left.flatMap((chain) => chain.flatMap(({ frame, by }, i) => (chain[i + 1]?.frame === frame + 1 ? [by * (chain[i + 1]?.by ?? 0)] : []))));
  const total = rms(left.flat().map(({ by }) => by)) ** 2;
  return { size: size.map(round), hidden: hidden.map(round), vehicle: round(sd(own.map((chain) => mean(chain.map(off))))), slow: round(Math.sqrt(Math.max(0, shared))), fast: round(Math.sqrt(Math.max(0, total - shared))) };
}

/** A difference of two sights 1.5 s apart holds the slow part nearly twice; the fast part is left in it, so it is told too large. */
const slow = (all: Gathered, part: Part): number => rms(all.drift[part]) / Math.SQRT2;

function quantiles(of: Record<Part, number[]>): Record<string, number[]> {
  return Object.fromEntries(PARTS.map((part) => {
    const sorted = of[part].map(Math.abs).sort((a, b) => a - b);
    const at = (share: number): number => round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
    return [part, [...Array.from({ length: 20 }, (_, i) => at(i / 20)), at(0.99), at(1)]];
  }));
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : total(values) / values.length);
const rms = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => value * value)));
function sd(values: readonly number[]): number {
  const middle = mean(values);
  return rms(values.map((value) => value - middle));
}
const round = (value: number): number => Math.round(value * 1e5) / 1e5;
