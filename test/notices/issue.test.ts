// A confirmed case becomes exactly one notice, and nothing else does.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock, parseInstant } from '../../domain/clock.ts';
import { Failure } from '../../domain/errors.ts';
import { noticeId } from '../../domain/units.ts';
import { issueNotice } from '../../notices/issue.ts';
import { verifyChain } from '../../prisma/ledger.ts';
import { verifyNotice } from '../../prisma/notices.ts';
import { openWorld, type World } from './world.ts';

const run = promisify(execFile);
let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 120_000);
afterAll(async () => {
  await world.close();
});

async function pdfOf(id: string): Promise<{ readonly path: string; readonly text: string }> {
  const notice = await world.db.prisma.notice.findUniqueOrThrow({ where: { id } });
  const path = join(world.folder, `${id}.pdf`);
  await writeFile(path, await world.store.get(notice.pdfSha256));
  const { stdout } = await run('pdftotext', ['-layout', path, '-']);
  return { path, text: stdout.replace(/\s+/g, ' ') };
}

describe('issuing', () => {
  it('makes one signed notice of a confirmed case, however often and however parallel the job runs', async () => {
    const made = await world.aCase();
    const issue = issueNotice(world.issueDeps);
    const outcomes = await Promise.all([issue({ case: made.id }), issue({ case: made.id }), issue({ case: made.id })]);
    expect(outcomes.toSorted()).toEqual(['done', 'skipped', 'skipped']);
    expect(await issue({ case: made.id })).toBe('skipped');
    const notices = await world.db.prisma.notice.findMany({ where: { caseId: made.id }, include: { deliveries: true } });
    expect(notices).toHaveLength(1);
    expect(notices[0]?.deliveries.map(({ channel, state }) => `${channel} ${state}`).toSorted()).toEqual(['email queued', 'vneid queued']);
    expect((await world.db.prisma.caseFile.findUniqueOrThrow({ where: { id: made.id } })).state).toBe('noticed');
    expect(await world.db.prisma.auditEvent.count({ where: { caseId: made.id, kind: 'notice_issued' } })).toBe(1);
    const jobs = await world.db.prisma.outbox.findMany({ where: { job: 'deliver_notice' } });
    expect(jobs.filter(({ payload }) => JSON.stringify(payload).includes(made.id))).toHaveLength(2);
    expect((await verifyChain(world.db)).broken).toEqual([]);
  });

  it('prints who, what, when, where and by which law, is valid to pdfsig, and asks for no money', async () => {
    const made = await world.aNotice();
    const { path, text } = await pdfOf(made.notice);
    for (const part of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'THÔNG BÁO', made.ownerName, '61-B1 1', '08:15:03 ngày 20/11/2026', 'Phạm Ngọc Thạch', 'Không chấp hành hiệu lệnh của đèn tín hiệu giao thông']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('điểm c khoản 7 Điều 7 Nghị định số 168/2024/NĐ-CP');
    expect(text).toContain('đèn đỏ đã sáng 2.110 ms');
    expect(text).toContain('MÔ PHỎNG – SIMULATED');
    expect(text).not.toMatch(/4\.000\.000|6\.000\.000|4000000|VND|VNĐ|nghìn đồng|triệu đồng/);
    const { stdout } = await run('pdfsig', ['-nocert', path]);
    expect(stdout).toContain('Signature is Valid');
    expect(stdout).toContain('Total document signed');
  });

  it('fits text and signature on one page, and the proof on the next', async () => {
    const made = await world.aNotice({ ownerType: 'organisation' });
    const { path } = await pdfOf(made.notice);
    const { stdout } = await run('pdfinfo', [path]);
    expect(stdout).toMatch(/Pages:\s+2\b/);
    expect(stdout).toMatch(/A4/);
  });

  it('lets anybody verify number and code, and nobody with a wrong code', async () => {
    const made = await world.aNotice();
    const { number, verifyCode, pdfSha256 } = await world.db.prisma.notice.findUniqueOrThrow({ where: { id: made.notice } });
    expect(await verifyNotice(world.db, number, verifyCode.toLowerCase())).toMatchObject({ kind: 'genuine', number, state: 'noticed', pdfSha256, withdrawnAt: null });
    expect(JSON.stringify(await verifyNotice(world.db, number, verifyCode))).not.toContain(made.ownerName);
    expect(await verifyNotice(world.db, number, `${verifyCode.slice(0, -1)}!`)).toEqual({ kind: 'unknown' });
    expect(await verifyNotice(world.db, '2026-999999/TB-PC08', verifyCode)).toEqual({ kind: 'unknown' });
  });

  it('does nothing for a case that no officer confirmed', async () => {
    const made = await world.aCase({ confirmed: false });
    expect(await issueNotice(world.issueDeps)({ case: made.id })).toBe('skipped');
    // Even a state forced past the officers gets no notice: there is no decision to stand on.
    await world.db.prisma.caseFile.update({ where: { id: made.id }, data: { state: 'confirmed' } });
    await expect(issueNotice(world.issueDeps)({ case: made.id })).rejects.toThrow('no confirmation by an officer');
    expect(await world.db.prisma.notice.count({ where: { caseId: made.id } })).toBe(0);
  });

  it('refuses when a picture was changed after sealing', async () => {
    const made = await world.aCase();
    const spoiled = { ...world.store, get: async (hash: string): Promise<Uint8Array> => {
      const bytes = await world.store.get(hash);
      if (bytes[0] === 0xff && bytes[1] === 0xd8) throw new Failure('evidence_broken', `${hash} was changed`);
      return bytes;
    } };
    await expect(issueNotice({ ...world.issueDeps, store: spoiled })({ case: made.id })).rejects.toMatchObject({ code: 'evidence_broken' });
    expect(await world.db.prisma.notice.count({ where: { id: noticeId(`n-${made.id}`) } })).toBe(0);
    expect(await issueNotice(world.issueDeps)({ case: made.id })).toBe('done');
  });

  it('has the right title sign by day, and none where nobody may', async () => {
    const signed = async (day: string): Promise<{ readonly title: unknown; readonly warnings: unknown }> => {
      const made = await world.aCase({ at: `${day}T08:00:00+07:00` });
      await issueNotice({ ...world.issueDeps, clock: manualClock(parseInstant(`${day}T18:00:00+07:00`)) })({ case: made.id });
      const { fields, law } = await world.db.prisma.notice.findUniqueOrThrow({ where: { caseId: made.id } });
      return { title: Object(fields).signer_title, warnings: Object(law).warnings };
    };
    expect(await signed('2026-08-15')).toMatchObject({ title: 'Đội trưởng' });
    const uncertain = await signed('2026-08-14');
    expect(uncertain).toMatchObject({ title: 'Giám đốc' });
    expect(uncertain.warnings).toContain('signing_limits_uncertain');
    const made = await world.aCase();
    await expect(issueNotice({ ...world.issueDeps, signatories: [{ title: 'soldier', name: 'X' }] })({ case: made.id })).rejects.toThrow('nobody may sign');
  });

  it('puts an owner without a VNeID account on paper, and tells by e-mail where there is one', async () => {
    const channels = async (wanted: Parameters<World['aNotice']>[0]): Promise<readonly string[]> => {
      const { notice } = await world.aNotice(wanted);
      return (await world.db.prisma.delivery.findMany({ where: { noticeId: notice }, orderBy: { channel: 'asc' } })).map(({ channel }) => channel);
    };
    expect(await channels({ email: null })).toEqual(['vneid']);
    expect(await channels({ vneid: false })).toEqual(['email', 'paper']);
    expect(await channels({ vneid: false, email: null })).toEqual(['paper']);
  });
});
