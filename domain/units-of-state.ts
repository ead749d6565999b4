// Detecting and issuing units by the names that they had on a day: units are dated data, never constants.
import { z } from 'zod';
import data from './data/units.json' with { type: 'json' };
import { vietnamDay } from './clock.ts';
import { Failure } from './errors.ts';
import type { EpochMs } from './units.ts';

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const span = z.strictObject({
  valid_from: day, valid_to: day.nullable(), parent: z.string(), name: z.string(), place: z.string(), suffix: z.string(),
  address: z.string(), phone: z.string(), source: z.string(), evidence: z.string(), confirmed: z.boolean(),
});
const ended = z.object({ name: z.string(), valid_to: day, now: z.string() });
const table = z.object({ units: z.array(z.strictObject({ key: z.string(), spans: z.array(span).min(1) })), provinces: z.array(ended) });
const { units, provinces } = table.parse(data);

/** A unit under the name of one stretch of time. */
export type StateUnit = z.infer<typeof span>;
export const UNIT_KEYS: readonly string[] = units.map(({ key }) => key);

/** The unit's name and place on the Vietnamese day of `at`. Throws Failure('bad_config') for an unknown key or a day without a name. */
export function unitAt(key: string, at: EpochMs): StateUnit {
  const on = vietnamDay(at);
  const unit = units.find((candidate) => candidate.key === key);
  if (unit === undefined) throw new Failure('bad_config', `unit: expected one of ${UNIT_KEYS.join(', ')}, got "${key}"; add it to domain/data/units.json`);
  const found = unit.spans.find(({ valid_from, valid_to }) => valid_from <= on && (valid_to === null || on <= valid_to));
  if (found === undefined) throw new Failure('bad_config', `unit ${key} has no name for ${on}; add a span to domain/data/units.json`);
  return found;
}

/** What a province had become by `at`, or null where its name was still in use. */
export function provinceEnded(province: string, at: EpochMs): string | null {
  const bare = province.replace(/^tỉnh\s+/i, '');
  const gone = provinces.find(({ name, valid_to }) => name === bare && vietnamDay(at) > valid_to);
  return gone?.now ?? null;
}
