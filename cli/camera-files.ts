// The camera files of this installation: a folder under var/ that operators' changes go to; a file's hash is its version.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { crossReferences } from '../cameras/references.ts';
import { loadCamera } from '../cameras/registry.ts';
import { loadPlates, placed } from '../cameras/site.ts';
import { Failure, Refused } from '../domain/errors.ts';
import type { CameraFile } from '../domain/scene.ts';
import { goodOnes, type CameraFiles } from '../web/api/real-cameras.ts';
import type { Config } from './config.ts';
import { replaceFile } from './replace-file.ts';

const folderOf = ({ varFolder }: Config): string => join(varFolder, 'cameras');
const pathOf = (config: Config, camera: string): string => join(folderOf(config), `${camera}.yaml`);
/** A frame of the camera as it is now, and the reference that operators draw on. */
export const nowPicturePath = (config: Config, camera: string): string => join(folderOf(config), `${camera}.now.jpg`);
/** References of the scene, by which a moved camera is noticed. */
export const scenePath = (config: Config, camera: string): string => join(folderOf(config), `${camera}.scene.json`);
export const picturePath = (config: Config, camera: string): string => join(folderOf(config), `${camera}.jpg`);

/** Takes a person's camera file into the folder unless that very file was taken before: operators' changes since then stay. */
export async function installCamera(config: Config, given: string, source: string | undefined): Promise<string> {
  const { camera } = await loadCamera(given);
  // A site is installed whole: its plate cameras beside it, each under its own name.
  const plates = await loadPlates(given, camera);
  for (const { path } of plates) await installCamera(config, path, undefined);
  await mkdir(folderOf(config), { recursive: true });
  const url = source ?? camera.source.url;
  const beside = plates.length === 0 ? {} : { plate_cameras: plates.map((plate) => ({ camera: plate.camera.camera, file: `${plate.camera.camera}.yaml` })) };
  const text = stringify({ ...camera, source: { ...camera.source, url: placed(url, source === undefined ? dirname(given) : '.') }, ...beside });
  const to = pathOf(config, camera.camera);
  const origin = `${to}.from`;
  const hash = createHash('sha256').update(text).digest('hex');
  if ((await readFile(origin, 'utf8').catch(() => '')) === hash) return to;
  await replaceFile(to, text);
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
      return Promise.all(
        names.filter((name) => name.endsWith('.yaml')).toSorted().map(async (name) =>
          read(name).catch((thrown: unknown) => {
            // One file that somebody broke by hand hides no other camera.
            if (!(thrown instanceof Failure)) throw thrown;
            return { broken: name.slice(0, -'.yaml'.length), why: thrown.message };
          }),
        ),
      );
    },
    save: async (camera, file, basedOn, record) => {
      const { version } = await read(`${camera}.yaml`);
      if (version !== basedOn) throw new Refused('wrong_state', `camera ${camera}: version ${basedOn} was edited, but ${version} is the newest`);
      if (file.camera !== camera) throw new Refused('bad_request', `camera ${camera}: the file is of camera ${file.camera}`);
      const [wrong] = crossReferences(file);
      if (wrong !== undefined) throw new Refused('bad_request', `${wrong.path.join('.')}: ${wrong.message}`);
      const text = stringify(file);
      const saved = createHash('sha256').update(text).digest('hex');
      await record(saved);
      await replaceFile(pathOf(config, camera), text);
      return saved;
    },
    picture: async (camera, which = 'reference') => readFile(which === 'now' ? nowPicturePath(config, camera) : picturePath(config, camera)).catch(() => null),
    renewPicture: async (camera, record) => renew(config, camera, record),
  };
}

/** The present picture becomes the reference; the running watch then learns the scene anew. */
async function renew(config: Config, camera: string, record: (value: string) => Promise<void>): Promise<void> {
  const now = await readFile(nowPicturePath(config, camera)).catch(() => null);
  if (now === null) throw new Refused('wrong_state', `camera ${camera} has given no picture yet: nothing can become the reference`);
  await record('renewed');
  await replaceFile(picturePath(config, camera), now);
  await rm(scenePath(config, camera), { force: true });
}

/** The newest file of a camera; null where there is none. */
export async function newestCamera(config: Config, camera: string): Promise<CameraFile | null> {
  return goodOnes(await cameraFiles(config).all()).find(({ file }) => file.camera === camera)?.file ?? null;
}
