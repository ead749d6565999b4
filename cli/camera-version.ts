// The camera file that a running watch judges by, and the next one: a good file is taken up, a broken one told and left aside.
import { loadCamera } from '../cameras/registry.ts';
import { loadPlates, type PlateSource } from '../cameras/site.ts';
import { canonicalJson } from '../domain/canonical.ts';
import type { Clock } from '../domain/clock.ts';
import { Failure, reasonOf } from '../domain/errors.ts';
import type { CameraFile } from '../domain/scene.ts';
import type { Sha256 } from '../domain/units.ts';
import { sha256Of } from '../pipeline/evidence/store.ts';
import { logFault } from './log.ts';

export type CameraVersion = {
  readonly camera: CameraFile;
  readonly plates: readonly PlateSource[];
  /** Of the file's text: what the operator's page calls the version. */
  readonly sha256: Sha256;
  /** Of all that is judged by, the plate cameras' files included; a comment changes nothing. */
  readonly content: string;
};

export async function loadVersion(path: string): Promise<CameraVersion> {
  const { camera, sha256 } = await loadCamera(path);
  const plates = await loadPlates(path, camera);
  return { camera, plates, sha256, content: sha256Of(canonicalJson([camera, ...plates.map((plate) => plate.camera)])) };
}

export type Following = {
  readonly clock: Clock;
  readonly over: AbortSignal;
  /** What is wrong with the file as it lies there, in words; null when nothing is. */
  readonly onWrong: (why: string | null) => void;
  /** Puts the new version on the ledger; while it throws, the old one stays. */
  readonly take: (version: CameraVersion) => Promise<void>;
};

const LOOK_MS = 1500;

/** Waits for another good version of the file; null when `over`. */
export async function nextVersion(path: string, running: CameraVersion, { clock, over, onWrong, take }: Following): Promise<CameraVersion | null> {
  let before = '';
  for (;;) {
    await clock.sleep(LOOK_MS, over);
    if (over.aborted) return null;
    const found = await sameCamera(path, running).catch((thrown: unknown) => reasonOf(thrown));
    const now = typeof found === 'string' ? found : found.content;
    // Seen alike twice: an editor may be in the midst of writing.
    const settled = now === before;
    before = now;
    if (!settled) continue;
    if (typeof found === 'string') {
      onWrong(found);
      continue;
    }
    onWrong(null);
    if (found.content === running.content) continue;
    try {
      await take(found);
      return found;
    } catch (thrown) {
      logFault('camera file', `the new version is not taken up: ${reasonOf(thrown)}`);
    }
  }
}

async function sameCamera(path: string, { camera: { camera } }: CameraVersion): Promise<CameraVersion> {
  const found = await loadVersion(path);
  if (found.camera.camera !== camera) throw new Failure('bad_config', `${path}: expected the file of camera "${camera}", which is running, got "${found.camera.camera}"`);
  return found;
}
