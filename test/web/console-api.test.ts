// The console's API on a real database: who gets in, who sees what, who wins, and what the ledger remembers.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifyChain } from '../../prisma/ledger.ts';
import { PASSWORD, world } from './world.ts';

const { db, aCase, console: serve, accounts, clock } = await world();
const app = await serve(null);

async function signedIn(name: string): Promise<{ readonly cookie: string }> {
  const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { name, password: PASSWORD } });
  expect(answer.statusCode).toBe(200);
  const set = String(answer.headers['set-cookie']);
  expect(set).toMatch(/HttpOnly/);
  expect(set).toMatch(/SameSite=Strict/);
  return { cookie: set.split(';')[0] ?? '' };
}
const an = await signedIn('an');
const binh = await signedIn('binh');
const operator = await signedIn('cuong');
const kindsOf = async (caseId: string) => (await db.prisma.auditEvent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } })).map(({ kind }) => kind);
const items = z.object({ evidence: z.object({ items: z.array(z.object({ sha256: z.string(), role: z.string() })) }) });

describe('signing in', () => {
  it('tells a wrong password and an unknown name alike, and writes both down', async () => {
    const before = await db.prisma.auditEvent.count({ where: { kind: 'sign_in_failed' } });
    const wrong = await app.inject({ method: 'POST', url: '/api/session', payload: { name: 'an', password: 'no' } });
    const unknown = await app.inject({ method: 'POST', url: '/api/session', payload: { name: 'nobody', password: 'no' } });
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect(wrong.body).toBe(unknown.body);
    expect(await db.prisma.auditEvent.count({ where: { kind: 'sign_in_failed' } })).toBe(before + 2);
  });

  it('bars guessing after five failures, the right password too', async () => {
    const guess = async (password: string) => (await app.inject({ method: 'POST', url: '/api/session', payload: { name: 'thu', password }, remoteAddress: '192.0.2.7' })).statusCode;
    const statuses = [];
    for (let n = 0; n < 6; n += 1) statuses.push(await guess(`guess ${n}`));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await guess(PASSWORD)).toBe(429);
  });

  it('knows no demonstration account where they are not allowed', async () => {
    expect(await accounts.withPassword('thu', PASSWORD)).toBeNull();
  });

  it('refuses a write that another site started', async () => {
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { name: 'an', password: PASSWORD }, headers: { origin: 'https://evil.example', host: 'localhost' } });
    expect(answer.statusCode).toBe(403);
  });

  it('ends a session that was idle for half an hour', async () => {
    const idle = await signedIn('binh');
    clock.advance(31 * 60_000);
    expect((await app.inject({ url: '/api/queue', headers: idle })).statusCode).toBe(401);
    Object.assign(an, await signedIn('an'));
    Object.assign(binh, await signedIn('binh'));
    Object.assign(operator, await signedIn('cuong'));
  });
});

describe('who sees what', () => {
  it('shows nothing to strangers and no case to operators', async () => {
    const id = await aCase();
    for (const url of ['/api/queue', `/api/cases/${id}`, '/api/contests', '/api/deliveries']) {
      expect((await app.inject({ url })).statusCode, url).toBe(401);
      expect((await app.inject({ url, headers: operator })).statusCode, url).toBe(403);
    }
    expect((await app.inject({ url: '/api/cameras', headers: an })).statusCode).toBe(403);
  });

  it('gives evidence to officers of that case only, and records the look once a session', async () => {
    const [id, other] = [await aCase(), await aCase()];
    const view = items.parse((await app.inject({ url: `/api/cases/${id}`, headers: an })).json());
    const [first, second] = view.evidence.items;
    const get = async (caseId: string, sha256 = '', headers = {}) => app.inject({ url: `/api/cases/${caseId}/evidence/${sha256}`, headers });
    expect((await get(id, first?.sha256)).statusCode).toBe(401);
    expect((await get(other, first?.sha256, an)).statusCode).toBe(404);
    const bytes = await get(id, first?.sha256, an);
    expect([bytes.statusCode, bytes.headers['content-type'], bytes.headers['cache-control']]).toEqual([200, 'image/jpeg', 'no-store']);
    await get(id, second?.sha256, an);
    expect((await kindsOf(id)).filter((kind) => kind === 'looked')).toHaveLength(1);
  });

  it('never says the owner in a case, only after a look with its purpose', async () => {
    const id = await aCase();
    expect((await app.inject({ url: `/api/cases/${id}`, headers: an })).body).not.toMatch(/074090000001|Người 0740/);
    expect((await app.inject({ method: 'POST', url: `/api/cases/${id}/owner`, headers: an, payload: { purpose: '' } })).statusCode).toBe(400);
    expect(await kindsOf(id)).not.toContain('looked');
    const looked = await app.inject({ method: 'POST', url: `/api/cases/${id}/owner`, headers: an, payload: { purpose: 'xác minh chủ xe' } });
    expect(looked.json()).toMatchObject({ name: 'Người 074090000001', plate: '61A12345' });
    expect(await kindsOf(id)).toContain('looked');
  });
});

