// The officer's path in a real browser: log in, look, correct, confirm; the second officer is told who was first.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildScreens } from '../../web/build.ts';
import { cameraId, epochMs } from '../../domain/units.ts';
import { ACT_AT } from '../factories/violation.ts';
import { browser, PASSWORD, world } from './world.ts';

const { db, aCase, console: serve, folder } = await world({ sameActMs: 60_000 });
const started = await browser();
/** A busy machine is slow, not wrong. */
const WAIT = { timeout: 30_000 };
const PATIENCE_MS = 240_000;
let address = '';

beforeAll(async () => {
  await buildScreens(join(folder, 'app'));
  const server = await serve(join(folder, 'app'));
  address = await server.listen({ host: '127.0.0.1', port: 0 });
});

// Pages left open would go on asking the server.
afterEach(async () => {
  for (const context of started.contexts()) await context.close();
});

/** A browser of its own, signed in; whatever the page complains about is collected. */
async function officer(name: string): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const page = await (await started.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A refused sign-in or claim is an answer of the server, not a fault of the page.
    if (message.type() === 'error' && !/status of 4(01|09)/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  await page.getByTestId('login-name').fill(name);
  await page.getByTestId('login-password').fill(PASSWORD);
  await page.getByTestId('login-submit').click();
  await page.getByTestId('waiting-count').waitFor();
  return { page, complaints };
}
/** Both witnesses are on the screen. */
const ready = async (page: Page): Promise<void> => page.locator('[data-testid=confirm]:enabled').waitFor();
const stateOf = async (id: string) => (await db.prisma.caseFile.findUniqueOrThrow({ where: { id } })).state;

describe('the review screen', () => {
  it('leads an officer by keys from the queue to a confirmed case, pictures loaded and no policy broken', async () => {
    const id = await aCase();
    const { page, complaints } = await officer('an');
    await page.locator(`[data-case="${id}"]`).click();
    await page.locator('[data-testid=review][data-hold=mine]').waitFor();
    for (const role of ['before', 'after']) {
      await expect.poll(async () => page.getByTestId(`picture-${role}`).locator('img').evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth), WAIT).toBe(640);
    }
    expect(await page.getByTestId('synthetic').first().isVisible()).toBe(true);
    await expect.poll(async () => page.getByTestId('overlay').count(), WAIT).toBe(2);
    await page.keyboard.press('o');
    await expect.poll(async () => page.getByTestId('overlay').count(), WAIT).toBe(0);
    await ready(page);
    await page.keyboard.press('c');
    const dialog = page.getByTestId('confirm-dialog');
    await expect.poll(async () => dialog.innerText(), WAIT).toMatch(/61A-123\.45[\s\S]*khoản 9 Điều 6[\s\S]*18\.000\.000/);
    expect(await stateOf(id)).toBe('in_review');
    await page.getByTestId('confirm-yes').click();
    await expect.poll(async () => stateOf(id), WAIT).toBe('confirmed');
    expect(complaints).toEqual([]);
  }, PATIENCE_MS);

  it('lets nobody confirm what is not on the screen yet', async () => {
    const id = await aCase({ camera: cameraId('slow-pictures') });
    const { page } = await officer('an');
    const pictures = `**/api/cases/${id}/evidence/**`;
    await page.route(pictures, async (route) => route.abort());
    await page.goto(`${address}/review/${id}`);
    await page.getByTestId('picture-broken').first().waitFor();
    expect(await page.getByTestId('obstacle').innerText()).toMatch(/hai ảnh chứng cứ, trước và sau, đã hiện ra/);
    await page.keyboard.press('c');
    expect(await page.getByTestId('confirm-dialog').count()).toBe(0);
    await page.unroute(pictures);
    await page.reload();
    await ready(page);
    expect(await page.getByTestId('obstacle').count()).toBe(0);
  }, PATIENCE_MS);

  it('shows that another case charges the act already, and offers only to dismiss this one', async () => {
    const [first, id] = [await aCase({ camera: cameraId('broken-track') }), await aCase({ camera: cameraId('broken-track'), at: epochMs(ACT_AT + 20_000) })];
    const { page } = await officer('an');
    await page.goto(`${address}/review/${first}`);
    await page.locator('[data-testid=review][data-hold=mine]').waitFor();
    await ready(page);
    await page.keyboard.press('c');
    await page.getByTestId('confirm-yes').click();
    await expect.poll(async () => stateOf(first), WAIT).toBe('confirmed');
    await page.goto(`${address}/review/${id}`);
    await page.getByTestId('obstacle').waitFor();
    expect(await page.getByTestId('obstacle').innerText()).toMatch(/chỉ bị xử phạt một lần/);
    expect(await page.getByTestId('others').innerText()).toMatch(/2026-\d{6} · .*broken-track · .*08:15:00/);
    if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: join(process.env['SHOTS'], 'already-charged.png') });
    await page.keyboard.press('c');
    expect(await page.getByTestId('confirm-dialog').count()).toBe(0);
    await page.keyboard.press('d');
    await page.getByTestId('dismiss-yes').waitFor();
    await page.keyboard.press('-');
    await expect.poll(async () => page.getByTestId('reason-other').isChecked(), WAIT).toBe(true);
    await page.keyboard.press('0');
    await page.getByTestId('dismiss-yes').click();
    await expect.poll(async () => db.prisma.decision.findFirst({ where: { caseId: id }, select: { reason: true } }), WAIT).toEqual({ reason: 'already_charged' });
  }, PATIENCE_MS);

  it('checks a corrected plate as it is typed and asks for the second officer', async () => {
    const id = await aCase();
    const { page } = await officer('an');
    await page.goto(`${address}/review/${id}`);
    await page.locator('[data-testid=review][data-hold=mine]').waitFor();
    await page.keyboard.press('e');
    await page.getByTestId('plate-input').fill('61A5');
    expect(await page.getByTestId('plate-save').isDisabled()).toBe(true);
    await page.getByTestId('plate-input').fill('61a-543.21');
    await page.getByTestId('plate-save').click();
    await page.getByTestId('plate-corrected').waitFor();
    await ready(page);
    await page.keyboard.press('c');
    await page.getByTestId('confirm-yes').click();
    await expect.poll(async () => stateOf(id), WAIT).toBe('second_review');
    const second = await officer('binh');
    await second.page.goto(`${address}/review/${id}`);
    await second.page.locator('[data-testid=review][data-hold=mine]').waitFor();
    expect(await second.page.getByTestId('second').innerText()).toMatch(/an/);
    await ready(second.page);
    await second.page.keyboard.press('c');
    await second.page.getByTestId('confirm-yes').click();
    await expect.poll(async () => stateOf(id), WAIT).toBe('confirmed');
  }, PATIENCE_MS);

  it('locks the screen of the officer who came second and says who was first', async () => {
    const id = await aCase();
    const [first, second] = [await officer('an'), await officer('binh')];
    await first.page.goto(`${address}/review/${id}`);
    await first.page.locator('[data-testid=review][data-hold=mine]').waitFor();
    await second.page.goto(`${address}/review/${id}`);
    await second.page.getByTestId('lost').waitFor();
    expect(await second.page.getByTestId('lost-by').innerText()).toBe('an');
    expect(await second.page.getByTestId('confirm').count()).toBe(0);
    await second.page.keyboard.press('c');
    expect(await second.page.getByTestId('confirm-dialog').count()).toBe(0);
    await first.page.keyboard.press('d');
    await first.page.getByTestId('dismiss-yes').waitFor();
    await first.page.keyboard.press('1');
    await first.page.getByTestId('dismiss-yes').click();
    await expect.poll(async () => stateOf(id), WAIT).toBe('dismissed');
    await second.page.getByTestId('decided').waitFor();
    expect(await second.page.getByTestId('decided').innerText()).toMatch(/an/);
  }, PATIENCE_MS);
});
