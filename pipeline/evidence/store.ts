// Keeps evidence files in a folder, each under its own sha256; what `put` has answered survives a power cut.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, reasonOf } from '../../domain/errors.ts';
import type { EvidenceStore } from '../../domain/evidence.ts';

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** `ab/cdef…`: 256 folders keep each of them small. */
export const pathOf = (sha256: string): string => `${sha256.slice(0, 2)}/${sha256.slice(2)}`;

export function folderStore(root: string): EvidenceStore {
  const place = (sha256: string): string => join(root, pathOf(checked(sha256)));
  return {
    put: async (bytes) => {
      const sha256 = sha256Of(bytes);
      const to = place(sha256);
      try {
        if (!(await isWhole(to, bytes.byteLength))) await writeDurably(root, to, bytes);
        return sha256;
      } catch (thrown) {
        throw asStoreFailure(thrown, root);
      }
    },
    get: async (sha256) => {
      const bytes = await readFile(place(sha256)).catch((cause: unknown) => {
        throw new Failure('evidence_broken', `evidence ${sha256} is missing: ${reasonOf(cause)}`, { cause });
      });
      const actual = sha256Of(bytes);
      if (actual !== sha256) throw new Failure('evidence_broken', `evidence ${sha256} hashes to ${actual}: it was changed`);
      return bytes;
    },
    has: async (sha256) => stat(place(sha256)).then(() => true, () => false),
  };
}

/** Maps what the file system throws: a full disk passes when somebody makes room, the rest is ours. */
export function asStoreFailure(thrown: unknown, root: string): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failure('disk_full', `no room left for evidence under ${root}; make room, it is tried again`, { cause: thrown });
  return new Failure('internal', `evidence could not be written under ${root}: ${reasonOf(thrown)}`, { cause: thrown });
}

export function checked(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Failure('not_found', `expected 64 lower-case hex digits for a piece of evidence, got ${JSON.stringify(sha256)}`);
  return sha256;
}

/** Names are hashes, so a file of the right length that was renamed into place holds these bytes; `get` checks all the same. */
async function isWhole(path: string, bytes: number): Promise<boolean> {
  return stat(path).then(({ size }) => size === bytes, () => false);
}

/** Temporary file, fsync, rename, fsync of the folder: after this the name and the bytes are both on the disk. */
async function writeDurably(root: string, to: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(root, 'incoming', randomUUID());
  await mkdir(dirname(temporary), { recursive: true, mode: 0o700 });
  if ((await mkdir(dirname(to), { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(root);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, to);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  await syncFolder(dirname(to));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(async () => folder.close());
}
