// `start` as a person runs it, on the bundled sample; the whole path in a real browser; run again, it doubles nothing.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { officerConfirms, ownerReads } from './path.ts';

const BIN = join(import.meta.dirname, '../../cli/bin.mjs');
const RUNNER = { shown: '93-G2 101.82', plate: '93G210182' };
const folder = await mkdtemp(join(tmpdir(), 'phatnguoi-whole-'));
const ports = Object.fromEntries(await Promise.all(['CONSOLE', 'PORTAL', 'VNEID', 'SMTP', 'MAIL', 'PG'].map(async (name) => [`PHATNGUOI_${name}_PORT`, String(await freePort())] as const)));
const env = { ...process.env, ...ports, PHATNGUOI_VAR: folder, DATABASE_URL: '', REDIS_URL: '', EVIDENCE_URL: '' };
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) await stopped(child);
  await rm(folder, { recursive: true, force: true });
});

/** Runs `start` until it has printed its last line; answers with everything it said. */
async function started(): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const child = spawn(process.execPath, [BIN, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        said += data.toString();
        if (said.includes('Ctrl-C stops everything')) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`start ended with ${code}:\n${said}`)));
  });
  return { child, said };
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await ended;
}

it('finds five runners on the sample; an officer confirms one, whose owner opens the notice and sees the proof; nothing is doubled', async () => {
  const first = await started();
  expect(first.said).toContain('5 cases on record');
  const secrets: unknown = JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8'));
  const word = (name: string): string => (typeof secrets === 'object' && secrets !== null && name in secrets ? String(Reflect.get(secrets, name)) : '');
  const places = {
    console: `http://127.0.0.1:${ports['PHATNGUOI_CONSOLE_PORT']}`, vneid: `http://127.0.0.1:${ports['PHATNGUOI_VNEID_PORT']}`,
    officer: { name: 'canbo', password: word('demo_officer') }, citizenPassword: word('demo_citizen'),
  };
  const vehicles = (await readFile(join(import.meta.dirname, '../../sandbox/sample/registers/vehicles.csv'), 'utf8')).split('\n').map((line) => line.split(','));
  const owner = vehicles.find(([plate]) => plate === RUNNER.plate)?.[5] ?? '';
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  try {
    const shot = async (): Promise<void> => Promise.resolve();
    await officerConfirms(browser, places, RUNNER.shown, shot);
    const { notice, proof, pdf } = await ownerReads(browser, places, owner, shot);
    expect(notice).toContain('SIMULATED');
    expect(proof).toContain(RUNNER.shown);
    await writeFile(join(folder, 'notice.pdf'), pdf);
  } finally {
    await browser.close();
  }
  const { stdout: signature } = await promisify(execFile)('pdfsig', ['-nocert', join(folder, 'notice.pdf')]);
  expect(signature).toContain('Signature is Valid');
  const { stdout: checked } = await promisify(execFile)(process.execPath, [BIN, 'check'], { env });
  expect(checked).toContain('5 violations, 1 notices');
  expect(checked).toContain('everything holds');
  await stopped(first.child);
  const second = await started();
  expect(second.said).toContain('5 cases on record');
}, 1_200_000);
