// Writes what the filmed streets showed: precision and recall with intervals by offence, kind, difficulty and light, and plates by the height of their lines.
import { merge } from '../street/report.ts';
import { noTally, wilson, type Tally } from '../street/score.ts';
import type { PlateRead, Result } from './score.ts';

/** What issue 4 asks of video from end to end. */
export const ASKED = { precision: 0.99, recall: 0.9, plates: 0.97, line_px: 16, vehicles: 300 };
const HEIGHTS_PX = [0, 8, 12, 16, 20, Infinity] as const;

export function report(results: readonly Result[]): { readonly text: string; readonly vehicles: number } {
  const scores = results.map(({ score }) => score);
  const tallies = [...merge(scores)];
  const vehicles = scores.reduce((sum, score) => sum + score.vehicles, 0);
  const plates = results.flatMap((result) => result.plates);
  const all = sum(tallies.filter(([key]) => !/[/:]/.test(key)).map(([, each]) => each));
  const lines = [
    '# Accuracy from video',
    '',
    'Written by `npm run accuracy:video`; not to be edited. Streets are drawn from seeds (`test/rendered/site.ts`), filmed by the renderer of the sample clip and judged from the video file by the code of `phatnguoi judge`: ffmpeg, detector, tracker, rules, plates. The truth of every vehicle is its exact movement. Tuning seeds are others.',
    '',
    `${vehicles} vehicles on ${results.length} streets, ${results.reduce((total, { frames }) => total + frames, 0)} frames of 1920 × 1080 at 10 a second.${vehicles < ASKED.vehicles ? ` **At least ${ASKED.vehicles} are asked: the other streets were not filmed yet when this was written.**` : ''}`,
    '',
    '| | hits | of | share (95 % interval) | asked |', '|---|---|---|---|---|',
    `| precision | ${all.right} | ${all.right + all.wrong} | ${share(all.right, all.right + all.wrong)} | ≥ ${percent(ASKED.precision)} |`,
    `| recall | ${all.found} | ${all.guilty} | ${share(all.found, all.guilty)} | ≥ ${percent(ASKED.recall)} |`,
    `| recall of acts that the camera had in view | ${all.visibleFound} | ${all.visible} | ${share(all.visibleFound, all.visible)} | |`,
    exactRow(`plates exact, line ≥ ${ASKED.line_px} px`, plates.filter(({ line_px }) => line_px >= ASKED.line_px), `≥ ${percent(ASKED.plates)}`),
    '',
    ...table('By offence', tallies.filter(([key]) => !/[/:]/.test(key))),
    ...table('By kind', tallies.filter(([key]) => key.includes(' / '))),
    ...table('By difficulty', tallies.filter(([key]) => key.includes(': '))),
    ...table('By street', results.map(({ score }) => [score.plan, sum([...merge([score])].filter(([key]) => !/[/:]/.test(key)).map(([, each]) => each))] as const)),
    '## Plates of the accused',
    '',
    'By the height of one line\'s characters where the plate is seen best, known from the geometry of the scene; a plate that never faces the camera within the picture has height 0.',
    '',
    '| height of a line | exact | of | share (95 % interval) | wrong text | none read |', '|---|---|---|---|---|---|',
    ...HEIGHTS_PX.slice(1).map((to, i) => heightRow(plates, HEIGHTS_PX[i] ?? 0, to)),
    '',
    '| plate, line ≥ 16 px | exact | of | share (95 % interval) | |', '|---|---|---|---|---|',
    ...groups(plates.filter(({ line_px }) => line_px >= ASKED.line_px), ({ layout, background }) => `${layout}, ${background}`).map(([name, some]) => exactRow(name, some, '')),
    '',
    '## Void verdicts', '', ...voids(results),
    '',
    '## Wrong accusations', '',
    ...scores.flatMap(({ wrongs }) => wrongs).map((each) => `- ${each.plan}: ${each.offence} at ${(each.at / 1000).toFixed(1)} s, a ${each.kind} doing "${each.act}"; ${each.why}`),
    '',
    '## Missed', '',
    ...scores.flatMap(({ missed }) => missed).map((each) => `- ${each.plan}: ${each.offence}, a ${each.kind} at ${(each.at / 1000).toFixed(1)} s; ${each.why}`),
  ];
  return { text: `${lines.join('\n')}\n`, vehicles };
}

type Row = readonly [string, Tally];

const table = (title: string, rows: readonly Row[]): readonly string[] => [
  `## ${title}`, '', '| | accused rightly | wrongly | precision | guilty | found | recall | within the band |', '|---|---|---|---|---|---|---|---|',
  ...[...rows].sort(([a], [b]) => a.localeCompare(b)).map(([key, { right, wrong, guilty, found, marginal }]) => `| ${key} | ${right} | ${wrong} | ${share(right, right + wrong)} | ${guilty} | ${found} | ${share(found, guilty)} | ${marginal} |`),
  '',
];

const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce<Tally>((total, each) => ({
    right: total.right + each.right, wrong: total.wrong + each.wrong, found: total.found + each.found, guilty: total.guilty + each.guilty,
    marginal: total.marginal + each.marginal, visible: total.visible + each.visible, visibleFound: total.visibleFound + each.visibleFound,
  }), noTally());

const isExact = ({ read, is }: PlateRead): boolean => read === is;

function exactRow(name: string, plates: readonly PlateRead[], asked: string): string {
  const exact = plates.filter(isExact).length;
  return `| ${name} | ${exact} | ${plates.length} | ${share(exact, plates.length)} | ${asked} |`;
}

function heightRow(plates: readonly PlateRead[], from: number, to: number): string {
  const some = plates.filter(({ line_px }) => line_px >= from && line_px < to);
  const exact = some.filter(isExact).length;
  const none = some.filter(({ read }) => read === null).length;
  return `| ${from}–${to === Infinity ? '' : to} px | ${exact} | ${some.length} | ${share(exact, some.length)} | ${some.length - exact - none} | ${none} |`;
}

function groups<T>(all: readonly T[], nameOf: (one: T) => string): readonly (readonly [string, readonly T[]])[] {
  const by = new Map<string, T[]>();
  for (const one of all) by.set(nameOf(one), [...(by.get(nameOf(one)) ?? []), one]);
  return [...by].sort(([a], [b]) => a.localeCompare(b));
}

function voids(results: readonly Result[]): readonly string[] {
  const all = new Map<string, number>();
  for (const { score } of results) for (const [key, count] of score.voids) all.set(key, (all.get(key) ?? 0) + count);
  return [...all].sort((a, b) => b[1] - a[1]).map(([key, count]) => `- ${count} × ${key}`);
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
function share(hits: number, tries: number): string {
  if (tries === 0) return '–';
  const [low, high] = wilson(hits, tries);
  return `${percent(hits / tries)} (${percent(low)}–${percent(high)})`;
}
