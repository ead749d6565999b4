// Asks the registers: which vehicles bear a plate, and who owned each at one moment.
import { z } from 'zod';
import { plateText, type EpochMs, type PlateText } from '../domain/units.ts';
import { VEHICLE_KINDS, type AccusedKind } from '../domain/vehicle.ts';
import type { Tx } from './client.ts';
import { toDate } from './time.ts';

export type RegisteredVehicle = {
  readonly vehicleId: string;
  readonly plate: PlateText;
  readonly plateColour: 'white' | 'yellow' | 'blue' | 'red';
  readonly kind: AccusedKind;
  /** Owner at the moment asked for; null where the register names nobody for it. */
  readonly ownerId: string | null;
};

const row = z.object({
  id: z.string(), plate: z.string(), plateColour: z.enum(['white', 'yellow', 'blue', 'red']), vehicleKind: z.enum(VEHICLE_KINDS).exclude(['person']),
  ownerships: z.array(z.object({ ownerId: z.string() })),
});

/** Every vehicle registered under one of `plates`, each with its owner at `at` (from inclusive, to exclusive). */
export async function registeredUnder({ vehicleRegister }: Tx, plates: readonly PlateText[], at: EpochMs): Promise<readonly RegisteredVehicle[]> {
  const moment = toDate(at);
  const found = await vehicleRegister.findMany({
    where: { plate: { in: [...plates] } },
    include: { ownerships: { where: { ownedFrom: { lte: moment }, OR: [{ ownedTo: null }, { ownedTo: { gt: moment } }] }, select: { ownerId: true } } },
    orderBy: { id: 'asc' },
  });
  return found.map((stored) => {
    const { id, plate, plateColour, vehicleKind, ownerships } = row.parse(stored);
    return { vehicleId: id, plate: plateText(plate), plateColour, kind: vehicleKind, ownerId: ownerships[0]?.ownerId ?? null };
  });
}
