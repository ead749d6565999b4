// A notice reaches inbox and mailbox once each, over real HTTP and real SMTP, whatever fails on the way.
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock, vietnamDay } from '../../domain/clock.ts';
import { officerId, type NoticeId } from '../../domain/units.ts';
import type { Channel } from '../../domain/notice.ts';
import { deliverNotice, keepReadReports } from '../../notices/deliver.ts';
import { emailChannel } from '../../notices/email.ts';
import { vneidChannel, type VneidChannel } from '../../notices/vneid.ts';
import { deliveries } from '../../pipeline/cases/deliveries.ts';
import { undelivered } from '../../prisma/views.ts';
import { startMail, type MailServer } from '../../sandbox/mail/main.ts';
import type { Person, VneidServer } from '../../sandbox/vneid/main.ts';
import { emailOptions, PASSWORD, testVneid, vneidOptions } from '../sandbox/servers.ts';
import { openWorld, PORTAL, type TestCase, type World } from './world.ts';

const OFFICER = officerId('an');
let world: World;
let mail: MailServer;
let vneid: VneidServer;
let inbox: VneidChannel;
const persons: Person[] = [];

beforeAll(async () => {
  world = await openWorld();
  mail = await startMail({ folder: join(world.folder, 'mail'), smtpPort: 0, viewerPort: 0 });
  vneid = await testVneid(join(world.folder, 'vneid'), persons);
  inbox = vneidChannel(vneidOptions(vneid.url, 4000));
}, 120_000);
afterAll(async () => {
  await Promise.all([mail.close(), vneid.close()]);
  await world.close();
});
beforeEach(() => {
  mail.fail('none');
  vneid.fail('none');
});

type Noticed = TestCase & { readonly notice: NoticeId };
async function noticed(wanted: Parameters<World['aNotice']>[0] = {}): Promise<Noticed> {
  const made = await world.aNotice(wanted);
  persons.push({ personalId: made.ownerId, account: `vn-${made.ownerId}`, name: made.ownerName });
  return made;
}
const handler = (attachPdf = false) =>
  deliverNotice({ db: world.db, clock: systemClock, store: world.store, portalUrl: PORTAL, maxAttempts: 3, channels: { vneid: inbox.send, email: emailChannel(emailOptions(mail.smtpPort, { attachPdf, timeoutMs: 1500 })) } });
const delivery = async ({ notice }: Noticed, channel: Channel) => world.db.prisma.delivery.findUniqueOrThrow({ where: { noticeId_channel: { noticeId: notice, channel } }, include: { tries: { orderBy: { attempt: 'asc' } } } });
const mailsOf = ({ number }: Noticed) => mail.list().filter(({ subject }) => subject.includes(number));

