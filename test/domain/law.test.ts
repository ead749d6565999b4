// The decree in force on the day of the act decides article, band and points.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../domain/clock.ts';
import { lawAt, lawReference, parseFines } from '../../domain/law.ts';
import type { AccusedKind } from '../../domain/vehicle.ts';
import type { Offence } from '../../domain/violation.ts';

const table = parseFines(readFileSync(join(import.meta.dirname, '../../domain/data/fines.csv'), 'utf8'));

describe('lawAt', () => {
  const rows: readonly (readonly [string, Offence, AccusedKind, string, number, number | null])[] = [
    ['the last second of 2024', 'red_light', 'motorcycle', '2024-12-31T23:59:59+07:00', 1_000_000, null],
    ['the first second of 2025', 'red_light', 'motorcycle', '2025-01-01T00:00:00+07:00', 6_000_000, 4],
    ['the same moment told in UTC', 'red_light', 'motorcycle', '2024-12-31T17:00:00Z', 6_000_000, 4],
    ['a bus is a car to Điều 6', 'red_light', 'bus', '2026-11-20T08:15:00+07:00', 20_000_000, 4],
    ['a solid line is a marking', 'crosses_solid_line', 'car', '2026-11-20T08:15:00+07:00', 600_000, 0],
    ['a motorcycle 40 km/h over', 'speed_35_up', 'motorcycle', '2026-11-20T08:15:00+07:00', 8_000_000, 4],
  ];
  it.each(rows)('%s', (_, offence, kind, at, max, points) => {
    expect(lawAt(table, offence, kind, parseInstant(at))).toMatchObject({ max_vnd: max, points });
  });

  it('names the article as a notice does', () => {
    expect(lawReference(lawAt(table, 'red_light', 'car', parseInstant('2026-01-01')))).toBe('điểm b khoản 9 Điều 6');
  });

  it('refuses what the table does not hold', () => {
    expect(() => lawAt(table, 'speed_35_up', 'bicycle', parseInstant('2026-01-01'))).toThrow(/no row/);
    expect(() => lawAt(table, 'red_light', 'car', parseInstant('2019-01-01'))).toThrow(/2019-01-01/);
  });

  it('names the line of a row that is wrong', () => {
    expect(() => parseFines('decree,valid_from,valid_to,vehicle,offence_key,offence_vi,article,clause,point,min_vnd,max_vnd,mid_vnd,points,suspension_months,evidence\n168,2025-01-01,,car,x,y,6,9,b,lots,2,1,4,,V')).toThrow(/line 2/);
  });
});
