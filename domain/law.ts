// The fine schedule as dated data: which article, band and points an act had on the day it was done.
import { z } from 'zod';
import { vietnamDay } from './clock.ts';
import { Refused } from './errors.ts';
import type { EpochMs } from './units.ts';
import { lawVehicle, type AccusedKind, type LawVehicle } from './vehicle.ts';
import type { Offence } from './violation.ts';

const optionalDay = z.string().regex(/^\d{4}-\d\d-\d\d$/).nullable();
const row = z.object({
  decree: z.string(), valid_from: z.string(), valid_to: optionalDay, vehicle: z.string(), offence_key: z.string(), offence_vi: z.string(),
  article: z.string(), clause: z.string(), point: z.string(), min_vnd: z.coerce.number().int(), max_vnd: z.coerce.number().int(), mid_vnd: z.coerce.number().int(),
  points: z.coerce.number().int().nullable(), suspension_months: z.string(), evidence: z.string(),
});
export type FineRow = z.infer<typeof row>;
export type LawTable = { readonly rows: readonly FineRow[] };

/** Parses fines.csv. Throws Error naming the line and what was expected. */
export function parseFines(csv: string): LawTable {
  const [header = '', ...lines] = csv.trim().split(/\r?\n/);
  const names = header.split(',');
  const rows = lines.map((line, index) => {
    const cells = csvCells(line);
    const record = Object.fromEntries(names.map((name, column) => [name, emptyToNull(name, cells[column] ?? '')]));
    const parsed = row.safeParse(record);
    if (!parsed.success) throw new Error(`fines.csv line ${index + 2}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
  return { rows };
}

/** Acts that no row names by themselves are charged under another (DOMAIN.md §3). */
export function lawKeys(offence: Offence, vehicle: LawVehicle): readonly string[] {
  switch (offence) {
    case 'crosses_solid_line':
      return ['stop_line_or_marking'];
    case 'uturn_or_turn_forbidden':
      return vehicle === 'motorcycle' ? ['uturn_forbidden', 'turn_forbidden'] : ['uturn_or_turn_forbidden'];
    case 'speed_20_35':
    case 'speed_35_up':
      return vehicle === 'car' ? [offence] : ['speed_20_up'];
    case 'stop_no_stopping_sign':
    case 'park_no_parking_sign':
      return vehicle === 'motorcycle' ? ['stop_park_forbidden'] : [offence];
    default:
      return [offence];
  }
}

/** The row in force on the Vietnamese calendar day of the act. Throws Refused('law_missing') where the table has none. */
export function lawAt(table: LawTable, offence: Offence, kind: AccusedKind, at: EpochMs): FineRow {
  const day = vietnamDay(at);
  const vehicle = lawVehicle(kind);
  const keys = lawKeys(offence, vehicle);
  const found = table.rows.find(
    (candidate) => candidate.vehicle === vehicle && keys.includes(candidate.offence_key) && candidate.valid_from <= day && (candidate.valid_to === null || day <= candidate.valid_to),
  );
  if (found === undefined) throw new Refused('law_missing', `no row of the fine schedule for ${offence} by ${vehicle} on ${day}`);
  return found;
}

/** `điểm b khoản 9 Điều 6`; some old rows have no point. */
export function lawReference({ article, clause, point }: FineRow): string {
  return `${point === '' ? '' : `điểm ${point} `}khoản ${clause} Điều ${article}`;
}

function emptyToNull(name: string, cell: string): string | null {
  return cell === '' && (name === 'valid_to' || name === 'points') ? null : cell;
}

function csvCells(line: string): readonly string[] {
  const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return cells.map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '').replaceAll('""', '"'));
}
