// `npm run accuracy:video`: films the measuring streets (those in the cache are taken from there), judges each from its file, writes docs/accuracy-video.md.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { filmed, isFilmed } from './clip.ts';
import { ASKED, report } from './report.ts';
import { judged, type Result } from './score.ts';
import { siteOf, type SiteOptions } from './site.ts';
import { keep, kept } from './store.ts';

const CACHE = fileURLToPath(new URL('../../var/video/', import.meta.url));
const PAGE = new URL('../../docs/accuracy-video.md', import.meta.url);

type Street = Omit<SiteOptions, 'role' | 'vehicles'>;
/** Seeds for setting numbers and looking at pictures, and others for measuring. */
const STREETS: Readonly<Record<'tune' | 'measure', readonly Street[]>> = {
  tune: [
    { seed: 11, layout: 'behind', weather: 'day' },
    { seed: 12, layout: 'road', weather: 'rain' },
    { seed: 13, layout: 'facing', weather: 'night' },
    { seed: 14, layout: 'road', weather: 'dusk' },
    { seed: 15, layout: 'road', weather: 'day' },
    { seed: 16, layout: 'behind', weather: 'night' },
    { seed: 17, layout: 'behind', weather: 'rain' },
    { seed: 18, layout: 'facing', weather: 'dusk' },
    { seed: 21, layout: 'road', weather: 'day' },
    { seed: 22, layout: 'road', weather: 'rain' },
    { seed: 23, layout: 'road', weather: 'dusk' },
    { seed: 24, layout: 'facing', weather: 'day' },
  ],
  measure: [
    { seed: 101, layout: 'behind', weather: 'day' },
    { seed: 102, layout: 'road', weather: 'day' },
    { seed: 103, layout: 'facing', weather: 'day' },
    { seed: 104, layout: 'behind', weather: 'night' },
    { seed: 105, layout: 'road', weather: 'rain' },
    { seed: 106, layout: 'behind', weather: 'rain' },
    { seed: 107, layout: 'facing', weather: 'dusk' },
    { seed: 108, layout: 'road', weather: 'dusk' },
  ],
};

const { values } = parseArgs({
  options: { role: { type: 'string', default: 'measure' }, only: { type: 'string' }, vehicles: { type: 'string', default: '50' }, size: { type: 'string', default: '1' }, 'film-only': { type: 'boolean', default: false }, 'judged-before': { type: 'boolean', default: false }, filmed: { type: 'boolean', default: false }, explain: { type: 'boolean', default: false } },
});
const role = values.role === 'tune' ? 'tune' : 'measure';
const vehicles = Number(values.vehicles);
const results: Result[] = [];
for (const street of STREETS[role]) {
  if (values.only !== undefined && !values.only.split(',').includes(String(street.seed))) continue;
  const site = siteOf({ ...street, role, vehicles, size: Number(values.size) });
  if (values.filmed && !isFilmed(site, CACHE)) continue;
  const started = process.hrtime.bigint();
  const clip = await filmed(site, CACHE);
  process.stderr.write(`${site.plan.name}: ${clip.truth.vehicles.length} vehicles, ${clip.truth.frames.length} frames of ${clip.truth.drawn} drawings, ${(Number(process.hrtime.bigint() - started) / 1e9).toFixed(0)} s\n`);
  if (values['film-only']) continue;
  // Results of an earlier run are of the code of that day: only on request.
  const before = values['judged-before'] ? kept(site, clip) : null;
  const result = before ?? (await judged(site, clip));
  keep(clip, result);
  results.push(result);
  process.stderr.write(`${site.plan.name}: judged ${result.frames} frames in ${result.seconds.toFixed(0)} s of processor time\n`);
  if (!values.explain) continue;
  for (const wrong of result.score.wrongs) process.stderr.write(`WRONG ${JSON.stringify(wrong)}\n`);
  for (const missed of result.score.missed) process.stderr.write(`MISSED ${missed.offence} ${missed.kind} ${missed.vehicle} at ${missed.at}: ${missed.act}: ${missed.why}\n`);
  for (const plate of result.plates) process.stderr.write(`${plate.read === plate.is ? 'plate' : 'PLATE'} ${JSON.stringify(plate)}\n`);
}
if (results.length > 0) {
  const { text, vehicles: count } = report(results);
  process.stdout.write(text);
  // With `--filmed` the page says how many of the asked vehicles it is about.
  if (role === 'measure' && values.only === undefined && (values.filmed || count >= ASKED.vehicles)) writeFileSync(PAGE, text);
  else process.stderr.write('a part of the measurement: docs/accuracy-video.md is left as it is\n');
}
