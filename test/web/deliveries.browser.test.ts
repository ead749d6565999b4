// An officer in a real browser has a failed channel tried again, prints the paper notice and tells that it was posted.
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { officerId, plateText } from '../../domain/units.ts';
import { vietnamDay } from '../../domain/clock.ts';
import { review } from '../../pipeline/cases/review.ts';
import { buildScreens } from '../../web/build.ts';
import { ACT_AT } from '../factories/violation.ts';
import { browser, PASSWORD, world } from './world.ts';

const { db, clock, law, store, aCase, console: serve, folder } = await world();
const started = await browser();
const WAIT = { timeout: 30_000 };
let address = '';

beforeAll(async () => {
  await buildScreens(join(folder, 'app'));
  address = await (await serve(join(folder, 'app'))).listen({ host: '127.0.0.1', port: 0 });
}, 300_000);

/** A notice whose VNeID channel failed for good, so that it waits on paper too. */
async function aStrandedNotice() {
  const id = await aCase();
  await review(db, clock, law, { leaseMs: 1000, secondForRepairedPlate: false, secondFromFineVnd: null, sameActMs: 0 }).confirm(officerId('an'), id, plateText('61A12345'));
  const pdfSha256 = await store.put(Buffer.from('%PDF-1.7 test'));
  const notice = `n-${id}`;
  await db.prisma.notice.create({ data: { id: notice, caseId: id, number: '7/TB-PC08', ownerId: '074090000001', form: 'Mẫu 01/73', fields: {}, law: {}, issuedAt: new Date(ACT_AT), respondBy: new Date(ACT_AT + 20 * 86_400_000), pdfSha256, evidenceSha256: 'a'.repeat(64), verifyCode: `CODE-${id}`.toUpperCase() } });
  await db.prisma.caseFile.update({ where: { id }, data: { state: 'noticed' } });
  await db.prisma.delivery.create({ data: { noticeId: notice, channel: 'vneid', state: 'failed', code: 'channel_down', final: true, attempts: 8, queuedAt: new Date(ACT_AT), stateAt: new Date(ACT_AT) } });
  await db.prisma.delivery.create({ data: { noticeId: notice, channel: 'paper', state: 'queued', queuedAt: new Date(ACT_AT) } });
  return { id, notice };
}

it('tries again and marks as posted, each on the ledger under the officer, and the list empties', async () => {
  const { id, notice } = await aStrandedNotice();
  const on = async (channel: string) => db.prisma.delivery.findUniqueOrThrow({ where: { noticeId_channel: { noticeId: notice, channel } } });
  const events = async () => (await db.prisma.auditEvent.findMany({ where: { caseId: id, actorId: 'an', kind: { in: ['delivery_retried', 'notice_posted', 'looked'] } }, orderBy: { seq: 'asc' } })).map(({ kind, data }) => ({ kind, data }));
  const page = await (await started.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  await page.getByTestId('login-name').fill('an');
  await page.getByTestId('login-password').fill(PASSWORD);
  await page.getByTestId('login-submit').click();
  await page.getByTestId('nav_deliveries').click(WAIT);
  const row = (channel: string) => page.locator(`[data-testid=undelivered-row][data-case="${id}"][data-channel=${channel}]`);
  await row('vneid').waitFor(WAIT);
  expect(await row('vneid').innerText()).toMatch(/cần người xử lý[\s\S]*Gửi lại/);
  if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: join(process.env['SHOTS'], 'deliveries.png') });

  await row('vneid').getByTestId('deliver-again').click();
  await row('vneid').waitFor({ ...WAIT, state: 'detached' });
  expect(await on('vneid')).toMatchObject({ state: 'queued', final: false });
  expect(await db.prisma.outbox.count({ where: { job: 'deliver_notice', payload: { equals: { notice, channel: 'vneid' } } } })).toBe(1);

  const href = await row('paper').getByTestId('print-notice').getAttribute('href');
  const printed = await page.request.get(`${address}${href ?? ''}`);
  expect([printed.headers()['content-type'], (await printed.body()).toString()]).toEqual(['application/pdf', '%PDF-1.7 test']);
  await row('paper').getByTestId('posted').click();
  expect(await page.getByTestId('posted-yes').isDisabled()).toBe(true);
  await page.getByTestId('post-number').fill('EE123456789VN');
  await page.getByTestId('posted-on').fill('2020-01-01');
  await page.getByTestId('posted-yes').click();
  await page.getByText('Dữ liệu gửi lên không hợp lệ').first().waitFor(WAIT);
  const day = vietnamDay(ACT_AT);
  await page.getByTestId('posted-on').fill(day);
  if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: join(process.env['SHOTS'], 'posted.png') });
  await page.getByTestId('posted-yes').click();
  await page.getByText('Không có thông báo nào gửi lỗi').waitFor(WAIT);
  expect(await on('paper')).toMatchObject({ state: 'accepted', receipt: 'EE123456789VN', attempts: 1 });
  expect(await events()).toEqual([
    { kind: 'delivery_retried', data: { notice, channel: 'vneid' } },
    { kind: 'looked', data: { what: 'notice', purpose: 'print' } },
    { kind: 'notice_posted', data: { notice, post_number: 'EE123456789VN', posted_on: day } },
  ]);
  await page.goto(`${address}/review/${id}`);
  await expect.poll(async () => page.getByTestId('delivery-paper').innerText(), WAIT).toMatch(/EE123456789VN/);
  expect(complaints).toEqual([]);
}, 240_000);
