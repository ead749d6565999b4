// The closed lists that CHECK constraints hold equal those of the code.
import { expect, it } from 'vitest';
import { CASE_STATES, DISMISS_REASONS } from '../../domain/case.ts';
import { CHANNELS } from '../../domain/notice.ts';
import { VEHICLE_KINDS } from '../../domain/vehicle.ts';
import { OFFENCES } from '../../domain/violation.ts';
import { ANSWERS, CONTESTS, RULINGS } from '../../prisma/contests.ts';
import { asAdmin, freshDatabase } from '../postgres.ts';

const { url } = await freshDatabase(1);

const ACCUSED = VEHICLE_KINDS.filter((kind) => kind !== 'person');

const LISTS: readonly (readonly [string, readonly string[]])[] = [
  ['case_file_state', CASE_STATES], ['violation_offence', OFFENCES], ['violation_vehicle_kind', ACCUSED], ['vehicle_register_kind', ACCUSED], ['decision_reason', Object.keys(DISMISS_REASONS)],
  ['delivery_channel', CHANNELS], ['contest_reason', [...Object.keys(ANSWERS), ...Object.keys(CONTESTS)]], ['contest_ruling', RULINGS],
];

it.each(LISTS)('checks %s against the list of the code', async (constraint, values) => {
  const { rows } = await asAdmin(url, `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = '${constraint}'`);
  const definition = String(rows[0]?.definition);
  const listed = [...definition.matchAll(/'([a-z_0-9]+)'/g)].map(([, value]) => value);
  expect(listed.toSorted()).toEqual([...values].toSorted());
});
