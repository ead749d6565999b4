// Seals the proof of a violation and puts it on record; a proof that is gone is told to the operator.
import type { CutClip } from '../cameras/clip.ts';
import { systemClock } from '../domain/clock.ts';
import { Failure } from '../domain/errors.ts';
import type { EvidenceStore } from '../domain/evidence.ts';
import type { CameraFile, Scene } from '../domain/scene.ts';
import { recordDurably } from '../pipeline/cases/record.ts';
import { gather } from '../pipeline/evidence/gather.ts';
import type { Ring } from '../pipeline/evidence/ring.ts';
import { seal } from '../pipeline/evidence/seal.ts';
import type { SealingKey } from '../pipeline/evidence/signing-key.ts';
import type { Stages } from '../pipeline/watch.ts';
import type { Database } from '../prisma/client.ts';
import type { HourlyCounts } from './hourly-counts.ts';
import type { Reporter } from './report.ts';
import type { Site } from './site.ts';

export type Recording = {
  readonly scene: Scene;
  /** The camera file as it is sealed, canonical JSON. */
  readonly sceneText: string;
  readonly ring: Ring;
  readonly cutClip: CutClip;
  readonly site: Site | null;
  readonly store: EvidenceStore;
  readonly key: SealingKey;
  readonly report: Pick<Reporter, 'fault'>;
  readonly counts: Pick<HourlyCounts, 'recorded'>;
  readonly db: Database;
  readonly over: AbortSignal;
};

export function recorder({ scene, sceneText, ring, cutClip, site, store, key, report, counts, db, over }: Recording): Stages['record'] {
  return async (violation, { plateView, paired }) => {
    const pieces = await gather({ violation, scene, ring, plateView, cutClip, ...(paired === undefined ? {} : { paired }) }).catch((thrown: unknown) => {
      // no picture, no accusation; but one lost proof ends neither the watching nor goes unseen
      if (!(thrown instanceof Failure) || thrown.code !== 'evidence_broken') throw thrown;
      report.fault('evidence_missing', `${violation.offence}: ${thrown.message}`);
      return null;
    });
    if (pieces === null) return;
    const pairedScene = site?.sceneOf(violation);
    const sealed = await seal(store, key, { violation, pieces, device: deviceOf(scene.file), scene: sceneText, at: systemClock.now(), ...(pairedScene === undefined ? {} : { pairedScene }) });
    await recordDurably(db, systemClock, violation, sealed, over);
    counts.recorded(violation);
  };
}

const deviceOf = ({ device: { model, serial, inspection } }: CameraFile) => ({ model, serial, inspection: inspection.number, inspection_valid_to: inspection.valid_to });
