// Writes what belongs to the bundled sample beside its clip: the scene, the camera file and the fictional registers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cameraOf } from './camera-file.ts';
import { fillRegisters, toCsv } from './registers.ts';
import { SAMPLE_SEED, sampleScene } from './sample-scene.ts';
import { placeSignal } from './signal-place.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'sandbox/sample' } } });
const scene = sampleScene();
const registers = fillRegisters(scene, SAMPLE_SEED);
mkdirSync(join(values.out, 'registers'), { recursive: true });
writeFileSync(join(values.out, 'scene.json'), `${JSON.stringify(scene, null, 1)}\n`);
writeFileSync(join(values.out, 'camera.yaml'), cameraOf(scene, placeSignal(scene), 'clip.mp4'));
writeFileSync(join(values.out, 'registers', 'vehicles.csv'), toCsv(registers.vehicles));
writeFileSync(join(values.out, 'registers', 'population.csv'), toCsv(registers.population));
