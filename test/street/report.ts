// Writes what the simulated streets showed: precision and recall with intervals, speed, voids, and how it was measured.
import { noTally, wilson, type Score, type Tally } from './score.ts';
import type { DetectorRates } from './detector-rates.ts';

/** What issue 4 asks: precision and recall. */
const TARGETS: Readonly<Record<string, readonly [number, number]>> = { red_light: [0.999, 0.95], wrong_way: [0.999, 0.95], crosses_solid_line: [0.999, 0.95] };
const OTHERS: readonly [number, number] = [0.995, 0.9];

export type Report = { readonly text: string; readonly vehicles: number };

export function merge(scores: readonly Score[]): ReadonlyMap<string, Tally> {
  const all = new Map<string, Tally>();
  for (const score of scores) {
    for (const [key, each] of score.tallies) {
      const sum = all.get(key) ?? noTally();
      all.set(key, { right: sum.right + each.right, wrong: sum.wrong + each.wrong, found: sum.found + each.found, guilty: sum.guilty + each.guilty, marginal: sum.marginal + each.marginal, visible: sum.visible + each.visible, visibleFound: sum.visibleFound + each.visibleFound });
    }
  }
  return all;
}

/** `bare`: scenes whose cameras were judged without their calibration. */
export function report(scores: readonly Score[], bare: readonly Score[], rates: DetectorRates, seconds: number, share: number): Report {
  const tallies = merge(scores);
  const vehicles = scores.reduce((sum, { vehicles: count }) => sum + count, 0);
  const updates = scores.reduce((sum, score) => sum + score.updates, 0);
  const kept = (part: keyof Score['kept']): number => scores.reduce((sum, score) => sum + score.kept[part], 0);
  const tried = scores.reduce((sum, { speedTried }) => sum + speedTried, 0);
  const within = scores.reduce((sum, { speedWithin }) => sum + speedWithin, 0);
  const lines = [
    '# Accuracy on simulated streets',
    '',
    'Written by `npm run accuracy`; not to be edited. The scripted driver of `test/street/` moves vehicles on described sites; a detector model turns their bodies into boxes with the faults below; the real tracker, signal follower and judge see only those boxes. Truth comes from exact movement.',
    '',
    `${vehicles} vehicles on ${scores.length} measuring scenes${share === 1 ? '' : ` (a share of ${share} of the whole run)`}, ${updates} track updates, ${seconds.toFixed(0)} s. Seeds are fixed in the scene files; tuning scenes are others.`,
    '',
    '| offence | accused rightly | wrongly | precision (95 % interval) | asked | guilty | found | recall (95 % interval) | visible | found | recall of the visible | asked |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...[...tallies].filter(([key]) => !/[/:]/.test(key)).sort().map(([key, each]) => row(key, each)),
    '',
    '"Visible": from one second before the act to two or three after it (for speed, the two seconds before the end of the base line) no stretch of half a second or more had over half of the vehicle hidden by nearer ones or outside the picture. This is told from exact geometry, whatever the tracker made of it; acts without one moment count as visible.',
    '',
    'Accusations of vehicles whose measure lies within the band about a limit (a wheel over the line, a stop half a vehicle past it, a speed at a band\'s edge) are neither right nor wrong: ' +
      `${[...tallies].filter(([key]) => !/[/:]/.test(key)).map(([key, { marginal }]) => `${marginal} ${key}`).join(', ')}.`,
    '',
    `Speed: ${within} of ${tried} measured vehicles within ±3 km/h up to 100 km/h and ±3 % above (${tried === 0 ? '–' : percent(within / tried)}; asked 99 %).`,
    '',
    `Tracks: of ${vehicles} vehicles ${kept('followed')} were followed, by ${(kept('tracks') / Math.max(1, kept('followed'))).toFixed(2)} tracks each in the mean; a track went over to another vehicle ${kept('switches')} times (four sights in a row of each). Whether such a track may accuse anybody is the judge's to doubt.`,
    '',
    '## Without calibration',
    '', `${bare.reduce((sum, { vehicles: count }) => sum + count, 0)} other vehicles on the calibrated scenes, judged as if nobody had calibrated their cameras: the camera file's \`view.width_m\` and sizes tell what a metre is. Speed is not told then. No target was set for it.`,
    '', '| offence | accused rightly | wrongly | precision (95 % interval) | guilty | found | recall (95 % interval) |', '|---|---|---|---|---|---|---|',
    ...[...merge(bare)].filter(([key]) => !/[/:]/.test(key) && key !== 'speed').sort().map(([key, { right, wrong, guilty, found }]) => `| ${key} | ${right} | ${wrong} | ${ratio(right, right + wrong)} ${interval(right, right + wrong)} | ${guilty} | ${found} | ${ratio(found, guilty)} ${interval(found, guilty)} |`),
    '', ...wrongLines(bare),
    '',
    '## By kind',
    '', '| offence / kind | accused rightly | wrongly | guilty | found | recall |', '|---|---|---|---|---|---|',
    ...[...tallies].filter(([key]) => key.includes(' / ')).sort().map(([key, each]) => `| ${key} | ${each.right} | ${each.wrong} | ${each.guilty} | ${each.found} | ${ratio(each.found, each.guilty)} |`),
    '',
    '## By difficulty',
    '', '| offence: difficulty | guilty | found | recall | visible | found | recall |', '|---|---|---|---|---|---|---|',
    ...[...tallies].filter(([key]) => key.includes(': ')).sort().map(([key, each]) => `| ${key} | ${each.guilty} | ${each.found} | ${ratio(each.found, each.guilty)} | ${each.visible} | ${each.visibleFound} | ${ratio(each.visibleFound, each.visible)} |`),
    '',
    '## Void verdicts',
    '', 'What looked like an offence and accuses nobody:', '',
    ...voids(scores).map(([key, count]) => `- ${count} × ${key}`),
    '',
    '## The detector model',
    '', ...faults(rates),
    '',
    '## Wrong accusations',
    '', ...(scores.some((score) => score.wrongs.length > 0) ? wrongLines(scores) : ['None.']),
  ];
  return { text: `${lines.join('\n')}\n`, vehicles };
}

