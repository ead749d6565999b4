// The operator calibrates a camera on its reference picture in a real browser: points, metres, residuals, grid, known length, a saved file.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { findFfmpeg, useFfmpeg } from '../../cameras/ffmpeg.ts';
import { loadCamera } from '../../cameras/registry.ts';
import { frames } from '../../cameras/stream.ts';
import { cameraFiles } from '../../cli/camera-files.ts';
import { readConfig } from '../../cli/config.ts';
import { calibrateDeclared } from '../../domain/calibration.ts';
import { systemClock } from '../../domain/clock.ts';
import type { CameraFile } from '../../domain/scene.ts';
import { cameraId, epochMs } from '../../domain/units.ts';
import sharp from 'sharp';
import { noteCounts } from '../../prisma/counts.ts';
import { buildScreens } from '../../web/build.ts';
import { ACT_AT } from '../factories/violation.ts';
import { browser, PASSWORD, world } from './world.ts';

const { db, console: serve, folder } = await world();
const started = await browser();
const WAIT = { timeout: 60_000 };
const SAMPLE = join(import.meta.dirname, '../../sandbox/sample');
const config = readConfig({ PHATNGUOI_VAR: folder, PATH: process.env['PATH'] });
const path = join(folder, 'cameras/sample-pham-ngoc-thach.yaml');
let address = '';
/** Where the sample's scene truly has its metres. */
let truth: NonNullable<CameraFile['calibration']> = { points: [], checks: [], max_residual_m: 0.3 };

beforeAll(async () => {
  const { camera } = await loadCamera(join(SAMPLE, 'camera.yaml'));
  truth = camera.calibration ?? truth;
  const { calibration: _, ...without } = parse(await readFile(join(SAMPLE, 'camera.yaml'), 'utf8'));
  await mkdir(join(folder, 'cameras'), { recursive: true });
  await writeFile(path, stringify(without));
  await writeReference();
  await noteCounts(db, { id: 's1', camera: 'sample-pham-ngoc-thach', startedAt: ACT_AT, sceneSha256: 'a'.repeat(64), synthetic: true }, [{ hourAt: epochMs(Math.floor(ACT_AT / 3_600_000) * 3_600_000), what: 'vehicle', subject: 'car', detail: '', count: 412 }]);
  await buildScreens(join(folder, 'app'));
  address = await (await serve(join(folder, 'app'), cameraFiles(config))).listen({ host: '127.0.0.1', port: 0 });
}, 600_000);

/** The sample's first picture, as the watcher keeps it. */
async function writeReference(): Promise<void> {
  useFfmpeg((await findFfmpeg(config.ffmpegPath, config.path)).path);
  const stop = new AbortController();
  for await (const { rgb, widthPx, heightPx } of frames({ camera: cameraId('c'), url: join(SAMPLE, 'clip.mp4'), transport: 'tcp', sampleMs: 80, clockErrorMs: 0, startsAt: epochMs(0), clock: systemClock, signal: stop.signal, onGap: () => undefined })) {
    await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } }).jpeg().toFile(join(folder, 'cameras/sample-pham-ngoc-thach.jpg'));
    await copyFile(join(folder, 'cameras/sample-pham-ngoc-thach.jpg'), join(folder, 'cameras/sample-pham-ngoc-thach.now.jpg'));
    stop.abort();
    break;
  }
}

const lastSetting = async () => db.prisma.auditEvent.findFirst({ where: { kind: 'setting_changed' }, orderBy: { seq: 'desc' } });

