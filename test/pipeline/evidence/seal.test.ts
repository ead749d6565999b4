// From frames to a sealed proof on real files: the right pictures are chosen, and every tampering shows.
import { mkdtemp, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../domain/canonical.ts';
import type { EvidenceItem } from '../../../domain/evidence.ts';
import type { Box } from '../../../domain/geometry.ts';
import { resolveScene } from '../../../domain/resolve-scene.ts';
import type { Frame, Sight, Track } from '../../../domain/sighting.ts';
import { cameraId, epochMs, mediaMs, sessionId, trackId } from '../../../domain/units.ts';
import { gather, type Piece } from '../../../pipeline/evidence/gather.ts';
import { maskPicture } from '../../../pipeline/evidence/mask.ts';
import { createRing } from '../../../pipeline/evidence/ring.ts';
import { seal, verifySeal } from '../../../pipeline/evidence/seal.ts';
import { sealingKey } from '../../../pipeline/evidence/signing-key.ts';
import { folderStore, pathOf, sha256Of } from '../../../pipeline/evidence/store.ts';
import { aCamera } from '../../factories/camera.ts';
import { ACT_AT, aViolation, SCENE_TEXT } from '../../factories/violation.ts';

const root = await mkdtemp(join(tmpdir(), 'seal-'));
afterAll(async () => rm(root, { recursive: true, force: true }));
const store = folderStore(join(root, 'evidence'));
const key = await sealingKey(join(root, 'keys/seal.pem'));
const WIDTH = 640;
const HEIGHT = 480;

/** Grey level says which frame a picture is of: 10 more each 100 ms. */
const grey = (at: number): number => Math.round(at / 40);
const frameAt = (at: number, session = 'test-session'): Frame => ({
  camera: cameraId('test-camera'), session: sessionId(session), at: mediaMs(at), capturedAt: epochMs(ACT_AT - 4000 + at), clockErrorMs: 20, widthPx: WIDTH, heightPx: HEIGHT,
  rgb: new Uint8Array(WIDTH * HEIGHT * 3).fill(grey(at)),
});
const trackWith = (id: string, at: number, box: Box): Track => ({
  id: trackId(id), kind: 'car', kindShare: 1, state: 'confirmed', firstAt: mediaMs(0), lastAt: mediaMs(at), velocity: { x: 0, y: 0 }, distrust: [],
  path: [{ at: mediaMs(at), box, ground: { x: 0, y: 0 }, score: 1, observed: true }],
});
const other: Box = { x1: 50, y1: 60, x2: 150, y2: 160 };
const sightAt = (at: number): Sight => ({
  at: mediaMs(at), capturedAt: epochMs(ACT_AT), clockErrorMs: 20, ended: [], signals: [], tracks: [trackWith('track-1', at, { x1: 400, y1: 200, x2: 460, y2: 300 }), trackWith('stranger', at, other)],
});

function filledRing(upTo = 6000, keepMs = 10_000) {
  const ring = createRing({ keepMs, maxBytes: 1e9 });
  for (let at = 0; at <= upTo; at += 100) ring.keep(frameAt(at), sightAt(at));
  return ring;
}
const scene = resolveScene(aCamera(), WIDTH, HEIGHT);
const violation = aViolation();
const plateView = { frame: frameAt(3000), plateBox: { x1: 410, y1: 280, x2: 450, y2: 295 } };
const input = { violation, scene, plateView, cutClip: async () => Promise.resolve(new Uint8Array([1, 2, 3])) };
const meanOf = async ({ bytes }: Piece): Promise<number> => (await sharp(bytes).stats()).channels[0]?.mean ?? 0;
const device = { model: 'T', serial: '1', inspection: 'KD-1', inspection_valid_to: '2027-12-31' };

describe('gather', () => {
  it('takes each picture from its own moment, with the accused and the others in it', async () => {
    const pieces = await gather({ ...input, ring: filledRing() });
    expect(pieces.map(({ item }) => item.role)).toEqual(['before', 'after', 'overview', 'signal', 'plate', 'clip']);
    const [before, after, overview, , plate] = pieces;
    if (before === undefined || after === undefined || overview === undefined || plate === undefined) throw new Error('pieces are missing');
    for (const [piece, at] of [[before, 3600], [after, 4600], [overview, 4000], [plate, 3000]] as const) {
      expect(piece.item.at_ms).toBe(at);
      expect(await meanOf(piece)).toBeCloseTo(grey(at), -0.5);
    }
    expect(before.item).toMatchObject({ accused_px: [400, 400, 460, 500], others_px: [[50, 60, 150, 160]], captured_at: '2026-11-20T08:14:59.600+07:00' });
    expect((await sharp(plate.bytes).metadata()).width).toBe(plate.item.width_px);
  });

  it('accuses nobody whose pictures are gone', async () => {
    await expect(gather({ ...input, ring: filledRing(6000, 1000) })).rejects.toMatchObject({ code: 'evidence_broken' });
    await expect(gather({ ...input, ring: filledRing(4000) })).rejects.toMatchObject({ code: 'evidence_broken' });
  });
});

describe('ring', () => {
  it('is bounded by time and by bytes, and begins anew with a session', async () => {
    const ring = filledRing(6000, 1000);
    expect(ring.count()).toBe(11);
    const small = createRing({ keepMs: 10_000, maxBytes: 5 * WIDTH * HEIGHT * 3 });
    for (let at = 0; at <= 3000; at += 100) small.keep(frameAt(at), sightAt(at));
    expect(small.count()).toBeLessThanOrEqual(5);
    ring.keep(frameAt(0, 'next'), sightAt(0));
    expect(ring.count()).toBe(1);
    expect(await ring.nearest(5900, 200)).toBeNull();
  });
});

describe('seal', () => {
  const sealedNow = async () => {
    const pieces = await gather({ ...input, ring: filledRing() });
    return seal(store, key, { violation, pieces, device, scene: SCENE_TEXT, at: ACT_AT });
  };
  const stored = (sealed: Awaited<ReturnType<typeof sealedNow>>) => ({ ...sealed, manifest: canonicalJson(sealed.manifest) });

  it('is valid as made, with the scene and the manifest in the store too', async () => {
    const sealed = await sealedNow();
    expect(await verifySeal(store, stored(sealed), [key.publicKey])).toEqual([]);
    expect(await store.has(sealed.manifest.scene_sha256)).toBe(true);
    expect(await store.has(sealed.sha256)).toBe(true);
  });

  it('refuses a scene other than the one judged under', async () => {
    await expect(seal(store, key, { violation, pieces: [], device, scene: '{}', at: ACT_AT })).rejects.toMatchObject({ code: 'evidence_broken' });
  });

  it('shows a changed manifest, a stranger\'s key, a changed file and a lost one', async () => {
    const sealed = await sealedNow();
    const good = stored(sealed);
    const forged = { ...good, manifest: good.manifest.replace('track-1', 'track-2') };
    expect(await verifySeal(store, forged, [key.publicKey])).toEqual(expect.arrayContaining([expect.stringContaining('hashes to'), expect.stringContaining('signature')]));
    const resealed = { ...forged, sha256: sha256Of(forged.manifest) };
    expect(await verifySeal(store, resealed, [key.publicKey])).toEqual([expect.stringContaining('signature')]);
    const stranger = await sealingKey(join(root, 'keys/stranger.pem'));
    const bySelf = { ...resealed, signature: stranger.sign(resealed.manifest), publicKey: stranger.publicKey };
    expect(await verifySeal(store, bySelf, [key.publicKey])).toEqual([expect.stringContaining('not ours')]);
    const [first, second] = sealed.manifest.items;
    await writeFile(join(root, 'evidence', pathOf(first?.sha256 ?? '')), 'changed');
    await unlink(join(root, 'evidence', pathOf(second?.sha256 ?? '')));
    expect(await verifySeal(store, good, [key.publicKey])).toEqual([expect.stringContaining('was changed'), expect.stringContaining('missing')]);
  });

  it('keeps its key from others, and two who make it at once get the same', async () => {
    const path = join(root, 'keys/new.pem');
    const keys = await Promise.all([sealingKey(path), sealingKey(path), sealingKey(path)]);
    expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

describe('maskPicture', () => {
  it('leaves the accused as they were and nothing fine of the others', async () => {
    const noise = Buffer.alloc(200 * 100 * 3, 0).map((_, index) => (index * 7919) % 251);
    const bytes = await sharp(noise, { raw: { width: 200, height: 100, channels: 3 } }).png().toBuffer();
    const item: EvidenceItem = {
      role: 'overview', sha256: sha256Of(bytes), bytes: bytes.byteLength, media_type: 'image/png', at_ms: 0, captured_at: '', width_px: 200, height_px: 100,
      accused_px: [0, 0, 60, 100], others_px: [[100, -20, 220, 120], [40, 0, 100, 100], [500, 500, 600, 600]],
    };
    const masked = await maskPicture(bytes, item);
    const deviation = async (picture: Uint8Array, left: number, width: number) => (await sharp(await sharp(picture).extract({ left, top: 0, width, height: 100 }).grayscale().toBuffer()).stats()).channels[0]?.stdev ?? 0;
    expect(await deviation(masked, 102, 96)).toBeLessThan((await deviation(bytes, 102, 96)) / 4);
    expect(await deviation(masked, 2, 56)).toBeGreaterThan((await deviation(bytes, 2, 56)) / 2);
  });
});
