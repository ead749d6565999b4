// The whole path as its users walk it: an officer confirms in the console, the owner finds the notice in VNeID's inbox and sees the proof.
import type { Browser, Page } from 'playwright-core';

export type Places = { readonly console: string; readonly vneid: string; readonly officer: { readonly name: string; readonly password: string }; readonly citizenPassword: string };
export type Shot = (name: string, page: Page) => Promise<void>;

const WAIT = { timeout: 90_000 };

/** Confirms the waiting case of this plate as it is written on the screen; returns when the server has said yes. */
export async function officerConfirms(browser: Browser, places: Places, shownPlate: string, shot: Shot): Promise<void> {
  const page = await (await browser.newContext({ viewport: { width: 1600, height: 1000 } })).newPage();
  await page.goto(places.console);
  await page.getByTestId('login-name').fill(places.officer.name);
  await page.getByTestId('login-password').fill(places.officer.password);
  await page.getByTestId('login-submit').click();
  await page.getByTestId('case-row').first().waitFor(WAIT);
  await shot('queue', page);
  await page.getByTestId('case-row').filter({ hasText: shownPlate }).click();
  await page.locator('[data-testid=review][data-hold=mine]').waitFor(WAIT);
  await page.getByTestId('picture-before').locator('img').waitFor(WAIT);
  await page.locator('[data-testid=confirm]:enabled').waitFor(WAIT);
  await shot('review', page);
  const here = page.url();
  await page.keyboard.press('c');
  await page.getByTestId('confirm-yes').waitFor(WAIT);
  await page.getByTestId('confirm-yes').click();
  // The next case comes by itself.
  await page.waitForURL((url) => url.href !== here, WAIT);
  await page.context().close();
}

/** The owner opens the inbox, waits for the notice, reads it and looks at the proof; returns the texts of both pages. */
export async function ownerReads(browser: Browser, places: Places, personalId: string, shot: Shot): Promise<{ readonly notice: string; readonly proof: string; readonly pdf: Buffer }> {
  const page = await (await browser.newContext({ viewport: { width: 900, height: 1200 }, javaScriptEnabled: false })).newPage();
  await page.goto(`${places.vneid}/hop-thu`);
  await page.locator('#name').fill(personalId);
  await page.locator('#password').fill(places.citizenPassword);
  await page.locator('form button').first().click();
  const letter = page.locator('li a[href^="/hop-thu/"]').first();
  for (let tries = 0; tries < 60 && (await letter.count()) === 0; tries += 1) {
    await page.waitForTimeout(1000);
    await page.reload();
  }
  await shot('inbox', page);
  await letter.click();
  const notice = await page.locator('body').innerText();
  const pdfLink = await page.locator('a.button.second').first().getAttribute('href');
  const pdf = await (await page.request.get(new URL(pdfLink ?? '', page.url()).href)).body();
  await page.locator('a.button').first().click();
  await shows(page, ['[data-testid=owner-sign-in]', '[data-testid=notice]', '[data-testid=notice-row]']);
  if ((await page.getByTestId('owner-sign-in').count()) > 0) await page.getByTestId('owner-sign-in').click();
  await shows(page, ['#password', '[data-testid=notice]', '[data-testid=notice-row]']);
  if ((await page.locator('#password').count()) > 0) {
    await page.locator('#name').fill(personalId);
    await page.locator('#password').fill(places.citizenPassword);
    await page.locator('form button').first().click();
  }
  await shows(page, ['[data-testid=notice]', '[data-testid=notice-row]']);
  if ((await page.getByTestId('notice').count()) === 0 && (await page.getByTestId('notice-row').count()) > 0) await page.getByTestId('notice-row').first().click();
  await page.getByTestId('proof-before').waitFor(WAIT);
  await shot('proof', page);
  const proof = await page.locator('body').innerText();
  await page.context().close();
  return { notice, proof, pdf };
}

/** Waits for the first of several things that the page may show: asking at once would ask a page that is still on its way. */
async function shows(page: Page, selectors: readonly string[]): Promise<void> {
  await page.locator(selectors.join(', ')).first().waitFor(WAIT);
}
