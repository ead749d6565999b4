// Violation rows ⇄ domain values: written once, with their session and sealed evidence, and read back parsed.
import { z } from 'zod';
import type { SealedEvidence } from '../domain/evidence.ts';
import { pairingFacts } from '../domain/pairing.ts';
import type { PlateVote } from '../domain/sighting.ts';
import { cameraId, epochMs, mediaMs, plateText, sessionId, sha256, trackId, violationId, type CaseId, type ViolationId } from '../domain/units.ts';
import { VEHICLE_KINDS } from '../domain/vehicle.ts';
import { facts, OFFENCES, type Violation } from '../domain/violation.ts';
import type { Tx } from './client.ts';
import { fromDate, toDate } from './time.ts';

const accusedKind = z.enum(VEHICLE_KINDS).exclude(['person']);
const plate = z.string().transform(plateText);
const plateVote: z.ZodType<PlateVote, unknown> = z.object({
  text: plate, score: z.number(), support: z.number(), total: z.number(), runnerUp: plate.nullable(), lines: z.union([z.literal(1), z.literal(2)]),
  colour: z.enum(['white', 'yellow', 'blue', 'red', 'unknown']), format: z.string().nullable(), repaired: z.array(z.number()),
  bestAt: z.number().transform(mediaMs), bestBox: z.object({ x1: z.number(), y1: z.number(), x2: z.number(), y2: z.number() }),
});
const modelRefs = z.array(z.object({ name: z.string(), sha256: z.string().transform(sha256) }));

/** Writes the violation and its evidence; false, with nothing written, when this violation is already there. */
export async function addViolation(tx: Tx, violation: Violation, sealed: SealedEvidence, manifestText: string): Promise<boolean> {
  await tx.cameraSession.createMany({
    data: [{ id: violation.session, camera: violation.camera, startedAt: toDate(epochMs(violation.at - violation.mediaAt)), sceneSha256: violation.scene, synthetic: violation.synthetic }],
    skipDuplicates: true,
  });
  const { count } = await tx.violation.createMany({ data: [columns(violation)], skipDuplicates: true });
  if (count === 0) return false;
  const { sha256: hash, signature, publicKey, manifest } = sealed;
  await tx.evidence.create({ data: { violationId: violation.id, manifest: manifestText, sha256: hash, signature, publicKey, sealedAt: new Date(manifest.sealed_at) } });
  return true;
}

function columns(violation: Violation) {
  const { id, camera, track, offence, clockErrorMs, screeningOnly, synthetic } = violation;
  return {
    id, camera, track, offence, clockErrorMs, screeningOnly, synthetic,
    sessionId: violation.session, vehicleKind: violation.vehicle, occurredAt: toDate(violation.at), mediaAtMs: violation.mediaAt, facts: { ...violation.facts },
    ...(violation.plate === null ? {} : { plateVote: { ...violation.plate, bestBox: { ...violation.plate.bestBox } } }),
    ...(violation.pairing === undefined ? {} : { pairing: { ...violation.pairing } }),
    sceneSha256: violation.scene, models: violation.models.map((model) => ({ ...model })), rulesVersion: violation.rules,
  };
}

const row = z.object({
  id: z.string(), camera: z.string(), sessionId: z.string(), track: z.string(), offence: z.enum(OFFENCES), vehicleKind: accusedKind, occurredAt: z.date(), mediaAtMs: z.number(),
  clockErrorMs: z.number(), facts, plateVote: plateVote.nullable(), pairing: pairingFacts.nullable(), screeningOnly: z.boolean(), synthetic: z.boolean(), sceneSha256: z.string(), models: modelRefs, rulesVersion: z.string(),
});

/** A stored row as a domain value. Throws ZodError when the stored JSON is not what the types say. */
export function violationOf(stored: unknown): Violation {
  const found = row.parse(stored);
  return {
    id: violationId(found.id), camera: cameraId(found.camera), session: sessionId(found.sessionId), track: trackId(found.track), offence: found.offence, vehicle: found.vehicleKind,
    at: fromDate(found.occurredAt), mediaAt: mediaMs(found.mediaAtMs), clockErrorMs: found.clockErrorMs, plate: found.plateVote, ...(found.pairing === null ? {} : { pairing: found.pairing }), facts: found.facts, screeningOnly: found.screeningOnly,
    synthetic: found.synthetic, scene: sha256(found.sceneSha256), models: found.models, rules: found.rulesVersion,
  };
}

export async function violationById({ violation }: Tx, id: ViolationId): Promise<Violation | null> {
  const found = await violation.findUnique({ where: { id } });
  return found === null ? null : violationOf(found);
}

export async function caseOfViolation({ caseFile }: Tx, violation: ViolationId): Promise<{ readonly id: string; readonly number: string } | null> {
  return caseFile.findUnique({ where: { violationId: violation }, select: { id: true, number: true } });
}

/** The new case of a new violation, open and unmatched. */
export async function addCase({ caseFile }: Tx, id: CaseId, number: string, { id: violation, screeningOnly, plate: vote }: Violation, at: Date): Promise<void> {
  await caseFile.create({ data: { id, number, violationId: violation, screeningOnly, state: 'open', openedAt: at, stateChangedAt: at, plate: vote?.text ?? null } });
}