async function clickAt(page: Page, [x, y]: readonly [number, number]): Promise<void> {
  const box = await page.getByTestId('road-canvas').boundingBox();
  if (box === null) throw new Error('the picture is not shown');
  await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

it('calibrates by clicking, refuses a wrong point with the number, checks a length, and saves under the operator\'s name', async () => {
  const page = await (await started.newContext({ viewport: { width: 1600, height: 1000 } })).newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  await page.getByTestId('login-name').fill('cuong');
  await page.getByTestId('login-password').fill(PASSWORD);
  await page.getByTestId('login-submit').click();
  await page.getByTestId('camera-card').first().click(WAIT);
  await page.getByTestId('mode-road').click(WAIT);
  expect(await page.getByTestId('hour').allInnerTexts()).toEqual([expect.stringMatching(/08:00 20\/11\s+412\s+0\s+0\s+0/)]);
  for (const [index, { at, road_m: [x, y] }] of truth.points.entries()) {
    await clickAt(page, at);
    await page.getByTestId(`road-x-${index}`).fill(String(x));
    await page.getByTestId(`road-y-${index}`).fill(String(index === 5 ? y + 6 : y));
    if (index === 3) await page.getByTestId('road-unproven').waitFor(WAIT);
  }
  // The last point was typed six metres wrong: refused with the number, and nothing can be saved.
  await expect.poll(async () => page.getByTestId('mistake').allInnerTexts(), WAIT).toEqual([expect.stringMatching(/residual \d\.\d{3} m is more than the allowed 0\.3 m/)]);
  expect(await page.getByTestId('save-camera').isDisabled()).toBe(true);
  await page.getByTestId('road-y-5').fill(String(truth.points[5]?.road_m[1]));
  await expect.poll(async () => page.getByTestId('mistake').count(), WAIT).toBe(0);
  if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: join(process.env['SHOTS'], 'calibration-points.png') });
  expect(Number(await page.getByTestId('road-grid').getAttribute('data-lines'))).toBeGreaterThan(8);
  expect(await page.getByTestId('road-error-0').innerText()).toMatch(/0\.0\d\d m/);
  // A length between two points whose metres are known: 17 m from the near edge to the far one.
  await page.getByTestId('road-tool').getByText('Độ dài đã biết').click();
  const [near, far] = [truth.points[0]?.at, truth.points[4]?.at];
  if (near === undefined || far === undefined) throw new Error('expected six points');
  await clickAt(page, [near[0] + 0.03, near[1]]);
  await clickAt(page, [far[0] + 0.03, far[1]]);
  await page.getByTestId('length-m-0').fill('17');
  await expect.poll(async () => page.getByTestId('length-measured-0').innerText(), WAIT).toMatch(/1[67]\.\d\d m/);
  if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: join(process.env['SHOTS'], 'calibration.png') });
  await page.getByTestId('save-camera').click();
  await expect.poll(async () => (await loadCamera(path)).camera.calibration?.points.length, WAIT).toBe(6);
  const { camera } = await loadCamera(path);
  const saved = camera.calibration === undefined ? null : calibrateDeclared(camera.calibration, 1920, 1080);
  expect(saved?.state === 'accepted' && saved.residual_m).toBeLessThan(0.1);
  // The record comes before the file: whoever sees the file finds the record.
  const event = await lastSetting();
  expect(event).toMatchObject({ actorKind: 'operator', actorId: 'cuong', data: { setting: 'camera_file', camera: 'sample-pham-ngoc-thach' } });
  expect(complaints).toEqual([]);
}, 600_000);

it('makes the present picture the reference, on the ledger', async () => {
  const page = started.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('expected the page of before');
  await writeFile(join(folder, 'cameras/sample-pham-ngoc-thach.now.jpg'), await sharp({ create: { width: 64, height: 36, channels: 3, background: '#808080' } }).jpeg().toBuffer());
  await page.getByTestId('renew-reference').click(WAIT);
  await expect.poll(async () => (await sharp(await readFile(join(folder, 'cameras/sample-pham-ngoc-thach.jpg'))).metadata()).width, WAIT).toBe(64);
  const event = await lastSetting();
  expect(event?.data).toMatchObject({ setting: 'reference_picture', value: 'renewed' });
}, 600_000);
