// Loads the plate cameras that an overview's file names, and says clearly what of the pair does not fit.
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { calibrationOf } from '../domain/calibration.ts';
import { Failure } from '../domain/errors.ts';
import { resolveScene } from '../domain/resolve-scene.ts';
import type { CameraFile } from '../domain/scene.ts';
import type { Sha256 } from '../domain/units.ts';
import { isLive } from './decode.ts';
import { loadCamera } from './registry.ts';

export type PlateSource = { readonly camera: CameraFile; /** Of the file's text. */ readonly sha256: Sha256; readonly path: string; /** Placed: a file named in a camera file lies beside it. */ readonly url: string };

/** None where the file names none. Throws Failure('bad_config') naming both files and the mistake. */
export async function loadPlates(path: string, overview: CameraFile): Promise<readonly PlateSource[]> {
  const sources: PlateSource[] = [];
  for (const [index, named] of (overview.plate_cameras ?? []).entries()) {
    const wrong = (why: string): Failure => new Failure('bad_config', `${path} plate_cameras.${index}: ${why}`);
    const file = join(dirname(path), named.file);
    const { camera, sha256 } = await loadCamera(file);
    if (camera.camera !== named.camera) throw wrong(`expected ${named.file} to be of camera "${named.camera}", it is of "${camera.camera}"`);
    if (camera.plate_cameras !== undefined) throw wrong(`${named.file} names plate cameras of its own: a plate camera cannot be an overview of the same site`);
    const unusable = roadless(camera);
    if (unusable !== null) throw wrong(`${named.file}: ${unusable}`);
    sources.push({ camera, sha256, path: file, url: placed(camera.source.url, dirname(file)) });
  }
  const unusable = sources.length === 0 ? null : roadless(overview);
  if (unusable !== null) throw new Failure('bad_config', `${path}: plate_cameras need the overview on the same road plane; ${unusable}`);
  return sources;
}

export const placed = (url: string, folder: string): string => (isLive(url) || isAbsolute(url) ? url : resolve(folder, url));

/** A homography does not depend on the size of the picture, so any will do to judge it. */
function roadless(camera: CameraFile): string | null {
  const calibration = calibrationOf(resolveScene(camera, 1920, 1080));
  return calibration.state === 'accepted' ? null : calibration.why;
}