describe('delivering', () => {
  it('puts the notice into the inbox once and keeps the receipt, run twice or at the same time', async () => {
    const made = await noticed();
    const before = vneid.notices();
    const deliver = handler();
    await Promise.all([deliver({ notice: made.notice, channel: 'vneid' }), deliver({ notice: made.notice, channel: 'vneid' })]);
    expect(await deliver({ notice: made.notice, channel: 'vneid' })).toBe('skipped');
    expect(vneid.notices()).toBe(before + 1);
    const { state, receipt, attempts } = await delivery(made, 'vneid');
    expect({ state, attempts }).toEqual({ state: 'accepted', attempts: 1 });
    expect(receipt).toMatch(/^VN-/);
  });

  it('mails a word and a link, without plate, place, act or PDF', async () => {
    const made = await noticed();
    await handler()({ notice: made.notice, channel: 'email' });
    const [kept] = mailsOf(made);
    const parsed = await simpleParser(Buffer.from((await mail.source(kept?.id ?? '')) ?? []));
    expect(parsed.text).toContain(`${PORTAL}/thong-bao/${made.notice}`);
    expect(parsed.text).toContain('không yêu cầu nộp tiền');
    expect(parsed.subject).toContain('MÔ PHỎNG');
    for (const secret of ['61-B1', '61B1', 'Phạm Ngọc Thạch', 'đèn tín hiệu', made.ownerId]) expect(`${parsed.subject} ${parsed.text} ${String(parsed.html)}`).not.toContain(secret);
    expect(parsed.attachments).toEqual([]);
    expect((await delivery(made, 'email')).receipt).toBe(parsed.messageId);
  });

  it('attaches the signed PDF only where that is configured', async () => {
    const made = await noticed();
    await handler(true)({ notice: made.notice, channel: 'email' });
    const [kept] = mailsOf(made);
    const parsed = await simpleParser(Buffer.from((await mail.source(kept?.id ?? '')) ?? []));
    expect(parsed.attachments[0]?.content.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it.each(['error', 'hang', 'lose_answer'] as const)('tries again after %s and ends with one notice', async (mode) => {
    const made = await noticed();
    const before = vneid.notices();
    vneid.fail(mode);
    await expect(handler()({ notice: made.notice, channel: 'vneid' })).rejects.toMatchObject({ code: 'channel_down', kind: 'transient' });
    expect(await delivery(made, 'vneid')).toMatchObject({ state: 'failed', final: false, code: 'channel_down' });
    vneid.fail('none');
    expect(await handler()({ notice: made.notice, channel: 'vneid' })).toBe('done');
    expect(vneid.notices()).toBe(before + 1);
    const { state, tries } = await delivery(made, 'vneid');
    expect(state).toBe('accepted');
    expect(tries.map(({ outcome }) => outcome)).toEqual(['failed', 'accepted']);
  });

  it.each(['refuse_later', 'hang', 'lose_answer'] as const)('mails once although the server answers %s first', async (mode) => {
    const made = await noticed();
    mail.fail(mode);
    await expect(handler()({ notice: made.notice, channel: 'email' })).rejects.toMatchObject({ code: 'channel_down' });
    mail.fail('none');
    expect(await handler()({ notice: made.notice, channel: 'email' })).toBe('done');
    expect(mailsOf(made)).toHaveLength(1);
  });

  it('after the last try shows the failure to a person and puts the notice on paper, which a person posts', async () => {
    const made = await noticed();
    const officers = deliveries(world.db, systemClock);
    const waiting = async () => (await undelivered(world.db)).filter(({ caseId }) => caseId === made.id).map(({ channel, final, code }) => ({ channel, final, code }));
    vneid.fail('error');
    for (const outcome of ['thrown', 'thrown', 'done']) expect(await handler()({ notice: made.notice, channel: 'vneid' }).catch(() => 'thrown')).toBe(outcome);
    expect(await waiting()).toEqual([{ channel: 'vneid', final: true, code: 'channel_down' }, { channel: 'paper', final: false, code: null }]);
    expect(await handler()({ notice: made.notice, channel: 'paper' })).toBe('done');
    const today = vietnamDay(systemClock.now());
    await expect(officers.posted(OFFICER, made.id, { postNumber: 'EE123456789VN', postedOn: '2020-01-01' })).rejects.toMatchObject({ code: 'bad_request' });
    await officers.posted(OFFICER, made.id, { postNumber: 'EE123456789VN', postedOn: today });
    await expect(officers.posted(OFFICER, made.id, { postNumber: 'EE987654321VN', postedOn: today })).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await delivery(made, 'paper')).toMatchObject({ state: 'accepted', receipt: 'EE123456789VN' });
    vneid.fail('none');
    await officers.retry(OFFICER, made.id, 'vneid');
    await expect(officers.retry(OFFICER, made.id, 'vneid')).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await handler()({ notice: made.notice, channel: 'vneid' })).toBe('done');
    expect(await waiting()).toEqual([]);
    const events = await world.db.prisma.auditEvent.findMany({ where: { caseId: made.id, kind: { in: ['notice_posted', 'delivery_retried'] } }, orderBy: { seq: 'asc' } });
    expect(events.map(({ actorKind, actorId, kind, data }) => ({ actorKind, actorId, kind, data }))).toEqual([
      { actorKind: 'officer', actorId: OFFICER, kind: 'notice_posted', data: { notice: made.notice, post_number: 'EE123456789VN', posted_on: today } },
      { actorKind: 'officer', actorId: OFFICER, kind: 'delivery_retried', data: { notice: made.notice, channel: 'vneid' } },
    ]);
    expect(await delivery(made, 'vneid')).toMatchObject({ state: 'accepted', final: false, code: null });
  });

  it('does not repeat what is refused for good', async () => {
    const made = await noticed();
    mail.fail('refuse');
    vneid.fail('refuse');
    expect(await handler()({ notice: made.notice, channel: 'email' })).toBe('done');
    expect(await handler()({ notice: made.notice, channel: 'vneid' })).toBe('done');
    expect(await delivery(made, 'email')).toMatchObject({ state: 'failed', final: true, attempts: 1, code: 'channel_refused' });
    expect(await delivery(made, 'paper')).toMatchObject({ state: 'queued' });
  });

  it('sends nothing of a notice that was withdrawn', async () => {
    const made = await noticed();
    const before = vneid.notices();
    await world.db.prisma.notice.update({ where: { id: made.notice }, data: { withdrawnAt: new Date() } });
    expect(await handler()({ notice: made.notice, channel: 'vneid' })).toBe('skipped');
    expect(vneid.notices()).toBe(before);
    const officers = deliveries(world.db, systemClock);
    await expect(officers.retry(OFFICER, made.id, 'vneid')).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(officers.posted(OFFICER, made.id, { postNumber: 'EE123456789VN', postedOn: vietnamDay(systemClock.now()) })).rejects.toMatchObject({ code: 'wrong_state' });
  });

  it('learns once that the owner opened it', async () => {
    const made = await noticed();
    await handler()({ notice: made.notice, channel: 'vneid' });
    const { receipt } = await delivery(made, 'vneid');
    const cookie = (await fetch(`${vneid.url}/dang-nhap`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ name: made.ownerId, password: PASSWORD }) })).headers.get('set-cookie')?.split(';')[0] ?? '';
    const opened = await fetch(`${vneid.url}/hop-thu/${receipt}`, { headers: { cookie } });
    expect(await opened.text()).toContain(`${PORTAL}/thong-bao/${made.notice}`);
    const fresh = vneidChannel(vneidOptions(vneid.url));
    expect(await keepReadReports(world.db, 'vneid', await fresh.readReports())).toBe(1);
    expect(await keepReadReports(world.db, 'vneid', await vneidChannel(vneidOptions(vneid.url)).readReports())).toBe(0);
    expect(await fresh.readReports()).toEqual([]);
    expect((await delivery(made, 'vneid')).state).toBe('read');
  });
});