describe('two officers', () => {
  it('names the one who holds the case, and the one who decided it', async () => {
    const id = await aCase();
    await app.inject({ method: 'POST', url: `/api/cases/${id}/claim`, headers: an });
    const late = await app.inject({ method: 'POST', url: `/api/cases/${id}/claim`, headers: binh });
    expect([late.statusCode, late.json()]).toMatchObject([409, { code: 'claimed_by_other', by: 'an', message_vi: expect.any(String), message_en: expect.any(String) }]);
    expect((await app.inject({ method: 'POST', url: `/api/cases/${id}/confirm`, headers: an, payload: { plate: '61A12345' } })).json()).toEqual({ state: 'confirmed' });
    const lost = await app.inject({ method: 'POST', url: `/api/cases/${id}/dismiss`, headers: binh, payload: { reason: 'other' } });
    expect([lost.statusCode, lost.json()]).toMatchObject([409, { code: 'already_decided', by: 'an' }]);
  });

  it('refuses to confirm a plate that the officer did not see', async () => {
    const id = await aCase();
    expect((await app.inject({ method: 'POST', url: `/api/cases/${id}/confirm`, headers: an, payload: { plate: '61A54321' } })).json()).toMatchObject({ code: 'wrong_state' });
  });

  it('asks for a second officer after a correction, who may not be the first', async () => {
    const id = await aCase();
    const corrected = await app.inject({ method: 'PUT', url: `/api/cases/${id}/plate`, headers: an, payload: { plate: '61A-543.21' } });
    expect(corrected.json()).toMatchObject({ plate_corrected: '61A54321', match: { kind: 'matched' } });
    const confirm = async (headers: { readonly cookie: string }) => (await app.inject({ method: 'POST', url: `/api/cases/${id}/confirm`, headers, payload: { plate: '61A54321' } })).json<unknown>();
    expect(await confirm(an)).toEqual({ state: 'second_review' });
    expect(await confirm(an)).toMatchObject({ code: 'needs_second_officer' });
    expect(await confirm(binh)).toEqual({ state: 'confirmed' });
    expect((await verifyChain(db)).broken).toEqual([]);
  });
});

describe('the description', () => {
  it('lists every write with its body, and every answer has its headers', async () => {
    const answer = await app.inject({ url: '/openapi.json' });
    const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.object({ requestBody: z.unknown().optional() }))) }).parse(answer.json());
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/api/session', '/api/queue', '/api/cases/{id}/confirm', '/api/cases/{id}/dismiss', '/api/cases/{id}/plate', '/api/cameras/{camera}/switch']));
    expect(paths['/api/cases/{id}/confirm']?.['post']?.requestBody).toBeDefined();
    expect(String(answer.headers['content-security-policy'])).toMatch(/default-src 'none'.*script-src 'self'/);
    expect(String(answer.headers['content-security-policy'])).not.toMatch(/unsafe/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('says which field of a write is wrong', async () => {
    const id = await aCase();
    const answer = await app.inject({ method: 'POST', url: `/api/cases/${id}/dismiss`, headers: an, payload: { reason: 'because' } });
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'bad_request', detail: expect.stringMatching(/reason/) }]);
  });
});
