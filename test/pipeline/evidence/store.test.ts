// Both stores keep what they answered for, and say so when a piece was changed or is gone.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvidenceStore } from '../../../domain/evidence.ts';
import { s3Store } from '../../../pipeline/evidence/s3-store.ts';
import { asStoreFailure, folderStore, pathOf, sha256Of } from '../../../pipeline/evidence/store.ts';
import { freePort } from '../../free-port.ts';

const root = await mkdtemp(join(tmpdir(), 'evidence-'));
const port = await freePort();
const s3 = new S3rver({ port, address: '127.0.0.1', silent: true, directory: join(root, 's3'), configureBuckets: [{ name: 'evidence', configs: [] }] });
await s3.run();
afterAll(async () => {
  await s3.close();
  await rm(root, { recursive: true, force: true });
});

const stores: readonly (readonly [string, EvidenceStore])[] = [
  ['folder', folderStore(join(root, 'folder'))],
  ['s3', s3Store(`s3://S3RVER:S3RVER@evidence/pilot?endpoint=http://127.0.0.1:${port}`)],
];

describe.each(stores)('%s store', (_name, store) => {
  it('gives back what was put, under its hash, also when put twice at once', async () => {
    const bytes = randomBytes(100_000);
    const [first, second] = await Promise.all([store.put(bytes), store.put(bytes)]);
    expect(first).toBe(sha256Of(bytes));
    expect(second).toBe(first);
    expect(Buffer.from(await store.get(first)).equals(bytes)).toBe(true);
    expect(await store.has(first)).toBe(true);
  });

  it('says that a piece is missing', async () => {
    expect(await store.has('0'.repeat(64))).toBe(false);
    await expect(store.get('0'.repeat(64))).rejects.toMatchObject({ code: 'evidence_broken', message: expect.stringContaining('missing') });
  });

  it('refuses a name that is no hash', async () => {
    await expect(store.get('../../etc/passwd')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('folder store', () => {
  const folder = join(root, 'more');
  const store = folderStore(folder);

  it('finds one changed byte, and mends a piece that a crash left short when it is put again', async () => {
    const bytes = randomBytes(1000);
    const sha256 = await store.put(bytes);
    const path = join(folder, pathOf(sha256));
    const changed = Buffer.from(bytes);
    changed[500] = (changed[500] ?? 0) ^ 1;
    await writeFile(path, changed);
    await expect(store.get(sha256)).rejects.toMatchObject({ code: 'evidence_broken', message: expect.stringContaining('changed') });
    await writeFile(path, bytes.subarray(0, 10));
    await store.put(bytes);
    expect(Buffer.from(await store.get(sha256)).equals(bytes)).toBe(true);
  });

  it('leaves nothing in the incoming folder and lets nobody else read', async () => {
    const sha256 = await store.put(randomBytes(10));
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    expect((await stat(join(folder, pathOf(sha256)))).mode & 0o077).toBe(0);
  });

  it('tells a full disk from other faults, so that it is tried again', () => {
    expect(asStoreFailure(Object.assign(new Error('no space'), { code: 'ENOSPC' }), '/x')).toMatchObject({ code: 'disk_full', kind: 'transient' });
    expect(asStoreFailure(Object.assign(new Error('io'), { code: 'EIO' }), '/x')).toMatchObject({ code: 'internal' });
  });
});
