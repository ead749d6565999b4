// The two register files: their columns, what each may hold, and the plate that an officer would write as it is stored.
import { parseInstant, vietnamDay } from '../domain/clock.ts';
import { formatsOf } from '../domain/plate.ts';
import { plateText } from '../domain/units.ts';
import { VEHICLE_KINDS } from '../domain/vehicle.ts';

/** What a cell becomes in the database (null: no value), or what was expected instead. */
export type Read = { readonly value: string | null } | { readonly expected: string };
export type Column = { readonly name: string; readonly type: 'text' | 'timestamptz' | 'date'; readonly read: (cell: string) => Read };
export type RegisterKind = 'vehicles' | 'population';

const ok = (value: string | null): Read => ({ value });
const text = (name: string): Column => ({ name, type: 'text', read: ok });
const required = (name: string, what: string): Column => ({ name, type: 'text', read: (cell) => (cell === '' ? { expected: what } : ok(cell)) });
const optional = (name: string, pattern: RegExp, what: string): Column => ({ name, type: 'text', read: (cell) => (cell === '' ? ok(null) : pattern.test(cell) ? ok(cell) : { expected: what }) });
const oneOf = (name: string, values: readonly string[], mayBeEmpty = false): Column => ({
  name,
  type: 'text',
  read: (cell) => (cell === '' && mayBeEmpty ? ok(null) : values.includes(cell) ? ok(cell) : { expected: `one of ${values.join(', ')}` }),
});
const moment = (name: string, mayBeEmpty: boolean): Column => ({
  name,
  type: 'timestamptz',
  read: (cell) => (cell === '' && mayBeEmpty ? ok(null) : instant(cell)),
});

function instant(cell: string): Read {
  try {
    return ok(new Date(parseInstant(cell)).toISOString());
  } catch {
    return { expected: 'a day such as 2024-05-31 or a moment such as 2024-05-31T08:00:00+07:00' };
  }
}

function day(cell: string): Read {
  if (cell === '') return ok(null);
  const expected = { expected: 'a day such as 1990-05-31' };
  if (!/^\d{4}-\d\d-\d\d$/.test(cell)) return expected;
  const read = instant(cell);
  // 1990-02-31 would silently become the 3rd of March.
  return 'value' in read && vietnamDay(parseInstant(cell)) === cell ? ok(cell) : expected;
}

function plate(cell: string): Read {
  const canonical = plateText(cell);
  return formatsOf(canonical).length > 0 ? ok(canonical) : { expected: 'a Vietnamese plate such as 61A-123.45 or 61-B1 123.45' };
}

export const REGISTER_COLUMNS: Readonly<Record<RegisterKind, readonly Column[]>> = {
  vehicles: [
    { name: 'plate', type: 'text', read: plate }, oneOf('plate_colour', ['white', 'yellow', 'blue', 'red']), oneOf('vehicle_kind', VEHICLE_KINDS.filter((kind) => kind !== 'person')),
    text('brand'), text('colour'), required('owner_id', 'the number of an owner in the population register'), moment('owned_from', false), moment('owned_to', true),
  ],
  population: [
    optional('owner_id', /^[0-9-]{9,14}$/, 'a personal number of 12 digits, or a tax number'), oneOf('owner_type', ['person', 'organisation']), required('name', 'a name'),
    { name: 'birth_date', type: 'date', read: day }, oneOf('sex', ['male', 'female'], true), required('address', 'an address'), required('ward', 'a ward'), required('province', 'a province'),
    optional('email', /^[^@\s]+@[^@\s]+$/, 'an e-mail address'), optional('phone', /^[+0-9][0-9 .-]{6,16}$/, 'a telephone number'), optional('vneid_account', /^\S+$/, 'an account name without blanks'),
  ],
};

/** What one row alone cannot be, column by column being right. */
export function rowFault(kind: RegisterKind, values: ReadonlyMap<string, string | null>): { readonly column: string; readonly expected: string } | null {
  const get = (name: string): string | null => values.get(name) ?? null;
  if (kind === 'vehicles') {
    const to = get('owned_to');
    return to !== null && to <= (get('owned_from') ?? '') ? { column: 'owned_to', expected: 'a moment after owned_from' } : null;
  }
  const id = get('owner_id');
  if (id === null) return { column: 'owner_id', expected: 'a personal number or a tax number' };
  if (get('owner_type') === 'person') return /^\d{12}$/.test(id) ? null : { column: 'owner_id', expected: 'a personal number of 12 digits' };
  return get('birth_date') === null && get('sex') === null ? null : { column: 'birth_date', expected: 'nothing for an organisation' };
}
