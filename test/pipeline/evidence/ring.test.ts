// The ring forgets pictures by age but for one every two seconds, from which a parked vehicle's beginning is shown.
import { expect, it } from 'vitest';
import { createRing, type Ring, type RingOptions } from '../../../pipeline/evidence/ring.ts';
import { cameraId, epochMs, mediaMs, sessionId } from '../../../domain/units.ts';

/** Four pictures a second for three minutes. */
function filled(options: RingOptions): Ring {
  const ring = createRing(options);
  for (let at = 0; at <= 180_000; at += 250) {
    const frame = { camera: cameraId('c'), session: sessionId('s'), at: mediaMs(at), capturedAt: epochMs(at), clockErrorMs: 0, widthPx: 8, heightPx: 8, rgb: new Uint8Array(192) };
    ring.keep(frame, { at: mediaMs(at), capturedAt: epochMs(at), clockErrorMs: 0, tracks: [], ended: [], signals: [] });
  }
  return ring;
}

it('keeps the last seconds whole and, of long ago, one picture every two seconds', async () => {
  const ring = filled({ keepMs: 20_000, maxBytes: 1 << 20, landmarks: { everyMs: 2000, keepMs: 170_000 } });
  expect((await ring.nearest(171_250, 150))?.at).toBe(171_250);
  expect((await ring.nearest(31_000, 1100))?.at).toBeOneOf([30_000, 32_000]);
  expect(await ring.nearest(31_000, 150)).toBeNull();
  expect(await ring.nearest(5000, 1100)).toBeNull();
  expect(ring.count()).toBe(81 + 75);
});

it('forgets all that is old where no landmarks are asked for', async () => {
  const ring = filled({ keepMs: 20_000, maxBytes: 1 << 20 });
  expect(await ring.nearest(31_000, 1100)).toBeNull();
  expect(ring.count()).toBe(81);
});
