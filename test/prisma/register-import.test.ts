// Register files on a real database: all or nothing, every bad row told by its line, twice the same as once.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../domain/clock.ts';
import { importRegister, type ImportResult } from '../../prisma/register-import.ts';
import { ACT_AT } from '../factories/violation.ts';
import { asAdmin, freshDatabase } from '../postgres.ts';

const { db, url } = await freshDatabase();
const folder = await mkdtemp(join(tmpdir(), 'registers-'));
afterAll(async () => rm(folder, { recursive: true, force: true }));
const clock = manualClock(ACT_AT);
const actor = { kind: 'operator', id: 'cli' } as const;

const PEOPLE = 'owner_id,owner_type,name,birth_date,sex,address,ward,province,email,phone,vneid_account';
const VEHICLES = 'plate,plate_colour,vehicle_kind,brand,colour,owner_id,owned_from,owned_to';
const AN = '074090000001,person,Nguyễn Văn An,1990-05-31,male,"12 Đường ""Số 1"", hẻm 3",Thủ Dầu Một,TP. Hồ Chí Minh,an@example.vn,0900000001,an';
const COMPANY = '3700123456,organisation,Công ty Thử,,,1 Đại lộ Bình Dương,Thủ Dầu Một,TP. Hồ Chí Minh,,,';
const CAR = '61A-123.45,white,car,Toyota,trắng,074090000001,2020-01-01,';

async function load(...lines: readonly string[]): Promise<ImportResult> {
  const path = join(folder, 'register.csv');
  await writeFile(path, `${lines.join('\n')}\n`);
  return importRegister(db, clock, actor, path);
}
const counts = async () => ({ owners: await db.prisma.ownerRegister.count(), vehicles: await db.prisma.vehicleRegister.count(), ownerships: await db.prisma.vehicleOwnership.count() });

beforeEach(async () => {
  await asAdmin(url, 'TRUNCATE vehicle_ownership, vehicle_register, owner_register, registry_import CASCADE');
});

describe('importRegister', () => {
  it('loads people, organisations and vehicles; the same files again double nothing', async () => {
    for (const _time of ['once', 'twice']) {
      expect(await load(PEOPLE, AN, COMPANY)).toMatchObject({ kind: 'loaded', register: 'population', rows: 2 });
      expect(await load(VEHICLES, CAR, '61LD-123.45,white,truck,Hino,xanh,3700123456,2021-03-04T08:00:00+07:00,2024-01-01')).toMatchObject({ kind: 'loaded', rows: 2 });
      expect(await counts()).toEqual({ owners: 2, vehicles: 2, ownerships: 2 });
    }
    expect(await db.prisma.ownerRegister.findUnique({ where: { id: '074090000001' } })).toMatchObject({ name: 'Nguyễn Văn An', address: '12 Đường "Số 1", hẻm 3', sex: 'male' });
    expect(await db.prisma.registryImport.count()).toBe(2);
    const [event] = await db.prisma.auditEvent.findMany({ where: { kind: 'registry_imported' } });
    expect(event?.data).toMatchObject({ table: 'population', rows: 2 });
  });

  it('closes an ownership and begins the next in one file', async () => {
    await load(PEOPLE, AN, COMPANY);
    await load(VEHICLES, CAR);
    expect(await load(VEHICLES, '61A-123.45,white,car,Toyota,trắng,3700123456,2026-01-01,', `${CAR}2026-01-01`)).toMatchObject({ kind: 'loaded' });
    expect(await counts()).toMatchObject({ vehicles: 1, ownerships: 2 });
  });

  it('tells every bad row by its line and loads none of the good ones', async () => {
    await load(PEOPLE, AN);
    const result = await load(VEHICLES, CAR, '61A-XYZ,white,car,,,074090000001,2020-01-01,', '61A-000.01,green,tank,,,074090000001,yesterday,', 'too,short', '61A-000.02,white,car,,,074090000001,2020-01-01,2019-01-01');
    expect(result).toMatchObject({ kind: 'refused', bad: 6 });
    if (result.kind !== 'refused') throw new Error('expected a refusal');
    expect(result.rows.map(({ line, column, got }) => ({ line, column, got }))).toEqual([
      { line: 3, column: 'plate', got: '61A-XYZ' }, { line: 4, column: 'plate_colour', got: 'green' }, { line: 4, column: 'vehicle_kind', got: 'tank' }, { line: 4, column: 'owned_from', got: 'yesterday' },
      { line: 5, column: 'row', got: '2' }, { line: 6, column: 'owned_to', got: '2018-12-31T17:00:00.000Z' },
    ]);
    expect(await counts()).toMatchObject({ vehicles: 0, ownerships: 0 });
  });

  it.each([
    ['an owner nobody knows', VEHICLES, ['61A-000.01,white,car,,,999999999999,2020-01-01,'], 2, 'owner_id'],
    ['two owners at one time', VEHICLES, [CAR, '61A-123.45,white,car,,,074090000001,2022-01-01,'], 2, 'owned_from'],
    ['two owners from one moment', VEHICLES, [CAR, CAR], 3, 'owned_from'],
    ['one person twice', PEOPLE, [AN, AN.replace('Nguyễn Văn An', 'Người Khác')], 3, 'owner_id'],
    ['one account for two', PEOPLE, [AN, AN.replace('074090000001', '074090000002')], 3, 'vneid_account'],
    ['a person without a personal number', PEOPLE, [AN.replace('074090000001', '3700123456')], 2, 'owner_id'],
    ['a day that does not exist', PEOPLE, [AN.replace('1990-05-31', '1990-02-31')], 2, 'birth_date'],
  ])('refuses %s', async (_what, heading, lines, line, column) => {
    if (heading === VEHICLES) await load(PEOPLE, AN);
    const before = await counts();
    const result = await load(heading, ...lines);
    expect(result).toMatchObject({ kind: 'refused', rows: expect.arrayContaining([expect.objectContaining({ line, column })]) });
    expect(await counts()).toEqual(before);
  });

  it('refuses a file of another kind by its heading', async () => {
    expect(await load('name,age', 'An,30')).toMatchObject({ kind: 'refused', rows: [{ line: 1, column: 'heading', got: 'name,age' }] });
  });

  it('loads 50,000 vehicles in seconds', async () => {
    await load(PEOPLE, AN);
    const letters = 'ABCDEFGHKLMNPSTUVXYZ';
    const rows = Array.from({ length: 50_000 }, (_, n) => `61${letters[n % 19 === 10 ? 0 : n % 19] ?? 'A'}-${String(10_000 + Math.floor(n / 19)).padStart(5, '0')},white,car,Kia,đỏ,074090000001,2020-01-${String(1 + (n % 19)).padStart(2, '0')},2020-02-01`);
    const began = performance.now();
    const result = await load(VEHICLES, ...new Map(rows.map((row) => [row.split(',')[0], row])).values());
    const seconds = (performance.now() - began) / 1000;
    expect(result).toMatchObject({ kind: 'loaded' });
    expect(await db.prisma.vehicleOwnership.count()).toBeGreaterThan(45_000);
    process.stdout.write(`register import: ${Math.round(50_000 / seconds)} rows a second\n`);
  });
});
