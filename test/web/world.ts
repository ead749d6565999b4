// A real database with recorded cases, real evidence files and officers: what the pages are tested against.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { chromium, type Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { crossReferences } from '../../cameras/references.ts';
import { canonicalJson } from '../../domain/canonical.ts';
import { manualClock, vietnamIso } from '../../domain/clock.ts';
import type { EvidenceItem } from '../../domain/evidence.ts';
import { parseFines } from '../../domain/law.ts';
import { sha256, type CaseId } from '../../domain/units.ts';
import type { Violation } from '../../domain/violation.ts';
import { matchOwner } from '../../pipeline/cases/match-owner.ts';
import { record } from '../../pipeline/cases/record.ts';
import { respond } from '../../pipeline/cases/respond.ts';
import { review } from '../../pipeline/cases/review.ts';
import { addAccount, signIns } from '../../pipeline/cases/sign-in.ts';
import { switches } from '../../pipeline/cases/switches.ts';
import { seal } from '../../pipeline/evidence/seal.ts';
import { sealingKey } from '../../pipeline/evidence/signing-key.ts';
import { folderStore, sha256Of } from '../../pipeline/evidence/store.ts';
import { createCameraDesk, type CameraFiles } from '../../web/api/real-cameras.ts';
import { createDesk, sessionsOf } from '../../web/api/real-desk.ts';
import { createServer } from '../../web/api/server.ts';
import { ACT_AT, aViolation, register } from '../factories/violation.ts';
import { freshDatabase } from '../postgres.ts';

export const PASSWORD = 'mật khẩu thử nghiệm';
const SCENE = canonicalJson({ scene: 'of a test' });

async function picture(label: string, width = 640, height = 360): Promise<Uint8Array> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#445"/><rect x="400" y="250" width="60" height="80" fill="#c33"/><text x="20" y="40" font-size="28" fill="white">${label}</text></svg>`;
  return sharp(Buffer.from(drawing)).jpeg().toBuffer();
}

const item = (role: 'before' | 'after' | 'plate' | 'signal', at_ms: number): Omit<EvidenceItem, 'sha256' | 'bytes'> => ({
  role, media_type: 'image/jpeg', at_ms, captured_at: vietnamIso(ACT_AT), width_px: 640, height_px: 360, accused_px: role === 'before' || role === 'after' ? [400, 250, 460, 330] : null, others_px: [[0, 0, 120, 120]],
});

/** `sameActMs` 0: cases of one plate and moment, as the factory makes them, are acts of their own. */
export async function world({ sameActMs = 0 } = {}) {
  const { db } = await freshDatabase();
  const clock = manualClock(ACT_AT);
  const folder = await mkdtemp(join(tmpdir(), 'phatnguoi-web-'));
  afterAll(async () => rm(folder, { recursive: true, force: true }));
  const store = folderStore(join(folder, 'evidence'));
  const key = await sealingKey(join(folder, 'sealing.pem'));
  const law = parseFines(await readFile(new URL('../../domain/data/fines.csv', import.meta.url), 'utf8'));
  for (const id of ['an', 'binh']) await addAccount(db, { id, login: id, displayName: `Cán bộ ${id}`, role: 'officer', demo: false, password: PASSWORD });
  await addAccount(db, { id: 'cuong', login: 'cuong', displayName: 'Vận hành', role: 'operator', demo: false, password: PASSWORD });
  await addAccount(db, { id: 'thu', login: 'thu', displayName: 'Trình diễn', role: 'officer', demo: true, password: PASSWORD });
  await register(db);
  await register(db, { plate: '61A54321', owner: '074090000009' });

  /** A sealed, recorded case whose plate was looked up. */
  async function aCase(overrides: Partial<Violation> = {}): Promise<CaseId> {
    const violation = aViolation({ scene: sha256(sha256Of(SCENE)), ...overrides });
    const pieces = [
      { bytes: await picture(`before ${violation.id}`), item: item('before', 3600) }, { bytes: await picture(`after ${violation.id}`), item: item('after', 4600) },
      { bytes: await picture(`plate ${violation.id}`), item: item('plate', 3000) }, { bytes: await picture(`signal ${violation.id}`), item: item('signal', 3600) },
    ];
    const sealed = await seal(store, key, { violation, pieces, device: { model: 'T', serial: '1', inspection: 'KD-1', inspection_valid_to: '2027-12-31' }, scene: SCENE, at: ACT_AT });
    const { case: id } = await record(db, clock, violation, sealed);
    await matchOwner(db, clock)({ case: id });
    return id;
  }

  const accounts = signIns(db, clock, { allowDemo: false });
  const replies = respond(db, clock);
  const desk = createDesk({ db, clock, law, signIns: accounts, review: review(db, clock, law, { leaseMs: 300_000, secondForRepairedPlate: true, secondFromFineVnd: null, sameActMs }), respond: replies, sameActMs, cameraFile: async () => Promise.resolve(null) });
  const noFiles: CameraFiles = { all: async () => Promise.resolve([]), save: async () => Promise.resolve(''), picture: async () => Promise.resolve(null), renewPicture: async () => Promise.resolve() };
  async function console(builtDir: string | null, files: CameraFiles = noFiles) {
    const server = await createServer({
      surface: 'console', clock, desk, sessions: sessionsOf(accounts), evidence: store, builtDir, demoAccounts: [], secure: false, log: () => undefined,
      cameras: createCameraDesk({ db, clock, files, switches: switches(db, clock), platePixels: () => [], mistakes: (file) => crossReferences(file).map(({ path, message }) => ({ field: path.join('.'), message })) }),
    });
    afterAll(async () => server.close());
    return server;
  }
  return { db, clock, store, folder, aCase, console, accounts, replies, law };
}

export async function browser(): Promise<Browser> {
  const started = await chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  afterAll(async () => started.close());
  return started;
}
