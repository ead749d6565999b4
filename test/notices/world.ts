// A whole small world for tests of notices: a real PostgreSQL, registers, sealed evidence, and cases that an officer confirmed.
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { canonicalJson } from '../../domain/canonical.ts';
import { parseInstant, systemClock } from '../../domain/clock.ts';
import type { EvidenceStore } from '../../domain/evidence.ts';
import { parseFines, type LawTable } from '../../domain/law.ts';
import { cameraId, epochMs, mediaMs, officerId, plateText, sessionId, sha256, trackId, violationId, type CaseId, type EpochMs } from '../../domain/units.ts';
import type { Violation } from '../../domain/violation.ts';
import { issueNotice, noticeIdOf, type IssueDeps } from '../../notices/issue.ts';
import { loadSigningKey, type SigningKey } from '../../notices/signing-key.ts';
import { maskPicture } from '../../pipeline/evidence/mask.ts';
import { seal } from '../../pipeline/evidence/seal.ts';
import { sealingKey, type SealingKey } from '../../pipeline/evidence/signing-key.ts';
import { folderStore, sha256Of } from '../../pipeline/evidence/store.ts';
import { matchOwner } from '../../pipeline/cases/match-owner.ts';
import { record } from '../../pipeline/cases/record.ts';
import { review } from '../../pipeline/cases/review.ts';
import { openDatabase, type Database } from '../../prisma/client.ts';
import { startEmbedded } from '../../prisma/embedded.ts';
import { migrate } from '../../prisma/migrate.ts';
import { aCamera } from '../factories/camera.ts';

export const OFFICER = officerId('officer-1');
export const PORTAL = 'http://127.0.0.1:8081';
export type Wanted = {
  readonly at?: string;
  readonly ownerType?: 'person' | 'organisation';
  readonly email?: string | null;
  readonly vneid?: boolean;
  readonly confirmed?: boolean;
};
export type TestCase = { readonly id: CaseId; readonly ownerId: string; readonly ownerName: string; readonly number: string };
export type World = {
  readonly db: Database;
  readonly folder: string;
  readonly store: EvidenceStore;
  readonly issueDeps: IssueDeps;
  readonly aCase: (wanted?: Wanted) => Promise<TestCase>;
  /** A case with its notice issued. */
  readonly aNotice: (wanted?: Wanted) => Promise<TestCase & { readonly notice: ReturnType<typeof noticeIdOf> }>;
  readonly close: () => Promise<void>;
};

