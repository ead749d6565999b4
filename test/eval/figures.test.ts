// The committed figures are those of the committed weights, and none of them has fallen.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OWN_MANIFEST } from '../../models/eyes.ts';
import { loadManifest } from '../../models/manifest.ts';
import { measureAll } from './measure.ts';
import { DATA, present } from './sets.ts';

const metrics = z.object({ of: z.record(z.string(), z.string()), figures: z.record(z.string(), z.number()) });
const committed = metrics.parse(JSON.parse(await readFile(new URL('../../models/metrics.json', import.meta.url), 'utf8')));
/** Another processor rounds INT8 sums otherwise; a retrained model that lost more than this has lost. */
const WITHIN = 0.005;

it('keeps figures for exactly the weights of the manifest', async () => {
  const { models } = await loadManifest(OWN_MANIFEST);
  expect(committed.of).toEqual(Object.fromEntries(models.map(({ name, sha256 }) => [name, sha256])));
});

if (!present) console.warn(`test/eval: ${DATA} is not here; the models are not measured`);
describe.skipIf(!present)('measured again', () => {
  it('no figure has fallen', async () => {
    const figures: Record<string, number> = Object.assign({}, ...(await measureAll(null)).map(({ table }) => table.figures));
    expect(Object.keys(figures).sort()).toEqual(Object.keys(committed.figures).sort());
    for (const [name, value] of Object.entries(committed.figures)) expect(figures[name], name).toBeGreaterThanOrEqual(value - WITHIN);
  }, 1_200_000);
});
