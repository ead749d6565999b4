// The owner's path without scripts, log-in at the real VNeID stand-in included: own notices only, masked proof, a contest.
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { maskPicture } from '../../pipeline/evidence/mask.ts';
import { review } from '../../pipeline/cases/review.ts';
import { officerId, plateText, type CaseId } from '../../domain/units.ts';
import { startVneid } from '../../sandbox/vneid/main.ts';
import { createServer } from '../../web/api/server.ts';
import { ACT_AT } from '../factories/violation.ts';
import { freePort } from '../free-port.ts';
import { browser, world } from './world.ts';

const OWNER = '074090000001';
const OTHER = '074090000009';
const { db, clock, store, folder, aCase, accounts, replies, law } = await world();
const [port, vneidPort] = [await freePort(), await freePort()];
const portalUrl = `http://127.0.0.1:${port}`;
const password = 'demo';
const vneid = await startVneid({
  folder: join(folder, 'vneid'), port: vneidPort, password, agency: { id: 'agency', secret: 'agency-secret' },
  persons: [{ personalId: OWNER, account: 'vneid-1', name: 'Người Một' }, { personalId: OTHER, account: 'vneid-9', name: 'Người Chín' }],
  portal: { id: 'portal', secret: 'portal-secret', redirectUris: [`${portalUrl}/dang-nhap/tra-ve`], logoutUris: [portalUrl] },
});
const portal = await createServer({
  surface: 'owner', clock, db, signIns: accounts, respond: replies, evidence: store, mask: maskPicture, secure: false, log: () => undefined,
  oidc: { issuer: vneid.url, clientId: 'portal', clientSecret: 'portal-secret', portalUrl, allowHttp: true },
});
await portal.listen({ host: '127.0.0.1', port });
afterAll(async () => {
  await portal.close();
  await vneid.close();
});
const started = await browser();

type Region = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
/** Where the test pictures show somebody else, and the accused. */
const BYSTANDER: Region = { left: 0, top: 0, width: 120, height: 120 };
const ACCUSED: Region = { left: 405, top: 255, width: 50, height: 70 };

const fields = {
  vehicle_type: 'Xe ô tô', plate: '61A12345', violation_at: ACT_AT, violation_place: 'Ngã tư <b>Thử</b>', offence_text: 'Không chấp hành hiệu lệnh của đèn tín hiệu giao thông', legal_basis: 'điểm b khoản 9 Điều 6', appointment: 'Từ 08:00',
  appear_at_unit: 'Đội 1', appear_at_address: '1 Đường Thử', alternative_unit: 'Công an phường', bring: 'Giấy tờ', consequence: 'Cảnh báo', contact_phone: '0274', issuing_unit: 'Phòng CSGT', detecting_unit: 'Đội 1', owner_name: 'Người Một', issuing_authority_parent: 'Công an', synthetic: true,
};

/** A confirmed case with its notice, as the notices' own job leaves it. */
async function aNotice(): Promise<CaseId> {
  const id = await aCase();
  await review(db, clock, law, { leaseMs: 1000, secondForRepairedPlate: false, secondFromFineVnd: null, sameActMs: 0 }).confirm(officerId('an'), id, plateText('61A12345'));
  const { evidence } = await db.prisma.violation.findFirstOrThrow({ where: { caseFile: { id } }, include: { evidence: true } });
  const pdfSha256 = await store.put(Buffer.from('%PDF-1.7 test'));
  await db.prisma.notice.create({
    data: { id: `n-${id}`, caseId: id, number: `TB-${id}`, ownerId: OWNER, form: 'Mẫu 01/73', fields, law: {}, issuedAt: new Date(ACT_AT), respondBy: new Date(ACT_AT + 20 * 86_400_000), pdfSha256, evidenceSha256: evidence?.sha256 ?? '', verifyCode: `CODE-${id}`.toUpperCase() },
  });
  await db.prisma.caseFile.update({ where: { id }, data: { state: 'noticed' } });
  return id;
}

