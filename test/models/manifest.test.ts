// The manifest refuses what is missing, changed or misdescribed, naming the model and the hash.
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../domain/errors.ts';
import { OWN_MANIFEST } from '../../models/eyes.ts';
import { loadManifest, openModel, signalModel, vehicleModel } from '../../models/manifest.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A manifest with the repository's signal model alone, its text changed by `edit`; the model's file beside it, its bytes changed by `spoil`. */
async function manifestWith({ edit = (text) => text, spoil }: { edit?: (text: string) => string; spoil?: (bytes: Uint8Array) => Uint8Array } = {}): Promise<string> {
  const own = await loadManifest(OWN_MANIFEST);
  const entry = signalModel(own);
  if (entry === null) throw new Error('the repository has no signal model');
  const where = join(folder, String(Math.random()).slice(2));
  await mkdir(join(where, dirname(entry.file)), { recursive: true });
  const from = join(dirname(OWN_MANIFEST), entry.file);
  if (spoil === undefined) await copyFile(from, join(where, entry.file));
  else await writeFile(join(where, entry.file), spoil(await readFile(from)));
  const path = join(where, 'manifest.json');
  await writeFile(path, edit(JSON.stringify({ models: [entry] })));
  return path;
}

async function refusal(path: string): Promise<string> {
  try {
    const manifest = await loadManifest(path);
    const entry = signalModel(manifest);
    if (entry !== null) await (await openModel(manifest, entry)).session.close();
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'model_wrong') return thrown.message;
    throw thrown;
  }
  return 'accepted';
}

describe('manifest', () => {
  it('accepts every model of the repository by its hash', async () => {
    const own = await loadManifest(OWN_MANIFEST);
    for (const entry of own.models) {
      const { ref, session } = await openModel(own, entry);
      expect(ref).toEqual({ name: entry.name, sha256: entry.sha256 });
      await session.close();
    }
    expect(vehicleModel(own)?.classes).toContain('motorcycle');
  });

  it('accepts a copy beside another manifest', async () => {
    expect(await refusal(await manifestWith())).toBe('accepted');
  });

  it('refuses a file in which one bit changed, by name and both hashes', async () => {
    const message = await refusal(await manifestWith({ spoil: (bytes) => bytes.map((byte, i) => (i === 1000 ? byte ^ 1 : byte)) }));
    expect(message).toMatch(/^model signals: .* has sha256 [0-9a-f]{64}, the manifest expects [0-9a-f]{64}/);
  });

  it.each([
    ['a missing file', (text: string) => text.replace('signals/model.onnx', 'signals/none.onnx'), /model signals \(sha256 [0-9a-f]{64}\): .*none\.onnx cannot be read/],
    ['a job that nobody does', (text: string) => text.replace('"job":"signals"', '"job":"weather"'), /unknown job/],
    ['a decoder that nobody wrote', (text: string) => text.replace('"decoder":"probabilities"', '"decoder":"magic"'), /model signals: [\s\S]*decoder/],
    ['an unknown field', (text: string) => text.replace('"job"', '"colour":"red","job"'), /Unrecognized key/],
    ['a hash that is none', (text: string) => text.replace(/"sha256":"[0-9a-f]{64}"/, '"sha256":"abc"'), /64 lower-case hex digits/],
    ['no JSON', () => 'models:', /not JSON/],
  ])('refuses %s', async (_, edit, expected) => {
    expect(await refusal(await manifestWith({ edit }))).toMatch(expected);
  });
});
