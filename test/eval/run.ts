// `npm run eval`: measures every model beside its yardstick, prints the tables, and with --write keeps them as models/metrics.md and .json.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OWN_MANIFEST } from '../../models/eyes.ts';
import { loadManifest } from '../../models/manifest.ts';
import { measureAll } from './measure.ts';
import { createReadLines } from './ocr-plates.ts';
import { contactSheet } from './pictures.ts';
import { DATA, present } from './sets.ts';
import { markdown } from './table.ts';
import { openOcrLines, openOcrText, openYolox } from './yardsticks.ts';

const MODELS = new URL('../../models/', import.meta.url).pathname;
const SHEETS = new URL('../../var/eval/', import.meta.url).pathname;

const { values } = parseArgs({ options: { write: { type: 'boolean' }, only: { type: 'string' } } });
if (!present) throw new Error(`npm run eval: expected the measured sets in ${DATA}, nothing is there`);
const text = await openOcrText();
const yardsticks = { vehicles: await openYolox(join(DATA, 'models/yolox_nano.onnx')), text, plates: createReadLines(await openOcrLines(), text) };
const results = await measureAll(yardsticks, values.only);
await mkdir(SHEETS, { recursive: true });
for (const { table, worst } of results) {
  console.log(markdown(table));
  await contactSheet(worst, join(SHEETS, `${table.title}.png`));
}
console.log(`The 20 worst cases of each model: ${SHEETS}`);

if (values.write === true) {
  const { models } = await loadManifest(OWN_MANIFEST);
  const head = ['# What the models reach', '', 'Written by `npm run eval -- --write`; not to be edited. All tables come from one run; times are processor time of one thread, to be read as ratios.', ''];
  await writeFile(join(MODELS, 'metrics.md'), [...head, ...results.map(({ table }) => markdown(table))].join('\n'));
  const figures = Object.assign({}, ...results.map(({ table }) => table.figures));
  const rounded = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(Number(value) * 1e4) / 1e4]));
  await writeFile(join(MODELS, 'metrics.json'), `${JSON.stringify({ of: Object.fromEntries(models.map(({ name, sha256 }) => [name, sha256])), figures: rounded }, null, 2)}\n`);
}
