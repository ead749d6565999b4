// Writes a described scene: `scene.ts sample --out FILE` the bundled one, `scene.ts random --seed N --out FILE` any number of others.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sceneSchema, type Scene } from './description.ts';
import { randomScene } from './random-scene.ts';
import { sampleScene } from './sample-scene.ts';

const USAGE = 'expected: scene.ts sample --out FILE, or scene.ts random --seed N [--seconds N] --out FILE';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, seed: { type: 'string' }, seconds: { type: 'string', default: '30' } },
});
if (values.out === undefined) throw new Error(USAGE);
const scene = sceneSchema.parse(described(positionals[0]));
writeFileSync(values.out, `${JSON.stringify(scene, null, 1)}\n`);

function described(which: string | undefined): Scene {
  if (which === 'sample') return sampleScene();
  if (which === 'random' && values.seed !== undefined) return randomScene({ seed: Number(values.seed), duration_s: Number(values.seconds) });
  throw new Error(USAGE);
}
