// Makes violations, sealed evidence and registered vehicles with full defaults, for tests of everything below the seam.
import { randomUUID } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical.ts';
import { parseInstant } from '../../domain/clock.ts';
import type { SealedEvidence } from '../../domain/evidence.ts';
import type { PlateVote } from '../../domain/sighting.ts';
import { cameraId, mediaMs, plateText, sessionId, sha256, trackId, violationId } from '../../domain/units.ts';
import type { Violation } from '../../domain/violation.ts';
import type { Database } from '../../prisma/client.ts';
import { sha256Of } from '../../pipeline/evidence/store.ts';

export const SCENE_TEXT = canonicalJson({ scene: 'of a test' });
export const ACT_AT = parseInstant('2026-11-20T08:15:00');

const witness = (at_ms: number, y: number) => ({ at_ms, box: { x1: 400, y1: y - 100, x2: 460, y2: y }, ground: { x: 430, y } });

export function aVote(overrides: Partial<PlateVote> = {}): PlateVote {
  return {
    text: plateText('61A12345'), score: 0.99, support: 9, total: 10, runnerUp: null, lines: 1, colour: 'white', format: 'car', repaired: [], bestAt: mediaMs(3000),
    bestBox: { x1: 410, y1: 380, x2: 450, y2: 395 }, ...overrides,
  };
}

export function aViolation(overrides: Partial<Violation> = {}): Violation {
  return {
    id: violationId(`v-${randomUUID()}`), camera: cameraId('test-camera'), session: sessionId('test-session'), track: trackId('track-1'), offence: 'red_light', vehicle: 'car',
    at: ACT_AT, mediaAt: mediaMs(4000), clockErrorMs: 20, plate: aVote(),
    facts: {
      rule: 'red_light', stop_line: 'stop', signal: 'main', signal_source: 'vision', red_since_ms: 1000, red_for_ms: 3000, grace_ms: 500, amber_ms: 3000, movement: 'straight', ran_on_px: 200, needed_px: 100,
      front_ms: 4000, crossed_ms: 4000, ran_on_ms: 4600, before: witness(3600, 500), after: witness(4600, 300),
    },
    screeningOnly: false, synthetic: true, scene: sha256(sha256Of(SCENE_TEXT)), models: [{ name: 'vehicles', sha256: sha256('a'.repeat(64)) }], rules: 'test-1', ...overrides,
  };
}

/** A manifest of the right form, without files behind it and with a signature nobody checks here. */
export function aSeal(violation: Violation): SealedEvidence {
  const manifest = {
    version: 1, violation: violation.id, camera: violation.camera, session: violation.session, track: violation.track, offence: violation.offence, captured_at: '2026-11-20T08:15:00.000+07:00', clock_error_ms: 20,
    device: { model: 'T', serial: '1', inspection: 'KD-1', inspection_valid_to: '2027-12-31' }, scene_sha256: violation.scene, models: [], rules: violation.rules, synthetic: true,
    items: [{ role: 'before', sha256: 'b'.repeat(64), bytes: 1, media_type: 'image/jpeg', at_ms: 3600, captured_at: '2026-11-20T08:15:00.000+07:00', width_px: 1, height_px: 1, accused_px: null, others_px: [] }],
    sealed_at: '2026-11-20T08:15:10.000+07:00',
  } as const;
  const whole = { ...manifest, models: [], items: manifest.items.map((item) => ({ ...item, others_px: [] })) };
  return { manifest: whole, sha256: sha256Of(canonicalJson(whole)), signature: 'unchecked', publicKey: 'unchecked' };
}

export type RegisteredCar = { readonly plate?: string; readonly colour?: 'white' | 'yellow' | 'blue'; readonly kind?: 'car' | 'motorcycle' | 'truck'; readonly owner?: string; readonly from?: string; readonly to?: string | null };

/** One vehicle with one ownership; the owner is made when new. */
export async function register({ prisma }: Database, { plate = '61A12345', colour = 'white', kind = 'car', owner = '074090000001', from = '2020-01-01', to = null }: RegisteredCar = {}): Promise<string> {
  await prisma.ownerRegister.createMany({ data: [{ id: owner, ownerType: 'person', name: `Người ${owner}`, address: '1 Đường Thử', ward: 'Phường Thử', province: 'TP. Thử' }], skipDuplicates: true });
  const key = { plate, plateColour: colour, vehicleKind: kind };
  const vehicle = await prisma.vehicleRegister.upsert({ where: { plate_plateColour_vehicleKind: key }, create: key, update: {} });
  await prisma.vehicleOwnership.create({ data: { vehicleId: vehicle.id, ownerId: owner, ownedFrom: new Date(parseInstant(from)), ownedTo: to === null ? null : new Date(parseInstant(to)) } });
  return vehicle.id;
}

export async function officers({ prisma }: Database, ...ids: readonly string[]): Promise<void> {
  await prisma.account.createMany({ data: ids.map((id) => ({ id, login: id, displayName: id, role: 'officer', passwordScrypt: 'none' })), skipDuplicates: true });
}
