// Camera files as operators save them: on the ledger first, then in the folder; never in the folder alone.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cameraFiles, installCamera } from '../../cli/camera-files.ts';
import { readConfig } from '../../cli/config.ts';
import { goodOnes } from '../../web/api/real-cameras.ts';

const folder = await mkdtemp(join(tmpdir(), 'phatnguoi-camera-files-'));
afterAll(async () => rm(folder, { recursive: true, force: true }));
const config = readConfig({ PHATNGUOI_VAR: folder });
const path = await installCamera(config, join(import.meta.dirname, '../../sandbox/sample/camera.yaml'), undefined);
const files = cameraFiles(config);
async function theSample() {
  const [held] = goodOnes(await files.all());
  if (held === undefined) throw new Error('expected the sample');
  return held;
}
const refused = async (): Promise<never> => Promise.reject(new Error('no ledger'));

it('saves a camera file under the version that was recorded before', async () => {
  const held = await theSample();
  const before = await readFile(path, 'utf8');
  let recorded = '';
  const version = await files.save(held.file.camera, { ...held.file, name: 'Tên mới' }, held.version, async (value) => {
    recorded = value;
    expect(await readFile(path, 'utf8')).toBe(before);
  });
  expect(recorded).toBe(version);
  expect(await theSample()).toMatchObject({ version, file: { name: 'Tên mới' } });
});

it('leaves file and reference picture as they were when the change cannot be recorded', async () => {
  const held = await theSample();
  await writeFile(join(folder, `cameras/${held.file.camera}.jpg`), 'old');
  await writeFile(join(folder, `cameras/${held.file.camera}.now.jpg`), 'now');
  await expect(files.save(held.file.camera, { ...held.file, name: 'Lén' }, held.version, refused)).rejects.toThrow('no ledger');
  await expect(files.renewPicture(held.file.camera, refused)).rejects.toThrow('no ledger');
  expect(await theSample()).toMatchObject({ version: held.version });
  expect(await readFile(join(folder, `cameras/${held.file.camera}.jpg`), 'utf8')).toBe('old');
});

it('shows the other cameras, and what is wrong, when somebody broke one file by hand', async () => {
  const { camera } = (await theSample()).file;
  await writeFile(join(folder, 'cameras/another.yaml'), 'camera: another');
  expect(await files.all()).toEqual([{ broken: 'another', why: expect.stringMatching(/another\.yaml:1 place: /) }, expect.objectContaining({ file: expect.objectContaining({ camera }) })]);
});