/** The rates in words; the whole tables are in detector-rates.json. */
function faults(rates: DetectorRates): readonly string[] {
  const { miss, missAgain, score, moving, standing, further, cut, cutAgain, misnamed, fused, assumed, colours, clips, measured, model_sha256, source } = rates;
  const at = (table: readonly number[]): string => `${percent(table[10] ?? 0)} / ${percent(table[18] ?? 0)}`;
  const far = (table: readonly number[]): string => `${(table[10] ?? 0).toFixed(1)} / ${(table[18] ?? 0).toFixed(1)}`;
  const pair = ({ weak, strong }: { readonly weak: number; readonly strong: number }): string => `${weak.toFixed(3)} weak, ${strong.toFixed(4)} strong`;
  return [
    `${source}, on ${measured}, model ${model_sha256.slice(0, 12)}. There are no true boxes of the clips: the rates are estimates from vehicles that were followed; who was never followed is in none of them. \`node --import tsx test/street/measure-detector.ts\` measures again; all tables are in \`test/street/detector-rates.json\`.`,
    '',
    '| clip | frames | vehicles | places |', '|---|---|---|---|',
    ...clips.map(({ clip, frames, vehicles, sights }) => `| ${clip} | ${frames} | ${vehicles} | ${sights} |`),
    '',
    '| | hidden < 12 % | < 33 % | < 50 % | < 66 % | more |', '|---|---|---|---|---|---|',
    `| missed | ${miss.map(percent).join(' | ')} |`,
    `| score changes by | ${score.hidden.map((value) => value.toFixed(2)).join(' | ')} |`,
    '',
    `Scores of unhidden vehicles below 24, 40, 60, 100 px and above: ${score.size.map((value) => value.toFixed(2)).join(', ')}; they scatter by ${score.vehicle.toFixed(2)} from vehicle to vehicle, ${score.slow.toFixed(2)} over a second, ${score.fast.toFixed(2)} from frame to frame.`,
    '',
    `- The last column of "missed" is assumed (${percent(assumed.missMostlyHidden)}): too few such places were seen. After a miss the next is ${percent(missAgain)} likely.`,
    `- Trembling of the foot, as a part of the box's height, median / one in ten: moving ${at(moving.y)}, standing ${at(standing.y)}; of the middle, as a part of its width: moving ${at(moving.x)}, standing ${at(standing.x)}. Partly hidden: its own tables.`,
    `- A hidden box is cut short: ${percent(cut)}, lasting (${percent(cutAgain)} the same on the next frame). Wrong kind: ${percent(misnamed)}; for a whole life (assumed) ${percent(assumed.misnamedForLife)}. Two riders overlapping by half become one box: ${percent(fused)}.`,
    `- Further boxes for each vehicle and frame: twins ${pair(further.twin)}; parts ${pair(further.part)}; beside ${pair(further.beside)}. For each frame: on things at the kerbs ${pair(further.thing)}; on nothing ${pair(further.flash)}.`,
    '- How much of its box a body fills, and so hides: 90 %, a rider 60 % (assumed).',
    `- Colours (domain/sighting.ts), distance at the median / one in ten beyond: one vehicle 0.2 s later ${far(colours.soon)}, 1 s later ${far(colours.later)}; two neighbours, median / one in ten nearer: ${(colours.neighbours[10] ?? 0).toFixed(1)} / ${(colours.neighbours[2] ?? 0).toFixed(1)}.`,
  ];
}

function row(key: string, { right, wrong, guilty, found, visible, visibleFound }: Tally): string {
  const [precision, recall] = TARGETS[key] ?? OTHERS;
  return `| ${key} | ${right} | ${wrong} | ${ratio(right, right + wrong)} ${interval(right, right + wrong)} | ≥ ${percent(precision)} | ${guilty} | ${found} | ${ratio(found, guilty)} ${interval(found, guilty)} | ${visible} | ${visibleFound} | ${ratio(visibleFound, visible)} ${interval(visibleFound, visible)} | ≥ ${percent(recall)} |`;
}

function wrongLines(scores: readonly Score[]): readonly string[] {
  return scores.flatMap((score) => score.wrongs).slice(0, 60).map((each) => `- ${each.plan}: ${each.offence} at ${(each.at / 1000).toFixed(1)} s, a ${each.kind} doing "${each.act}"; ${each.why}`);
}

function voids(scores: readonly Score[]): readonly (readonly [string, number])[] {
  const all = new Map<string, number>();
  for (const score of scores) for (const [key, count] of score.voids) all.set(key, (all.get(key) ?? 0) + count);
  return [...all].sort((a, b) => b[1] - a[1]);
}

const percent = (value: number): string => `${(value * 100).toFixed(value > 0.99 && value < 1 ? 2 : 1)} %`;
const ratio = (hits: number, tries: number): string => (tries === 0 ? '–' : percent(hits / tries));
const interval = (hits: number, tries: number): string => {
  const [low, high] = wilson(hits, tries);
  return tries === 0 ? '' : `(${percent(low)}–${percent(high)})`;
};
