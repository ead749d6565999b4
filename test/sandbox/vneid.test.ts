// The stand-in: OpenID log-in with PKCE in a row of real requests, an inbox for its owner alone, and nothing lost by SIGKILL.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testVneid, AGENCY, PASSWORD, PORTAL_CLIENT } from './servers.ts';
import type { VneidServer } from '../../sandbox/vneid/main.ts';

const PERSONS = [{ personalId: '074090000001', account: 'vn-1', name: 'Nguyễn Văn Thử' }, { personalId: '074090000002', account: 'vn-2', name: 'Lê Thị Mẫu' }];
const PDF = Buffer.from('%PDF-1.4 not much of one');
let folder = '';
let server: VneidServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vneid-'));
  server = await testVneid(join(folder, 'main'), PERSONS);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function bearer(url: string): Promise<string> {
  const basic = Buffer.from(`${AGENCY.id}:${AGENCY.secret}`).toString('base64');
  const answer = await fetch(`${url}/oidc/token`, { method: 'POST', headers: { authorization: `Basic ${basic}` }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'notices' }) });
  return String(Object(await answer.json()).access_token);
}
async function post(url: string, key: string, more: Record<string, unknown> = {}, token?: string): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const notice = {
    idempotency_key: key, recipient: { account: 'vn-1', personal_id: '074090000001' }, number: '2026-000001/TB-PC08', title: '<b>Thông báo</b>', summary: 'Tóm tắt', sender: 'Phòng CSGT', portal_url: 'http://127.0.0.1:8081/thong-bao/n-1',
    pdf_base64: PDF.toString('base64'), pdf_sha256: createHash('sha256').update(PDF).digest('hex'), ...more,
  };
  const headers = { authorization: `Bearer ${token ?? (await bearer(url))}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/notices`, { method: 'POST', headers, body: JSON.stringify(notice) });
  return { status: answer.status, body: Object(await answer.json()) };
}
async function signIn(url: string, name: string, password = PASSWORD): Promise<Response> {
  return fetch(`${url}/dang-nhap`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ name, password }) });
}
const cookieOf = (answer: Response): string => answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');

describe('agencies', () => {
  it('takes a notice once a key, and refuses another under the same key', async () => {
    const first = await post(server.url, 'key-00001');
    const again = await post(server.url, 'key-00001');
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toMatchObject({ receipt: first.body['receipt'], duplicate: true });
    expect((await post(server.url, 'key-00001', { number: 'other' })).status).toBe(409);
  });
  it('refuses without a token, for a stranger, and where id and account are not one person', async () => {
    expect((await post(server.url, 'key-00002', {}, 'made-up')).status).toBe(401);
    expect((await post(server.url, 'key-00002', { recipient: { account: 'vn-9', personal_id: '1' } })).body).toEqual({ error: 'unknown_recipient' });
    expect((await post(server.url, 'key-00002', { recipient: { account: 'vn-1', personal_id: '074090000002' } })).status).toBe(422);
    expect((await post(server.url, 'key-00002', { pdf_sha256: '0'.repeat(64) })).status).toBe(400);
  });
});

