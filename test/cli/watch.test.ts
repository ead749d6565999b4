// A running `watch` on a real RTSP stream takes up a changed camera file by itself; a broken one is told and changes nothing.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { bareCommand, finish } from '../../cameras/ffmpeg.ts';
import { loadCamera } from '../../cameras/registry.ts';
import { canonicalJson } from '../../domain/canonical.ts';
import { sha256Of } from '../../pipeline/evidence/store.ts';
import { cameraHealth } from '../../prisma/views-cameras.ts';
import { freePort } from '../free-port.ts';
import { freshDatabase } from '../postgres.ts';

const { db, url } = await freshDatabase();
const folder = await mkdtemp(join(tmpdir(), 'phatnguoi-watch-'));
const path = join(folder, 'cameras/sample-pham-ngoc-thach.yaml');
const CAMERA = 'sample-pham-ngoc-thach';
const WAIT = { timeout: 60_000, interval: 300 };
const children: ReturnType<typeof spawn>[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function streaming(): Promise<string> {
  const clip = join(folder, 'clip.mp4');
  await finish(bareCommand().input('testsrc=size=320x180:rate=5:duration=60').inputFormat('lavfi').outputOptions(['-c:v', 'libx264', '-g', '5', '-bf', '0', '-pix_fmt', 'yuv420p', '-y']).output(clip));
  const port = await freePort();
  const server = spawn('/usr/bin/python3', [join(import.meta.dirname, '../rtsp/server.py'), String(port), `cam=${clip}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(server);
  await new Promise((resolve) => server.stdout.once('data', resolve));
  return `rtsp://127.0.0.1:${port}/cam`;
}

const health = async () => (await cameraHealth(db, [CAMERA]))[0];
const taken = async () => (await db.prisma.auditEvent.findMany({ where: { kind: 'camera_file_in_use' }, orderBy: { seq: 'asc' } })).map(({ actorKind, data }) => ({ actorKind, data }));
const versionOf = async (text: string) => ({ actorKind: 'system', data: { camera: CAMERA, version: createHash('sha256').update(text).digest('hex'), scene: sha256Of(canonicalJson((await loadCamera(path)).camera)) } });

it('keeps to the old file while the new one is broken, and takes up a good one within seconds, on the ledger', async () => {
  const sample = await readFile(join(import.meta.dirname, '../../sandbox/sample/camera.yaml'), 'utf8');
  const first = sample.replace('url: clip.mp4', `url: ${await streaming()}`).replace('sample_ms: 80', 'sample_ms: 400');
  await mkdir(join(folder, 'cameras'), { recursive: true });
  await writeFile(path, first);
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../cli/bin.mjs'), 'watch', '--camera', path], { env: { ...process.env, DATABASE_URL: url, PHATNGUOI_VAR: folder }, stdio: ['ignore', 'inherit', 'inherit'] });
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await expect.poll(async () => (await health())?.state, WAIT).toBe('watching');
  const expected = [await versionOf(first)];
  expect(await taken()).toEqual(expected);

  await writeFile(path, first.replace('signal: main', 'signal: nowhere'));
  await expect.poll(async () => (await health())?.faults, WAIT).toEqual([expect.objectContaining({ kind: 'camera_file_wrong', detail: expect.stringMatching(/:\d+ stop_lines\.0\.signal: expected the id of a main signal \(main\), got "nowhere"/) })]);
  const brokenAt = (await health())?.lastFrameAt ?? 0;
  await expect.poll(async () => (await health())?.lastFrameAt, WAIT).toBeGreaterThan(brokenAt);
  expect(await taken()).toEqual(expected);

  const second = first.replace('grace_ms: 500', 'grace_ms: 700');
  await writeFile(path, second);
  const savedAt = Date.now();
  expected.push(await versionOf(second));
  await expect.poll(taken, WAIT).toEqual(expected);
  // Three seconds on a machine with nothing else to do.
  expect(Date.now() - savedAt).toBeLessThan(30_000);
  // It goes on seeing by the new version: the stretch without pictures is told, the fault is over.
  await expect.poll(async () => db.prisma.streamGap.findMany({ select: { cause: true } }), WAIT).toEqual([{ cause: 'the camera file was changed' }]);
  await expect.poll(health, WAIT).toMatchObject({ state: 'watching', faults: [] });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
}, 240_000);
