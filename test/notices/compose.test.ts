// Form, decree, unit and words of a notice follow the day of the act and the kind of owner.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../domain/clock.ts';
import { lawAt, parseFines } from '../../domain/law.ts';
import { authorityAt } from '../../domain/signing-authority.ts';
import { provinceEnded, unitAt } from '../../domain/units-of-state.ts';
import { plateText, sha256 } from '../../domain/units.ts';
import type { Offence } from '../../domain/violation.ts';
import { composeNotice, type ComposeInput } from '../../notices/compose.ts';
import { aCamera } from '../factories/camera.ts';

const LAW = parseFines(readFileSync(new URL('../../domain/data/fines.csv', import.meta.url), 'utf8'));

function composed(time: string, offence: Offence = 'red_light', more: Partial<ComposeInput> = {}) {
  const at = parseInstant(time);
  return composeNotice({
    caseNumber: '2026-000123', issuedAt: parseInstant('2026-11-21T09:00:00+07:00'), act: { at, vehicle: 'car', synthetic: false }, camera: aCamera({ unit: 'csgt-thu-dau-mot' }),
    plate: { text: plateText('61A12345'), colour: 'white' }, owner: { kind: 'person', name: 'Nguyễn Văn Thử', address: '1 Yersin' }, law: lawAt(LAW, offence, 'car', at),
    signer: { title: 'Đội trưởng', name: 'X', simulated: false }, evidenceSha256: sha256('0'.repeat(64)), enclosed: { pictures: 4, clips: 1 }, verifyUrl: (number) => `https://x.test/?so=${encodeURIComponent(number)}`, ...more,
  });
}

describe('by the day of the act', () => {
  it('takes decree 100/2019 and Mẫu 02 up to the last second of 2024 in Vietnam, 168/2024 and Mẫu 01/73 from the next', () => {
    const old = composed('2024-12-31T23:59:59+07:00').fields;
    expect(old.legal_basis).toBe('điểm a khoản 5 Điều 5 Nghị định số 100/2019/NĐ-CP ngày 30/12/2019 của Chính phủ (được sửa đổi, bổ sung bởi Nghị định số 123/2021/NĐ-CP ngày 28/12/2021)');
    expect(old.form).toBe('Mẫu 02 ban hành kèm theo Thông tư số 32/2023/TT-BCA');
    expect(old.consequence).toContain('15 ngày');
    const fresh = composed('2025-01-01T00:00:00+07:00').fields;
    expect(fresh.legal_basis).toBe('điểm b khoản 9 Điều 6 Nghị định số 168/2024/NĐ-CP ngày 26/12/2024 của Chính phủ');
    expect(fresh.form).toBe('Mẫu 01/73 ban hành kèm theo Thông tư số 73/2024/TT-BCA');
    expect(composed('2025-03-01T00:00:00+07:00').fields.form).toContain('Thông tư số 13/2025/TT-BCA');
    expect(composed('2024-12-31T17:00:00Z').fields.legal_basis).toBe(fresh.legal_basis);
  });

  it('names decree 238/2026 from 2026-08-15 and only for provisions that it changed', () => {
    expect(composed('2026-08-14T23:59:59+07:00', 'lane_change').fields.legal_basis).not.toContain('238/2026');
    expect(composed('2026-08-15T00:00:00+07:00', 'lane_change').fields.legal_basis).toContain('được sửa đổi, bổ sung bởi Nghị định số 238/2026/NĐ-CP');
    expect(composed('2026-08-15T00:00:00+07:00', 'red_light').fields.legal_basis).not.toContain('238/2026');
  });

  it('names the unit that detected as on the day of the act and the unit that issues as on the day of issue', () => {
    const { fields } = composed('2025-02-28T10:00:00+07:00');
    expect(fields.detecting_unit).toBe('Công an thành phố Thủ Dầu Một, Công an tỉnh Bình Dương');
    expect(fields.issuing_authority_parent).toBe('Công an Thành phố Hồ Chí Minh');
    expect(unitAt('csgt-binh-duong', parseInstant('2025-06-30')).parent).toBe('Công an tỉnh Bình Dương');
    expect(unitAt('csgt-binh-duong', parseInstant('2025-07-01')).parent).toBe('Công an Thành phố Hồ Chí Minh');
    expect(() => unitAt('nobody', parseInstant('2025-07-01'))).toThrow('csgt-thu-dau-mot');
  });

  it('warns of a province that no longer exists, of unconfirmed units and of amounts from memory', () => {
    expect(provinceEnded('tỉnh Bình Dương', parseInstant('2025-06-30'))).toBeNull();
    const old = aCamera({ unit: 'csgt-thu-dau-mot', place: { text: 'X', ward: 'Phú Cường', province: 'Bình Dương' } });
    expect(composed('2026-01-01T00:00:00+07:00', 'red_light', { camera: old }).warnings).toEqual(['unit_unconfirmed', 'province_name_ended']);
    expect(composed('2024-06-01T00:00:00+07:00').warnings).toContain('law_unconfirmed');
  });

  it('lets the right titles sign: 20 million with points needs a director before 2026-08-15, a team leader after', () => {
    const row = { max_vnd: 20_000_000, points: 4 };
    expect(authorityAt(row, parseInstant('2025-06-30')).titles).toEqual(['provincial_director', 'department_director']);
    expect(authorityAt(row, parseInstant('2025-06-30')).certain).toBe(true);
    expect(authorityAt(row, parseInstant('2025-07-01')).certain).toBe(false);
    expect(authorityAt(row, parseInstant('2026-08-14')).titles).not.toContain('team_leader');
    expect(authorityAt(row, parseInstant('2026-08-15')).titles).toContain('team_leader');
    expect(authorityAt({ max_vnd: 400_000, points: 2 }, parseInstant('2025-01-01')).titles).not.toContain('team_leader');
  });
});

describe('words', () => {
  it('speaks to an organisation as one, with its own consequence', () => {
    const { fields } = composed('2026-11-20T08:15:03+07:00', 'red_light', { owner: { kind: 'organisation', name: 'Công ty Mẫu', address: 'x' } });
    expect(fields.addressee).toBe('Tổ chức: Công ty Mẫu');
    expect(fields.consequence).toContain('Tổ chức không giải trình');
    expect(composed('2026-11-20T08:15:03+07:00').fields.consequence).toContain('Cá nhân không phối hợp');
  });

  it('never carries an amount or an account, and says so', () => {
    for (const offence of ['red_light', 'lane_change', 'wrong_way', 'speed_20_35'] as const) {
      const { law } = { law: lawAt(LAW, offence, 'car', parseInstant('2026-11-20')) };
      const said = JSON.stringify(composed('2026-11-20T08:15:03+07:00', offence).fields);
      for (const amount of [law.min_vnd, law.max_vnd, law.mid_vnd]) {
        expect(said).not.toContain(String(amount));
        expect(said).not.toContain(amount.toLocaleString('de-DE'));
      }
      expect(said).not.toMatch(/số tài khoản|chuyển khoản|đồng\b/i);
    }
  });

  it('gives twenty days and writes the last of them; marks as simulated what a simulated key signs', () => {
    const { fields, respondBy } = composed('2026-11-20T08:15:03+07:00');
    expect(new Date(respondBy).toISOString()).toBe('2026-12-11T02:00:00.000Z');
    expect(fields.appointment).toContain('hết ngày 11/12/2026');
    expect(fields.number).toBe('2026-000123/TB-PC08');
    // The unit's address is not confirmed: nobody may take this paper for a real one.
    expect(fields.synthetic).toBe(true);
  });
});
