// Judges a violation again from its stored facts alone: whoever holds the facts can tell whether they carry the offence.
import type { AccusedKind } from '../../domain/vehicle.ts';
import type { Facts, Offence } from '../../domain/violation.ts';
import { offenceOf } from './speed.ts';

/** The offence that the facts carry, or why they carry none. */
export type Rejudged = { readonly holds: true; readonly offence: Offence } | { readonly holds: false; readonly why: string };

type Claim = readonly [holds: boolean, otherwise: string];

export function rejudge(facts: Facts, vehicle: AccusedKind): Rejudged {
  const offence = carried(facts, vehicle);
  const failed = claims(facts).find(([holds]) => !holds);
  if (failed !== undefined) return { holds: false, why: failed[1] };
  return offence === null ? { holds: false, why: 'the charged speed is in no band' } : { holds: true, offence };
}

function carried(facts: Facts, vehicle: AccusedKind): Offence | null {
  switch (facts.rule) {
    case 'red_light':
      return 'red_light';
    case 'stop_line':
      return 'stop_line_or_marking';
    case 'solid_line':
    case 'standing':
      return facts.offence;
    case 'wrong_lane':
      return 'wrong_lane';
    case 'wrong_way':
      return 'wrong_way';
    case 'prohibited_road':
      return 'prohibited_road';
    case 'turn':
      return 'uturn_or_turn_forbidden';
    case 'speed':
      return offenceOf(facts.charged_kmh - facts.limit_kmh, vehicle);
  }
}

function claims(facts: Facts): readonly Claim[] {
  const order: Claim = [facts.before.at_ms < facts.after.at_ms, 'the sight before is not earlier than the sight after'];
  return [order, ...own(facts)];
}

function own(facts: Facts): readonly Claim[] {
  switch (facts.rule) {
    case 'red_light':
      return [
        [facts.red_for_ms >= facts.grace_ms, `red for ${facts.red_for_ms} ms, less than the grace of ${facts.grace_ms} ms`],
        [near(facts.front_ms - facts.red_since_ms, facts.red_for_ms), 'red_for_ms is not the time from red to the front\'s crossing'],
        [facts.front_ms <= facts.crossed_ms && facts.crossed_ms <= facts.ran_on_ms, 'front, crossing and running on are not in this order'],
        [facts.before.at_ms >= facts.red_since_ms, 'the sight before the line was not yet on red'],
        [facts.ran_on_px >= facts.needed_px, `ran on ${facts.ran_on_px} px, ${facts.needed_px} px are asked`],
        [facts.after.at_ms === facts.ran_on_ms, 'the sight after is not that of running on'],
      ];
    case 'stop_line':
      return [
        [facts.red_for_ms >= facts.grace_ms, `red for ${facts.red_for_ms} ms, less than the grace of ${facts.grace_ms} ms`],
        [facts.past_px >= facts.needed_px, `stood ${facts.past_px} px past, ${facts.needed_px} px are asked`],
        [facts.stood_ms > 0, 'it did not stand'],
      ];
    case 'solid_line':
      return [
        [facts.side_before_px * facts.side_after_px < 0, 'both sights are on one side of the line'],
        [Math.abs(facts.side_after_px) >= facts.needed_px, `came ${Math.abs(facts.side_after_px)} px past the line, ${facts.needed_px} px are asked`],
        [facts.before.at_ms <= facts.crossed_ms && facts.crossed_ms <= facts.after.at_ms, 'the crossing is not between the two sights'],
      ];
    case 'wrong_lane':
    case 'prohibited_road':
      return [
        [facts.inside_ms >= facts.needed_ms && near(facts.after.at_ms - facts.before.at_ms, facts.inside_ms), `inside for ${facts.inside_ms} ms, ${facts.needed_ms} ms are asked`],
        [facts.travelled_px >= facts.needed_px, `travelled ${facts.travelled_px} px, ${facts.needed_px} px are asked`],
      ];
    case 'wrong_way':
      return [
        [facts.travelled_px >= facts.needed_px, `travelled ${facts.travelled_px} px, ${facts.needed_px} px are asked`],
        [facts.against_deg > 90, `${facts.against_deg}° is not against the direction`],
      ];
    case 'turn':
      return [
        [Math.abs(facts.turned_deg) >= facts.needed_deg, `turned ${facts.turned_deg}°, ${facts.needed_deg}° are asked`],
        [facts.movement !== 'left' || facts.turned_deg < 0, 'a left turn is negative'],
        [facts.movement !== 'right' || facts.turned_deg > 0, 'a right turn is positive'],
      ];
    case 'speed':
      return speedClaims(facts);
    case 'standing':
      return [
        [facts.stood_ms >= facts.needed_ms && near(facts.after.at_ms - facts.before.at_ms, facts.stood_ms), `stood ${facts.stood_ms} ms, ${facts.needed_ms} ms are asked`],
        [facts.moved_px <= facts.allowed_px, `moved ${facts.moved_px} px, ${facts.allowed_px} px are allowed`],
      ];
  }
}

/** The secondary check: distance and time of the two witnesses give the speed without the pipeline. */
function speedClaims(facts: Extract<Facts, { rule: 'speed' }>): readonly Claim[] {
  const metres = Math.hypot(facts.to_m[0] - facts.from_m[0], facts.to_m[1] - facts.from_m[1]);
  const check = (metres / (facts.after.at_ms - facts.before.at_ms)) * 3600;
  const deducted = Math.max(facts.certified_error_kmh, facts.error_kmh);
  return [
    [near(metres, facts.baseline_m), 'the base line is not the distance between the two places'],
    [near(check, facts.check_kmh), `two places and times give ${check.toFixed(1)} km/h, not ${facts.check_kmh.toFixed(1)}`],
    [Math.abs(check - facts.measured_kmh) <= Math.max(facts.error_kmh, 3, 0.03 * facts.measured_kmh), `the two witnesses say ${check.toFixed(1)} km/h, the measurement ${facts.measured_kmh.toFixed(1)}`],
    [near(facts.measured_kmh - deducted, facts.charged_kmh), 'the charged speed is not the measured one less its error'],
    [facts.screening_only || facts.verification !== null, 'no verification, but not marked as screening only'],
    [facts.screening_only || (facts.screening_why ?? []).length === 0, `${(facts.screening_why ?? []).join(', ')}, but not marked as screening only`],
  ];
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
