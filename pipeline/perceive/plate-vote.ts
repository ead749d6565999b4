// One plate text from many readings: probabilities multiplied place by place, held against the grammar, doubts kept.
import { formatsOf, toDigit, toLetter, type PlateContext } from '../../domain/plate.ts';
import type { PlateColour, PlateReading, PlateVote } from '../../domain/sighting.ts';
import { plateText, type PlateText } from '../../domain/units.ts';
import type { VehicleKind } from '../../domain/vehicle.ts';

/** A symbol that a reading does not name still has this probability: no single frame can rule it out alone. */
const FLOOR = 0.002;
/** Blurred frames repeat each other's mistakes: n readings count as n^0.7. */
const INDEPENDENCE = 0.7;

type Group = { readonly length: number; readonly lines: 1 | 2; readonly readings: readonly PlateReading[]; readonly weight: number };
/** Per place: symbols by their share of the belief, best first. */
type Belief = readonly (readonly (readonly [string, number])[])[];

/** Null where there is no reading. Readings of another length or number of lines than the strongest group only count against it. */
export function votePlate(readings: readonly PlateReading[], kind: VehicleKind): PlateVote | null {
  const groups = grouped(readings);
  const group = groups[0];
  if (group === undefined) return null;
  const colour = colourOf(group.readings);
  const belief = Array.from({ length: group.length }, (_, place) => multiply(group.readings, place));
  const context: PlateContext = { kind, lines: group.lines, colour };
  const { text, repaired } = fitted(belief, context);
  const best = bestOf(group.readings, text);
  const formats = formatsOf(text, context);
  return {
    text,
    score: scoreOf(belief, text) * Math.min(1, group.weight / groups.reduce((sum, { weight }) => sum + weight, 0) + 0.25) * agreement(group, text),
    support: readings.filter((reading) => reading.text === text).length,
    total: readings.length,
    runnerUp: runnerUp(belief, text, groups[1]),
    lines: group.lines,
    colour,
    format: formats.length === 1 ? (formats[0]?.name ?? null) : null,
    repaired,
    bestAt: best.at,
    bestBox: best.box,
  };
}

function grouped(readings: readonly PlateReading[]): readonly Group[] {
  const groups = new Map<string, PlateReading[]>();
  for (const reading of readings) {
    if (reading.text.length === 0) continue;
    const key = `${reading.chars.length}/${reading.lines}`;
    groups.set(key, [...(groups.get(key) ?? []), reading]);
  }
  return [...groups.values()]
    .map((same) => ({ length: same[0]?.chars.length ?? 0, lines: same[0]?.lines ?? 1, readings: same, weight: same.reduce((sum, { score }) => sum + score, 0) }))
    .sort((a, b) => b.weight - a.weight);
}

/** A reading weighs as much as it trusts itself beside the surest one: its score says how probably all of it is right. */
function multiply(readings: readonly PlateReading[], place: number): readonly (readonly [string, number])[] {
  const symbols = new Set(readings.flatMap(({ chars }) => Object.keys(chars[place] ?? {})));
  const surest = Math.max(...readings.map(({ score }) => score));
  const weights = readings.map(({ score }) => (surest > 0 ? score / surest : 1));
  const power = weights.reduce((sum, weight) => sum + weight, 0) ** (INDEPENDENCE - 1);
  const logs = [...symbols].map((symbol) => [symbol, power * readings.reduce((sum, { chars }, i) => sum + (weights[i] ?? 0) * Math.log(Math.max(FLOOR, chars[place]?.[symbol] ?? FLOOR)), 0)] as const);
  const most = Math.max(...logs.map(([, log]) => log));
  const total = logs.reduce((sum, [, log]) => sum + Math.exp(log - most), 0);
  return logs.map(([symbol, log]) => [symbol, Math.exp(log - most) / total] as const).sort((a, b) => b[1] - a[1]);
}

/**
 * The likeliest text if the grammar knows it; else the likeliest one that needs the fewest places changed for another symbol that was
 * read, or for its usual confusion. The second series place of a motorcycle takes letter and digit alike, so nothing there is put right.
 */
function fitted(belief: Belief, context: PlateContext): { readonly text: PlateText; readonly repaired: readonly number[] } {
  const plain = belief.map((place) => place[0]?.[0] ?? '').join('');
  const text = plateText(plain);
  if (text.length !== plain.length || formatsOf(text, context).length > 0) return { text, repaired: [] };
  const options = belief.flatMap((place, i) => (mayRepair(i, context) ? alternatives(place).map((one) => ({ i, ...one })) : []));
  const tries = [...options.map((one) => [one]), ...options.flatMap((one, n) => options.slice(n + 1).flatMap((two) => (two.i === one.i ? [] : [[one, two]])))];
  const good = tries
    .map((changes) => ({ changes, weight: changes.reduce((product, { weight }) => product * weight, 1), text: plateText(changes.reduce((now, { i, symbol }) => now.slice(0, i) + symbol + now.slice(i + 1), plain)) }))
    .filter((one) => formatsOf(one.text, context).length > 0)
    .sort((a, b) => b.weight - a.weight)[0];
  return good === undefined ? { text, repaired: [] } : { text: good.text, repaired: good.changes.map(({ i }) => i).sort((a, b) => a - b) };
}

const mayRepair = (place: number, { kind }: PlateContext): boolean => !(kind === 'motorcycle' && place === 3);

function alternatives(place: Belief[number]): readonly { readonly symbol: string; readonly weight: number }[] {
  const [first, ...others] = place;
  if (first === undefined) return [];
  const read = others.filter(([, share]) => share >= 0.02).map(([symbol, weight]) => ({ symbol, weight: weight / first[1] }));
  const swapped = [toDigit(first[0]), toLetter(first[0])].flatMap((symbol) => (symbol === undefined || read.some((one) => one.symbol === symbol) ? [] : [{ symbol, weight: 0.02 }]));
  return [...read, ...swapped];
}

/** As sure as its weakest place. */
function scoreOf(belief: Belief, text: PlateText): number {
  return belief.reduce((least, place, i) => Math.min(least, place.find(([symbol]) => symbol === text[i])?.[1] ?? 0), 1);
}

/** One lucky frame against several others is no certainty. */
const agreement = (group: Group, text: PlateText): number => {
  const agreeing = group.readings.filter((reading) => reading.text === text).length;
  return agreeing === 0 ? 0.5 : 0.6 + 0.4 * (agreeing / group.readings.length);
};

function runnerUp(belief: Belief, text: PlateText, second: Group | undefined): PlateText | null {
  const weakest = belief.map((place, i) => ({ i, other: place.find(([symbol]) => symbol !== text[i]) })).sort((a, b) => (b.other?.[1] ?? 0) - (a.other?.[1] ?? 0))[0];
  if (weakest?.other !== undefined && weakest.other[1] >= 0.01) return plateText(text.slice(0, weakest.i) + weakest.other[0] + text.slice(weakest.i + 1));
  return second?.readings[0]?.text ?? null;
}

function bestOf(readings: readonly PlateReading[], text: PlateText): PlateReading {
  const order = [...readings].sort((a, b) => Number(b.text === text) - Number(a.text === text) || b.score - a.score);
  const [first] = order;
  if (first === undefined) throw new TypeError('votePlate: expected at least one reading in a group');
  return first;
}

function colourOf(readings: readonly PlateReading[]): PlateColour {
  const votes = new Map<PlateColour, number>();
  for (const { colour, score } of readings) votes.set(colour, (votes.get(colour) ?? 0) + (colour === 'unknown' ? 0.1 : 1) * score);
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'unknown';
}
