// Makes the proof final: every file durable under its hash, named in a manifest that is hashed and signed; and checks one.
import { canonicalJson } from '../../domain/canonical.ts';
import { vietnamIso } from '../../domain/clock.ts';
import { Failure } from '../../domain/errors.ts';
import { manifest as manifestShape, type EvidenceStore, type Manifest, type SealedEvidence } from '../../domain/evidence.ts';
import type { PairingFacts } from '../../domain/pairing.ts';
import type { EpochMs } from '../../domain/units.ts';
import type { Violation } from '../../domain/violation.ts';
import type { Piece } from './gather.ts';
import { isSignedBy, type SealingKey } from './signing-key.ts';
import { sha256Of } from './store.ts';

export type SealInput = {
  readonly violation: Violation;
  readonly pieces: readonly Piece[];
  readonly device: Manifest['device'];
  /** The camera file as canonical JSON; kept under violation.scene, which must be its hash. */
  readonly scene: string;
  /** That of the plate camera, where the violation was paired; kept under pairing.scene_sha256. */
  readonly pairedScene?: string;
  readonly at: EpochMs;
};

/** Returns only when everything, the manifest included, is durable in the store. */
export async function seal(store: EvidenceStore, key: SealingKey, { violation, pieces, device, scene, pairedScene, at }: SealInput): Promise<SealedEvidence> {
  if (sha256Of(scene) !== violation.scene) throw new Failure('evidence_broken', `violation ${violation.id} was judged under scene ${violation.scene}, but the scene given hashes to ${sha256Of(scene)}`);
  await store.put(Buffer.from(scene));
  if (violation.pairing !== undefined) await putPaired(store, violation.pairing, pairedScene);
  const items = [];
  for (const { bytes, item } of pieces) items.push({ ...item, sha256: await store.put(bytes), bytes: bytes.byteLength });
  const manifest = manifestShape.parse({
    version: 1, violation: violation.id, camera: violation.camera, session: violation.session, track: violation.track, offence: violation.offence,
    captured_at: vietnamIso(violation.at), clock_error_ms: violation.clockErrorMs, device, scene_sha256: violation.scene, models: violation.models, rules: violation.rules,
    synthetic: violation.synthetic, ...(violation.pairing === undefined ? {} : { paired: violation.pairing }), items, sealed_at: vietnamIso(at),
  });
  const text = canonicalJson(manifest);
  const sha256 = await store.put(Buffer.from(text));
  return { manifest, sha256, signature: key.sign(text), publicKey: key.publicKey };
}

async function putPaired(store: EvidenceStore, { camera, scene_sha256 }: PairingFacts, scene: string | undefined): Promise<void> {
  if (scene === undefined || sha256Of(scene) !== scene_sha256) throw new Failure('evidence_broken', `the pairing with ${camera} was made under scene ${scene_sha256}, but the scene given is ${scene === undefined ? 'missing' : sha256Of(scene)}`);
  await store.put(Buffer.from(scene));
}

export type StoredSeal = { readonly manifest: string; readonly sha256: string; readonly signature: string; readonly publicKey: string };

/** Everything that is wrong with a stored seal and its files; empty when it proves what it says. `trusted`: keys that may have sealed. */
export async function verifySeal(store: EvidenceStore, { manifest: text, sha256, signature, publicKey }: StoredSeal, trusted: readonly string[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  if (sha256Of(text) !== sha256) wrong.push(`the manifest hashes to ${sha256Of(text)}, not to ${sha256}`);
  if (!isSignedBy(text, signature, publicKey)) wrong.push(`the signature of manifest ${sha256} is not valid`);
  if (!trusted.includes(publicKey)) wrong.push(`manifest ${sha256} was signed by a key that is not ours`);
  const parsed = manifestShape.safeParse(parse(text));
  if (!parsed.success) return [...wrong, `manifest ${sha256} is not of the known form`];
  const files = [...parsed.data.items.map((item) => ({ sha256: item.sha256, bytes: item.bytes })), { sha256: parsed.data.scene_sha256, bytes: null }, ...(parsed.data.paired === undefined ? [] : [{ sha256: parsed.data.paired.scene_sha256, bytes: null }])];
  for (const file of files) {
    const bytes = await store.get(file.sha256).catch((thrown: unknown) => {
      if (thrown instanceof Failure && thrown.code === 'evidence_broken') return thrown;
      throw thrown;
    });
    if (bytes instanceof Failure) wrong.push(bytes.message);
    else if (file.bytes !== null && bytes.byteLength !== file.bytes) wrong.push(`evidence ${file.sha256} has ${bytes.byteLength} bytes, expected ${file.bytes}`);
  }
  return wrong;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
