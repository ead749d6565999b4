// What `start` prints of the cases on record.
import { vietnamText } from '../domain/clock.ts';
import { displayPlate } from '../domain/plate.ts';
import { plateText } from '../domain/units.ts';
import type { Database } from './client.ts';
import { fromDate } from './time.ts';

export type FoundCase = { readonly number: string; readonly offence: string; readonly vehicle: string; readonly at: string; readonly plate: string | null; readonly state: string };

/** The newest cases, oldest of them first. */
export async function casesFound({ prisma }: Database, most = 50): Promise<readonly FoundCase[]> {
  const rows = await prisma.caseFile.findMany({ include: { violation: true }, orderBy: { number: 'desc' }, take: most });
  return rows.toReversed().map(({ number, state, plate, violation: { offence, vehicleKind, occurredAt } }) => ({
    number, state, offence, vehicle: vehicleKind, at: vietnamText(fromDate(occurredAt)), plate: plate === null ? null : displayPlate(plateText(plate)),
  }));
}