describe('the inbox', () => {
  it('shows a notice to its owner only, escaped, marked simulated, with the way to the proof', async () => {
    const { body } = await post(server.url, 'key-00003');
    const path = `${server.url}/hop-thu/${String(body['receipt'])}`;
    const owner = cookieOf(await signIn(server.url, '074090000001'));
    const page = await (await fetch(path, { headers: { cookie: owner } })).text();
    expect(page).toContain('HỆ THỐNG MÔ PHỎNG – SIMULATED');
    expect(page).toContain('&lt;b&gt;Thông báo&lt;/b&gt;');
    expect(page).toContain('href="http://127.0.0.1:8081/thong-bao/n-1"');
    expect(page).not.toContain('<script');
    expect(Buffer.from(await (await fetch(`${path}/pdf`, { headers: { cookie: owner } })).arrayBuffer())).toEqual(PDF);
    const other = cookieOf(await signIn(server.url, 'vn-2'));
    expect((await fetch(path, { headers: { cookie: other } })).status).toBe(404);
    expect((await fetch(`${path}/pdf`, { headers: { cookie: other } })).status).toBe(404);
    expect((await fetch(path, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(path, { redirect: 'manual', headers: { cookie: owner.replace('074090000001', '074090000002') } })).status).toBe(303);
  });
  it('refuses a wrong password, and many of them', async () => {
    expect((await signIn(server.url, 'vn-2', 'wrong')).status).toBe(401);
    for (let n = 0; n < 9; n += 1) await signIn(server.url, 'nobody', 'wrong');
    expect((await signIn(server.url, 'nobody', PASSWORD)).status).toBe(429);
  });
});

describe('OpenID', () => {
  it('logs an owner in with code and PKCE and tells the portal who it is', async () => {
    const client = await oidc.discovery(new URL(server.url), PORTAL_CLIENT.id, undefined, oidc.ClientSecretBasic(PORTAL_CLIENT.secret), { execute: [oidc.allowInsecureRequests] });
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce, redirect_uri] = [oidc.randomState(), oidc.randomNonce(), PORTAL_CLIENT.redirectUris[0]];
    let address = oidc.buildAuthorizationUrl(client, { redirect_uri, scope: 'openid identity', state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' });
    const jar = new Map<string, string>();
    const step = async (url: URL, init: RequestInit = {}): Promise<Response> => {
      const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } });
      for (const line of answer.headers.getSetCookie()) jar.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).split(';')[0] ?? '');
      return answer;
    };
    for (let hops = 0; hops < 8 && !address.href.startsWith(redirect_uri); hops += 1) {
      const form = address.pathname.startsWith('/dang-nhap/');
      if (form) expect(await (await step(address)).text()).toContain('Cổng chủ phương tiện');
      const answer = await step(address, form ? { method: 'POST', body: new URLSearchParams({ name: '074090000001', password: PASSWORD }) } : {});
      address = new URL(answer.headers.get('location') ?? '', address);
    }
    const tokens = await oidc.authorizationCodeGrant(client, address, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce });
    expect(tokens.claims()).toMatchObject({ sub: 'vn-1', personal_id: '074090000001', name: 'Nguyễn Văn Thử' });
    // The same browser is in at the inbox now, without logging in again.
    expect((await step(new URL('/hop-thu', server.url))).status).toBe(200);
  });
  it('refuses a log-in without PKCE', async () => {
    const address = `${server.url}/oidc/auth?${new URLSearchParams({ client_id: PORTAL_CLIENT.id, response_type: 'code', scope: 'openid', redirect_uri: PORTAL_CLIENT.redirectUris[0] }).toString()}`;
    expect((await fetch(address, { redirect: 'manual' })).headers.get('location')).toContain('error=invalid_request');
  });
});

describe('SIGKILL', () => {
  it('loses nothing that was receipted, and keeps one notice a key', async () => {
    const place = join(folder, 'killed');
    const start = async (): Promise<{ readonly url: string; readonly child: ChildProcess }> => {
      const child = spawn(process.execPath, ['--import', 'tsx', new URL('vneid-process.ts', import.meta.url).pathname, place], { stdio: ['ignore', 'pipe', 'inherit'] });
      const url = await new Promise<string>((resolve, reject) => {
        child.stdout.once('data', (text: Buffer) => resolve(String(text).trim()));
        child.once('exit', () => reject(new Error('the stand-in ended')));
      });
      return { url, child };
    };
    const receipts = new Map<string, unknown>();
    for (let round = 0; round < 2; round += 1) {
      const { url, child } = await start();
      const token = await bearer(url);
      const sending = Array.from({ length: 12 }, async (_, n) => {
        const answer = await post(url, `kill-key-${n}`, { number: `2026-${n}` }, token);
        if (receipts.has(`${n}`)) expect(answer.body['receipt']).toBe(receipts.get(`${n}`));
        receipts.set(`${n}`, answer.body['receipt']);
        if (round === 0 && n === 5) child.kill('SIGKILL');
      });
      await Promise.allSettled(sending).then((results) => {
        if (round === 1) expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
      });
      child.kill('SIGKILL');
      // As a power cut in the middle of a line leaves it.
      if (round === 0) await appendFile(join(place, 'inbox.jsonl'), '{"kind":"notice","rec');
    }
    const kept = (await readFile(join(place, 'inbox.jsonl'), 'utf8')).trim().split('\n').map((line) => Object(JSON.parse(line)).key);
    expect(kept.toSorted()).toEqual(Array.from({ length: 12 }, (_, n) => `kill-key-${n}`).toSorted());
    expect(receipts.size).toBe(12);
  });
});
