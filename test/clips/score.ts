// Holds what was judged of a clip against its ground truth: hits, misses, what may not be scored, and false accusations.
import { z } from 'zod';
import { parse } from 'yaml';
import type { JudgedOffence } from '../../cli/judged.ts';

const time = z.union([z.number(), z.tuple([z.number(), z.number()])]);
const place = z.tuple([z.number(), z.number()]);
const event = z.object({ t: time, offence: z.string(), kind: z.string(), where: place.optional(), note: z.string().optional() });
const ambiguous = z.object({ t: time, kind: z.string().optional(), where: place.optional(), box: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(), note: z.string().optional() });
const signal = z.object({ head: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(), states: z.array(z.tuple([z.number(), z.string()])) });
const clip = z.object({
  signal: signal.optional(),
  events: z.array(event).default([]),
  ambiguous: z.array(ambiguous).default([]),
  plates: z.array(z.object({ t: z.number(), text: z.string() })).default([]),
});
const truth = z.object({ clips: z.record(z.string(), clip) });
export type ClipTruth = z.infer<typeof clip>;
export type Score = { readonly hits: number; readonly missed: readonly z.infer<typeof event>[]; readonly unscored: readonly JudgedOffence[]; readonly wrong: readonly JudgedOffence[]; readonly offS: readonly number[] };

export const readTruth = (yaml: string): Readonly<Record<string, ClipTruth>> => truth.parse(parse(yaml)).clips;

/** A hit lies within this of the event. */
const WITHIN_S = 1;
/** "About" a place of the truth, as a part of the picture's width. */
const ABOUT = 0.08;

/** Each event takes the nearest unclaimed offence of its kind; what is left over is ambiguous or false. */
export function score(found: readonly JudgedOffence[], { events, ambiguous: unclear }: ClipTruth, widthPx: number): Score {
  const pairs = events
    .flatMap((one, e) => found.map((offence, f) => ({ e, f, off: offence.offence === one.offence ? distanceS(offence.t_s, one.t) : Infinity })))
    .filter(({ off }) => off <= WITHIN_S)
    .sort((a, b) => a.off - b.off);
  const taken = { events: new Set<number>(), found: new Set<number>() };
  const offS: number[] = [];
  for (const { e, f, off } of pairs) {
    if (taken.events.has(e) || taken.found.has(f)) continue;
    taken.events.add(e);
    taken.found.add(f);
    offS.push(off);
  }
  const rest = found.filter((_, f) => !taken.found.has(f));
  const unscored = rest.filter((offence) => unclear.some((one) => covers(one, offence, widthPx)));
  return { hits: taken.events.size, missed: events.filter((_, e) => !taken.events.has(e)), unscored, wrong: rest.filter((offence) => !unscored.includes(offence)), offS };
}

function distanceS(t: number, when: z.infer<typeof time>): number {
  const [from, to] = typeof when === 'number' ? [when, when] : when;
  return t < from ? from - t : t > to ? t - to : 0;
}

function covers({ t, box, where }: z.infer<typeof ambiguous>, { t_s, point_px: [x, y] }: JudgedOffence, widthPx: number): boolean {
  if (distanceS(t_s, t) > 0) return false;
  if (box !== undefined) return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
  return where === undefined || Math.hypot(x - where[0], y - where[1]) <= ABOUT * widthPx;
}