async function signedIn(personalId: string) {
  const context = await started.newContext({ javaScriptEnabled: false, viewport: { width: 900, height: 1100 } });
  const page = await context.newPage();
  await page.goto(portalUrl);
  await page.getByTestId('owner-sign-in').click();
  await page.locator('input[type=password]').fill(password);
  await page.locator('form input:not([type=password]):not([type=hidden])').first().fill(personalId);
  await page.locator('form button').first().click();
  await page.getByTestId('owner-name').waitFor();
  return page;
}

describe('the owner without scripts', () => {
  it('signs in at VNeID, reads the notice, sees the masked proof and contests', async () => {
    const id = await aNotice();
    const page = await signedIn(OWNER);
    await page.locator(`[data-notice="n-${id}"]`).click();
    expect(await page.getByTestId('notice').innerText()).toMatch(/đèn đã đỏ được 3,00 s/);
    expect(await page.content()).toContain('&lt;b&gt;Thử&lt;/b&gt;');
    expect(await page.getByTestId('synthetic').isVisible()).toBe(true);
    expect(await page.getByTestId('fraud-warning').isVisible()).toBe(true);
    const shown = await page.getByTestId('proof-before').getAttribute('src');
    const masked = await page.request.get(`${portalUrl}${shown ?? ''}`);
    const sealed = await store.get(shown?.split('/').at(-1) ?? '');
    const raw = async (bytes: Uint8Array, region: Region): Promise<Buffer> => sharp(bytes).extract(region).raw().toBuffer();
    const unlike = async (region: Region): Promise<number> => {
      const [before, after] = [await raw(sealed, region), await raw(await masked.body(), region)];
      return Math.max(...before.map((value, index) => Math.abs(value - (after[index] ?? 0))));
    };
    expect(await unlike(BYSTANDER)).toBeGreaterThan(60);
    expect(await unlike(ACCUSED)).toBeLessThan(40);
    await page.getByTestId('word-sold').check();
    await page.getByTestId('word-text').fill('Đã bán ngày 01/9/2026 <script>alert(1)</script>');
    await page.getByTestId('word-submit').click();
    await page.getByTestId('my-words').waitFor();
    expect((await db.prisma.caseFile.findUniqueOrThrow({ where: { id } })).state).toBe('contested');
    expect(await page.content()).not.toContain('<script>');
    await replies.rule(officerId('an'), id, 'withdraw', 'Giấy bán xe hợp lệ');
    await page.reload();
    expect(await page.getByTestId('ruling').getAttribute('data-ruling')).toBe('withdraw');
  }, 240_000);

  it('finds nobody else’s notice, picture or paper, and cannot answer for them', async () => {
    const id = await aNotice();
    const page = await signedIn(OTHER);
    expect(await page.getByTestId('no-notices').isVisible()).toBe(true);
    for (const path of [`/thong-bao/n-${id}`, `/thong-bao/n-${id}/thong-bao.pdf`, `/thong-bao/n-${id}/anh/${'b'.repeat(64)}`]) expect((await page.request.get(portalUrl + path)).status(), path).toBe(404);
    const posted = await page.request.post(`${portalUrl}/thong-bao/n-${id}/y-kien`, { form: { ly_do: 'contest:sold', ma_bieu_mau: 'made up' } });
    expect(posted.status()).toBe(403);
  }, 240_000);
});

describe('everybody', () => {
  it('verifies a notice by number and code without learning who it is about', async () => {
    const id = await aNotice();
    const right = await portal.inject({ url: `/xac-minh?so=TB-${id}&ma=CODE-${id}` });
    expect(right.body).toContain('verify-genuine');
    expect(right.body).not.toMatch(/61A|123\.45|Người/);
    expect((await portal.inject({ url: `/xac-minh?so=TB-${id}&ma=WRONG` })).body).toContain('verify-unknown');
  });

  it('finds no officer’s page or API on the portal', async () => {
    for (const url of ['/api/queue', '/api/session', '/api/cases/x', '/review/x', '/cameras', '/openapi.json', '/assets/']) expect((await portal.inject({ url })).statusCode, url).toBe(404);
  });
});
