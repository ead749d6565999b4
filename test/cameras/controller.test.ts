// The controller's word over a real broker: reconnects, ignores what is stale or malformed, and is "unknown" when silent.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { afterAll, describe, expect, it } from 'vitest';
import { controllerSchema } from '../../domain/controller.ts';
import { openController } from '../../cli/controller.ts';
import { systemClock, vietnamIso } from '../../domain/clock.ts';
import type { Frame, SignalState } from '../../domain/sighting.ts';
import { cameraId, epochMs, mediaMs, sessionId } from '../../domain/units.ts';
import { aCamera } from '../factories/camera.ts';
import { freePort } from '../free-port.ts';

const WAIT = { timeout: 60_000, interval: 50 };
const TOPIC = 'junction/7/north';
const port = await freePort();
const over = new AbortController();
let stop: () => Promise<void> = async () => Promise.resolve();
afterAll(async () => {
  over.abort();
  await stop();
});

async function broker(): Promise<void> {
  const aedes = await Aedes.createBroker();
  const server: Server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  stop = async () => {
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
}
async function say(colour: string, { ago = 500, sentAgo = 0, raw = '' } = {}): Promise<void> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  const now = systemClock.now();
  await client.publishAsync(TOPIC, raw === '' ? JSON.stringify({ version: 1, colour, since: vietnamIso(epochMs(now - ago)), sent: vietnamIso(epochMs(now - sentAgo)) }) : raw, { qos: 1 });
  await client.endAsync();
}
const frameNow = (): Frame => {
  const capturedAt = systemClock.now();
  return { camera: cameraId('c'), session: sessionId('s'), at: mediaMs(capturedAt - START), capturedAt, clockErrorMs: 80, widthPx: 1, heightPx: 1, rgb: new Uint8Array(3) };
};
const START = systemClock.now() - 10_000;

const camera = aCamera({
  signals: [{ id: 'main', kind: 'main', head: [0.8, 0.1, 0.85, 0.3], lamps: 'vertical', controller: { topic: TOPIC } }],
  controller: { broker: `mqtt://127.0.0.1:${port}`, clock_error_ms: 100, stale_ms: 2500 },
});

it('publishes the form of its messages', async () => {
  const published: unknown = JSON.parse(await readFile(new URL('../../docs/signal-controller.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(controllerSchema())));
});

describe('the controller over MQTT', () => {
  it('tells phases on media time with both clocks\' bounds, is unknown when silent, and comes back with the broker', async () => {
    await broker();
    const faults = new Map<string, string | null>();
    const controller = openController(camera, { mqtt: null }, systemClock, over.signal, { fault: (kind, detail) => void faults.set(kind, detail) });
    if (controller === null) throw new Error('expected a controller');
    const state = (): SignalState | undefined => {
      const frame = frameNow();
      const [one] = controller.controller(frame.at, frame);
      controller.see({ at: frame.at, capturedAt: frame.capturedAt, clockErrorMs: 80, tracks: [], ended: [], signals: one === undefined ? [] : [one] });
      return one;
    };
    expect(state()?.colour).toBe('unknown');
    expect(faults.get('controller_silent')).toContain('main');

    await expect.poll(async () => {
      await say('red', { ago: 1000 });
      return state()?.colour;
    }, WAIT).toBe('red');
    expect(faults.get('controller_silent')).toBeNull();
    const red = state();
    // ±(100 + 80) ms about the moment that it told.
    expect((red?.since ?? 0) - (red?.notBefore ?? 0)).toBe(360);

    await say('green', { ago: 30_000, sentAgo: 20_000 });
    await say('', { raw: '{"colour":"green"}' });
    await say('', { raw: 'not JSON' });
    expect(state()?.colour).toBe('red');

    await expect.poll(() => state()?.colour, WAIT).toBe('unknown');
    expect(faults.get('controller_silent')).toContain('the picture judges alone');

    await stop();
    await broker();
    await expect.poll(async () => {
      await say('green', { ago: 200 });
      return state()?.colour;
    }, WAIT).toBe('green');
  }, 180_000);
});
