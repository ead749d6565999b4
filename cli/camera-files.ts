// The camera files of this installation: a folder under var/ that operators' changes go to; a file's hash is its version.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { isLive } from '../cameras/decode.ts';
import { loadCamera } from '../cameras/registry.ts';
import { Refused } from '../domain/errors.ts';
import type { CameraFile } from '../domain/scene.ts';
import type { CameraFiles } from '../web/api/real-cameras.ts';
import type { Config } from './config.ts';

const folderOf = ({ varFolder }: Config): string => join(varFolder, 'cameras');
const pathOf = (config: Config, camera: string): string => join(folderOf(config), `${camera}.yaml`);
/** A frame of the camera, for operators to draw on. */
export const picturePath = (config: Config, camera: string): string => join(folderOf(config), `${camera}.jpg`);

/** Takes a person's camera file into the folder unless that very file was taken before: operators' changes since then stay. */
export async function installCamera(config: Config, given: string, source: string | undefined): Promise<string> {
  const { camera } = await loadCamera(given);
  await mkdir(folderOf(config), { recursive: true });
  const url = source ?? camera.source.url;
  const placed = isLive(url) || isAbsolute(url) ? url : resolve(source === undefined ? dirname(given) : '.', url);
  const text = stringify({ ...camera, source: { ...camera.source, url: placed } });
  const to = pathOf(config, camera.camera);
  const origin = `${to}.from`;
  const hash = createHash('sha256').update(text).digest('hex');
  if ((await readFile(origin, 'utf8').catch(() => '')) === hash) return to;
  await replace(to, text);
  await writeFile(origin, hash);
  return to;
}

export function cameraFiles(config: Config): CameraFiles {
  const read = async (name: string) => {
    const { camera, sha256 } = await loadCamera(join(folderOf(config), name));
    return { file: camera, version: sha256 };
  };
  return {
    all: async () => {
      const names = await readdir(folderOf(config)).catch(() => []);
      return Promise.all(names.filter((name) => name.endsWith('.yaml')).toSorted().map(read));
    },
    save: async (camera, file, basedOn) => {
      const { version } = await read(`${camera}.yaml`);
      if (version !== basedOn) throw new Refused('wrong_state', `camera ${camera}: version ${basedOn} was edited, but ${version} is the newest`);
      if (file.camera !== camera) throw new Refused('bad_request', `camera ${camera}: the file is of camera ${file.camera}`);
      await replace(pathOf(config, camera), stringify(file));
      return (await read(`${camera}.yaml`)).version;
    },
    picture: async (camera) => readFile(picturePath(config, camera)).catch(() => null),
  };
}

/** The newest file of a camera; null where there is none. */
export async function newestCamera(config: Config, camera: string): Promise<CameraFile | null> {
  return (await cameraFiles(config).all()).find(({ file }) => file.camera === camera)?.file ?? null;
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
