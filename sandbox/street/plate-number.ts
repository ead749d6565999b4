// Number plates of the fictional vehicles, in the grammar of TT 79/2024: province, series, five digits.
import type { ScenePlate, VehicleKind } from './description.ts';
import type { Random } from './random.ts';

/** The twenty series letters; I, J, O, Q, R and W are never used as a first letter. */
const SERIES = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'K', 'L', 'M', 'N', 'P', 'S', 'T', 'U', 'V', 'X', 'Y', 'Z'] as const;
/** Second letters on which both lists of the circular agree. */
const SECOND = ['A', 'B', 'C', 'D', 'E', 'F', 'H', 'K', 'L', 'M', 'N', 'P', 'S', 'T', 'U', 'V', 'X', 'Y', 'Z'] as const;
/** Mostly the street's own province, some neighbours. */
const PROVINCES = ['61', '61', '61', '61', '61', '61', '59', '60', '50', '51', '93'] as const;

export function plateFor(kind: VehicleKind, random: Random, commercial: boolean): ScenePlate {
  const province = random.pick(PROVINCES);
  const number = `${random.digits(3)}.${random.digits(2)}`;
  if (kind === 'motorcycle') {
    const series = random.pick(SERIES) + (random.chance(0.65) ? String(random.integer(1, 9)) : random.pick(SECOND));
    return { text: `${province}-${series} ${number}`, layout: 'motorcycle', background: 'white' };
  }
  const long = kind === 'car' && random.chance(0.45);
  return {
    text: `${province}${random.pick(SERIES)}-${number}`,
    layout: long ? 'long' : 'short',
    background: commercial ? 'yellow' : 'white',
  };
}