export async function openWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'notices-'));
  const server = await startEmbedded({ dir: join(folder, 'pg'), port: await freePort(), durable: false });
  await migrate(server.url);
  const db = openDatabase({ url: server.url });
  await db.prisma.account.create({ data: { id: OFFICER, login: 'officer', displayName: 'Cán bộ thử nghiệm', role: 'officer', passwordScrypt: 'none' } });
  const store = folderStore(join(folder, 'evidence'));
  const law = parseFines(await readFile(new URL('../../domain/data/fines.csv', import.meta.url), 'utf8'));
  const keys: Keys = { sealing: await sealingKey(join(folder, 'seal.pem')), signing: await loadSigningKey({ folder: join(folder, 'keys') }, systemClock) };
  const issueDeps: IssueDeps = {
    db, store, law, clock: systemClock, mask: maskPicture, signingKey: keys.signing, authority: 'require', portalUrl: PORTAL,
    signatories: [{ title: 'team_leader', name: 'Trần Văn Thử' }, { title: 'provincial_director', name: 'Lê Thị Mẫu' }],
  };
  const aCase = async (wanted: Wanted = {}): Promise<TestCase> => makeCase({ db, store, law, keys }, wanted);
  return {
    db, folder, store, issueDeps, aCase,
    aNotice: async (wanted) => {
      const made = await aCase(wanted);
      await issueNotice(issueDeps)({ case: made.id });
      return { ...made, notice: noticeIdOf(made.id) };
    },
    close: async () => {
      await db.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

type Keys = { readonly sealing: SealingKey; readonly signing: SigningKey };
type Parts = { readonly db: Database; readonly store: EvidenceStore; readonly law: LawTable; readonly keys: Keys };
let counted = 0;

async function makeCase({ db, store, law, keys }: Parts, wanted: Wanted): Promise<TestCase> {
  counted += 1;
  const owner = await register(db, wanted, counted);
  const violation = aViolation(parseInstant(wanted.at ?? '2026-11-20T08:15:03+07:00'), owner.plate);
  const sealed = await seal(store, keys.sealing, { violation, scene: SCENE, at: systemClock.now(), device: DEVICE, pieces: await pieces() });
  const recorded = await record(db, systemClock, violation, sealed);
  await matchOwner(db, systemClock)({ case: recorded.case });
  if (wanted.confirmed !== false) {
    const desk = review(db, systemClock, law, { leaseMs: 60_000, secondForRepairedPlate: false, secondFromFineVnd: null, sameActMs: 0 });
    await desk.confirm(OFFICER, recorded.case, plateText(owner.plate));
  }
  return { id: recorded.case, number: recorded.number, ownerId: owner.id, ownerName: owner.name };
}

async function register({ prisma }: Database, { ownerType = 'person', email = 'owner@thu.example', vneid = true }: Wanted, n: number): Promise<{ readonly id: string; readonly name: string; readonly plate: string }> {
  const id = ownerType === 'person' ? `07409000${String(n).padStart(4, '0')}` : `37${String(n).padStart(8, '0')}`;
  const name = ownerType === 'person' ? `Nguyễn Văn Thử ${n}` : `Công ty TNHH Vận tải Mẫu ${n}`;
  const plate = `61B1${String(10000 + n)}`;
  await prisma.ownerRegister.create({ data: { id, ownerType, name, address: `${n} Yersin`, ward: 'Phường Thủ Dầu Một', province: 'Thành phố Hồ Chí Minh', email, vneidAccount: vneid ? `vn-${id}` : null } });
  const vehicle = await prisma.vehicleRegister.create({ data: { plate, plateColour: 'white', vehicleKind: 'motorcycle' } });
  await prisma.vehicleOwnership.create({ data: { vehicleId: vehicle.id, ownerId: id, ownedFrom: new Date('2020-01-01T00:00:00Z') } });
  return { id, name, plate };
}

const DEVICE = { model: 'Camera thử', serial: 'T-1', inspection: 'KT-1', inspection_valid_to: '2027-01-01' };
const SCENE = canonicalJson(JSON.parse(JSON.stringify(aCamera({ unit: 'csgt-thu-dau-mot' }))));

function aViolation(at: EpochMs, plate: string): Violation {
  const witnessAt = (at_ms: number) => ({ at_ms, box: { x1: 100, y1: 80, x2: 180, y2: 200 }, ground: { x: 140, y: 200 } });
  const session = sessionId(`s-${randomUUID()}`);
  return {
    id: violationId(`v-${randomUUID()}`), camera: cameraId('test-1'), session, track: trackId(`${session}-1`), offence: 'red_light', vehicle: 'motorcycle', at, mediaAt: mediaMs(10_000), clockErrorMs: 200,
    plate: { text: plateText(plate), score: 0.97, support: 9, total: 9, runnerUp: null, lines: 2, colour: 'white', format: 'moto_letter_digit', repaired: [], bestAt: mediaMs(9900), bestBox: { x1: 120, y1: 150, x2: 150, y2: 170 } },
    facts: {
      rule: 'red_light', stop_line: 'north', signal: 'main', signal_source: 'vision', red_since_ms: 7690, red_for_ms: 2310, grace_ms: 500, amber_ms: 3000, movement: 'straight', ran_on_px: 80, needed_px: 40, front_ms: 9950, ran_on_ms: 10_300,
      crossed_ms: 10_000, before: witnessAt(9800), after: witnessAt(10_400),
    },
    screeningOnly: false, synthetic: true, scene: sha256(sha256Of(SCENE)), models: [], rules: 'test',
  };
}

async function pieces() {
  const street = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#7f8b96' } }).jpeg().toBuffer();
  const plate = await sharp({ create: { width: 120, height: 90, channels: 3, background: '#f4f4f4' } }).png().toBuffer();
  const picture = (role: 'before' | 'after' | 'overview', at_ms: number) => ({
    bytes: street,
    item: { role, media_type: 'image/jpeg' as const, at_ms, captured_at: 'x', width_px: 640, height_px: 360, accused_px: [100, 80, 180, 200] as [number, number, number, number], others_px: [[300, 100, 380, 220]] as [number, number, number, number][] },
  });
  const crop = { bytes: plate, item: { role: 'plate' as const, media_type: 'image/png' as const, at_ms: 9900, captured_at: 'x', width_px: 120, height_px: 90, accused_px: null, others_px: [] } };
  const clip = { bytes: Buffer.from('not a real film, but its hash is checked'), item: { role: 'clip' as const, media_type: 'video/mp4' as const, at_ms: 5000, captured_at: 'x', width_px: 640, height_px: 360, accused_px: null, others_px: [] } };
  return [picture('before', 9800), picture('after', 10_400), picture('overview', 10_400), crop, clip];
}

export const later = (ms: number): EpochMs => epochMs(systemClock.now() + ms);
