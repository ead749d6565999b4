// Signal heads of a camera that sways: read where they are in the very picture.
import { expect, it } from 'vitest';
import { resolveScene } from '../../domain/resolve-scene.ts';
import { cameraId, epochMs, mediaMs, sessionId, sha256 } from '../../domain/units.ts';
import type { OpenModel, SignalModel } from '../../models/manifest.ts';
import { createReadSignals } from '../../models/signals.ts';
import { aCamera } from '../factories/camera.ts';

const [W, H] = [200, 100];
/** One head of three lamps, 12 × 33 px; the top one is lit red. The picture swayed by `dx`, `dy`. */
function picture(dx: number, dy: number) {
  const rgb = new Uint8Array(W * H * 3).fill(60);
  for (let y = 1; y < 10; y += 1) for (let x = 1; x < 11; x += 1) rgb.set([250, 60, 40], ((20 + dy + y) * W + 100 + dx + x) * 3);
  return { camera: cameraId('c'), session: sessionId('s'), at: mediaMs(0), capturedAt: epochMs(0), clockErrorMs: 0, widthPx: W, heightPx: H, rgb };
}
const { signals } = resolveScene(aCamera({ signals: [{ id: 'main', kind: 'main', head: [100 / W, 20 / H, 112 / W, 53 / H], lamps: 'vertical' }] }), W, H);
const read = createReadSignals(signals, null);
const colourOf = async (frame: ReturnType<typeof picture>, x: number, y: number) => (await read(frame, { x, y }))[0]?.colour;

it('reads the head that moved by a lamp\'s height as if it had not', async () => {
  expect(await colourOf(picture(0, 0), 0, 0)).toBe('red');
  expect(await colourOf(picture(6, 11), 6, 11)).toBe('red');
  expect(await colourOf(picture(-8, -7), -8, -7)).toBe('red');
});

it('would not, where it was declared', async () => {
  expect(await colourOf(picture(6, 11), 0, 0)).not.toBe('red');
});

/** A network that is so sure of one colour, and of nothing else. */
function saying(colour: string, score: number): OpenModel<SignalModel> {
  const classes = ['red', 'amber', 'green', 'dark', 'unknown'];
  const rest = (1 - score) / (classes.length - 1);
  const states = { data: Float32Array.from(classes, (name) => (name === colour ? score : rest)), dims: [1, classes.length] };
  const entry: SignalModel = { name: 's', job: 'signals', file: 's', sha256: '', licence: '', source: '', decoder: 'probabilities', classes, min_score: 0.95, input: { name: 'x', width: 8, height: 8, layout: 'nhwc', channels: 'rgb', dtype: 'uint8', mean: [0], std: [1], fit: 'letterbox', pad: 114 } };
  return { entry, ref: { name: 's', sha256: sha256('0'.repeat(64)) }, session: { name: 's', outputs: ['states'], run: async () => Promise.resolve(new Map([['states', states]])), close: async () => Promise.resolve() } };
}

it.each([
  ['red', 0.96, 'red'],
  ['red', 0.9, 'unknown'],
  ['green', 0.6, 'unknown'],
  ['green', 0.98, 'green'],
  ['dark', 0.99, 'unknown'],
] as const)('where the cells see red and the network says %s with %f, the head is %s', async (colour, score, told) => {
  const [reading] = await createReadSignals(signals, saying(colour, score))(picture(0, 0), { x: 0, y: 0 });
  expect(reading?.colour).toBe(told);
});
