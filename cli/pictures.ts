// The pictures of a camera that operators see: the reference that lines were drawn on, and how it looks now.
import { access } from 'node:fs/promises';
import type { Frame } from '../domain/sighting.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Ring } from '../pipeline/evidence/ring.ts';
import { nowPicturePath, picturePath } from './camera-files.ts';
import type { Config } from './config.ts';
import { replaceFile } from './replace-file.ts';

const EVERY_MS = 60_000;

/** Takes in each frame after the ring has it. The reference is only made where there is none: a picture of today would hide that the camera was moved. */
export function keepPictures(config: Config, camera: string, ring: Ring): (frame: Frame) => Promise<void> {
  let next: EpochMs | number = 0;
  return async ({ at, capturedAt }) => {
    if (capturedAt < next) return;
    next = capturedAt + EVERY_MS;
    const kept = await ring.nearest(at, 0);
    if (kept === null) return;
    await replaceFile(nowPicturePath(config, camera), kept.jpeg);
    const reference = picturePath(config, camera);
    const known = await access(reference).then(() => true, () => false);
    if (!known) await replaceFile(reference, kept.jpeg);
  };
}
