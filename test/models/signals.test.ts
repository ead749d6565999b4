// Signal heads of a camera that sways: read where they are in the very picture.
import { expect, it } from 'vitest';
import { resolveScene } from '../../domain/resolve-scene.ts';
import { cameraId, epochMs, mediaMs, sessionId } from '../../domain/units.ts';
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
