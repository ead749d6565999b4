// What a watcher does from the seam's upper edge on: gathers, seals and records given violations through the real store and database.
// Seeing is left out: above the seam all may be lost, and the same stream judged again gives the same violations, as here.
import { join } from 'node:path';
import { loadCamera } from '../../cameras/registry.ts';
import { readConfig } from '../../cli/config.ts';
import { evidenceStore, keyOfSeals, openConfigured } from '../../cli/wire.ts';
import { canonicalJson } from '../../domain/canonical.ts';
import { parseInstant, systemClock } from '../../domain/clock.ts';
import { resolveScene } from '../../domain/resolve-scene.ts';
import type { Frame, PlateColour, Sight } from '../../domain/sighting.ts';
import { cameraId, epochMs, mediaMs, plateText, sessionId, sha256, trackId, violationId, type EpochMs } from '../../domain/units.ts';
import type { Violation } from '../../domain/violation.ts';
import { recordDurably } from '../../pipeline/cases/record.ts';
import { gather } from '../../pipeline/evidence/gather.ts';
import { createRing } from '../../pipeline/evidence/ring.ts';
import { seal } from '../../pipeline/evidence/seal.ts';
import { sha256Of } from '../../pipeline/evidence/store.ts';
import { aVote } from '../factories/violation.ts';

const [session = '', count = '1', plate = '', kind = 'car', colour = 'white'] = process.argv.slice(2);
const SIZE = { widthPx: 640, heightPx: 360 };
const START = parseInstant('2026-11-20T08:15:00');
/** Plates come again: acts of one plate so far apart are not taken for one. */
const APART_MS = 120_000;
const before = Number(session.split('-').at(-1)) * Number(count);
/** Capture time of media time `at` in the n-th case. */
const captured = (n: number, at: number): EpochMs => epochMs(START + (before + n) * APART_MS + at);

const config = readConfig(process.env);
const db = await openConfigured(config, 3);
const store = evidenceStore(config);
const key = await keyOfSeals(config);
const { camera } = await loadCamera(join(import.meta.dirname, '../../sandbox/sample/camera.yaml'));
const scene = resolveScene(camera, SIZE.widthPx, SIZE.heightPx);
const sceneText = canonicalJson(camera);

for (let n = 0; n < Number(count); n += 1) {
  const violation = violationOf(n);
  const ring = createRing({ keepMs: 60_000, maxBytes: 64 << 20 });
  for (let at = 0; at <= 12_000; at += 200) ring.keep(frame(n, at), sight(n, at));
  const pieces = await gather({ violation, scene, ring, plateView: { frame: frame(n, 5000), plateBox: { x1: 300, y1: 200, x2: 340, y2: 220 } }, cutClip: async () => Promise.resolve(null) });
  const { model, serial, inspection } = camera.device;
  const sealed = await seal(store, key, { violation, pieces, device: { model, serial, inspection: inspection.number, inspection_valid_to: inspection.valid_to }, scene: sceneText, at: systemClock.now() });
  await recordDurably(db, systemClock, violation, sealed);
}
await db.close();

function violationOf(n: number): Violation {
  const track = trackId(`${session}-${n}`);
  const witness = (at_ms: number, y: number) => ({ at_ms, box: { x1: 280, y1: y - 80, x2: 360, y2: y }, ground: { x: 320, y } });
  const at = 6000;
  return {
    id: violationId(sha256Of(`${session}/${n}`).slice(0, 32)), camera: cameraId(camera.camera), session: sessionId(session), track, offence: 'red_light', vehicle: kind === 'motorcycle' ? 'motorcycle' : 'car',
    at: captured(n, at), mediaAt: mediaMs(at), clockErrorMs: 50, plate: aVote({ text: plateText(plate), lines: kind === 'motorcycle' ? 2 : 1, colour: plateColour(colour) }),
    facts: {
      rule: 'red_light', stop_line: 'stop', signal: 'main', signal_source: 'vision', red_since_ms: 3000, red_for_ms: 2800, grace_ms: 500, amber_ms: 3000, movement: 'straight', ran_on_px: 90, needed_px: 40,
      front_ms: 5800, crossed_ms: at, ran_on_ms: 6600, before: witness(5600, 260), after: witness(6600, 160),
    },
    screeningOnly: false, synthetic: true, scene: sha256(sha256Of(sceneText)), models: [], rules: 'chaos',
  };
}

function plateColour(text: string): PlateColour {
  return text === 'yellow' || text === 'blue' || text === 'red' ? text : 'white';
}

function frame(n: number, at: number): Frame {
  const rgb = new Uint8Array(SIZE.widthPx * SIZE.heightPx * 3).fill(90 + (at % 60));
  return { camera: cameraId(camera.camera), session: sessionId(session), at: mediaMs(at), capturedAt: captured(n, at), clockErrorMs: 50, ...SIZE, rgb };
}

function sight(n: number, at: number): Sight {
  return { at: mediaMs(at), capturedAt: captured(n, at), clockErrorMs: 50, tracks: [], ended: [], signals: [] };
}
