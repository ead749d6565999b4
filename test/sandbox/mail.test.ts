// The mail server: real SMTP in, durable over a restart, one message a Message-ID, shown without letting it run anything.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMail, type MailServer } from '../../sandbox/mail/main.ts';

let folder = '';
let server: MailServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mail-'));
  server = await startMail({ folder, smtpPort: 0, viewerPort: 0 });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const send = async (messageId: string, subject = 'Thông báo <1>'): Promise<unknown> =>
  nodemailer.createTransport({ host: '127.0.0.1', port: server.smtpPort }).sendMail({ from: 'a@x.example', to: 'b@y.example', subject, text: 'Kính gửi', html: '<p>Kính gửi<script>alert(1)</script></p>', messageId });

describe('the simulated mail server', () => {
  it('keeps one message a Message-ID, also after a restart', async () => {
    await send('<one@x.example>');
    await send('<one@x.example>');
    await send('<two@x.example>');
    expect(server.list().map(({ messageId }) => messageId).toSorted()).toEqual(['<one@x.example>', '<two@x.example>']);
    await server.close();
    server = await startMail({ folder, smtpPort: 0, viewerPort: 0 });
    await send('<two@x.example>');
    expect(server.list()).toHaveLength(2);
    expect(Buffer.from((await server.source(server.list()[0]?.id ?? '')) ?? []).toString()).toContain('Message-ID: <');
  });

  it('shows mail as simulated, escaped, and forbids its script to run', async () => {
    await send('<three@x.example>', '<img src=x onerror=alert(1)>');
    const list = await (await fetch(server.url)).text();
    expect(list).toContain('HỆ THỐNG MÔ PHỎNG – SIMULATED');
    expect(list).not.toContain('<img src=x');
    const id = server.list().find(({ messageId }) => messageId === '<three@x.example>')?.id ?? '';
    const inner = await fetch(`${server.url}/mail/${id}/html`);
    expect(inner.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect((await fetch(`${server.url}/mail/unknown`)).status).toBe(404);
  });

  it('refuses when told to, with the code that says whether to try again', async () => {
    server.fail('refuse');
    await expect(send('<four@x.example>')).rejects.toMatchObject({ responseCode: 550 });
    server.fail('refuse_later');
    await expect(send('<four@x.example>')).rejects.toMatchObject({ responseCode: 451 });
    server.fail('none');
    expect(server.list().some(({ messageId }) => messageId === '<four@x.example>')).toBe(false);
  });
});
