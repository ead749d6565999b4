// The fsck: walks everything stored and names whatever does not prove what it says.
import { canonicalJson } from '../../domain/canonical.ts';
import type { Clock } from '../../domain/clock.ts';
import { Failure } from '../../domain/errors.ts';
import { manifest, type EvidenceStore } from '../../domain/evidence.ts';
import { epochMs } from '../../domain/units.ts';
import type { AccusedKind } from '../../domain/vehicle.ts';
import type { Facts, Offence, Violation } from '../../domain/violation.ts';
import type { Database } from '../../prisma/client.ts';
import { missingCompanions, storedNotices, storedProofs, type StoredProof, type StoredSeal } from '../../prisma/integrity.ts';
import { verifyChain } from '../../prisma/ledger.ts';

export type Finding = { readonly about: string; readonly what: string };
export type CheckReport = {
  readonly violations: number;
  readonly notices: number;
  readonly auditEvents: number;
  /** Empty: everything holds. */
  readonly findings: readonly Finding[];
};

export type CheckParts = {
  readonly db: Database;
  readonly store: EvidenceStore;
  readonly clock: Clock;
  /** pipeline/evidence/seal.ts verifySeal with the store and the trusted keys. */
  readonly verifySeal: (seal: StoredSeal) => Promise<readonly string[]>;
  /** pipeline/judge/rejudge.ts. */
  readonly rejudge: (facts: Facts, vehicle: AccusedKind) => { readonly holds: true; readonly offence: Offence } | { readonly holds: false; readonly why: string };
  /** A confirmed case may be without its notice for this long. */
  readonly noticeWithinMs: number;
};

export async function check(parts: CheckParts): Promise<CheckReport> {
  const { db, clock, noticeWithinMs } = parts;
  const findings: Finding[] = [];
  let violations = 0;
  for await (const proof of storedProofs(db)) {
    violations += 1;
    const about = `violation ${proof.id}`;
    for (const what of await proofFaults(parts, proof)) findings.push({ about, what });
  }
  let notices = 0;
  for await (const { id, pdfSha256, confirmed, ofThisEvidence } of storedNotices(db)) {
    notices += 1;
    const about = `notice ${id}`;
    if (!confirmed) findings.push({ about, what: 'no officer confirmed this plate and owner' });
    if (!ofThisEvidence) findings.push({ about, what: 'it names other evidence than its case has' });
    const broken = await brokenFile(parts.store, pdfSha256);
    if (broken !== null) findings.push({ about, what: `its PDF: ${broken}` });
  }
  const chain = await verifyChain(db);
  for (const what of chain.broken) findings.push({ about: 'audit chain', what });
  findings.push(...(await missingCompanions(db, epochMs(clock.now() - noticeWithinMs))));
  return { violations, notices, auditEvents: Number(chain.events), findings };
}

async function proofFaults({ verifySeal, rejudge }: CheckParts, { violation, seal, hasCase }: StoredProof): Promise<readonly string[]> {
  const faults: string[] = [];
  if (!hasCase) faults.push('it has no case');
  if (violation === null) return [...faults, 'its stored facts are not of the known form'];
  const verdict = rejudge(violation.facts, violation.vehicle);
  if (!verdict.holds) faults.push(`its stored facts carry no offence: ${verdict.why}`);
  else if (verdict.offence !== violation.offence) faults.push(`its stored facts carry ${verdict.offence}, not ${violation.offence}`);
  if (seal === null) return [...faults, 'it has no evidence'];
  const broken = await verifySeal(seal);
  return [...faults, ...broken, ...(broken.length === 0 ? strangerFaults(violation, seal.manifest) : [])];
}

/** A sound seal that speaks of something else proves nothing here. */
function strangerFaults({ id, camera, track, offence, scene, pairing }: Violation, text: string): readonly string[] {
  const sealed = manifest.parse(JSON.parse(text));
  const same = sealed.violation === id && sealed.camera === camera && sealed.track === track && sealed.offence === offence && sealed.scene_sha256 === scene;
  if (canonicalJson(sealed.paired ?? null) !== canonicalJson(pairing ?? null)) return ['its manifest tells another pairing of cameras than its facts'];
  return same ? [] : [`its manifest speaks of violation ${sealed.violation} (${sealed.offence} by track ${sealed.track})`];
}

async function brokenFile(store: EvidenceStore, sha256: string): Promise<string | null> {
  try {
    await store.get(sha256);
    return null;
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'evidence_broken') return thrown.message;
    throw thrown;
  }
}
