// Finds whom a plate belonged to at the second of the act; anything short of one fitting vehicle is left to a person.
import type { OwnerMatch } from '../../domain/case.ts';
import { advance } from '../../domain/case.ts';
import type { Clock } from '../../domain/clock.ts';
import { Failure } from '../../domain/errors.ts';
import type { JobOutcome, JobPayload } from '../../domain/ledger.ts';
import type { PlateColour, PlateVote } from '../../domain/sighting.ts';
import { caseId, type EpochMs, type PlateText } from '../../domain/units.ts';
import { lawVehicle, type AccusedKind } from '../../domain/vehicle.ts';
import type { Violation } from '../../domain/violation.ts';
import { caseById, setMatch } from '../../prisma/cases.ts';
import { inTransaction, type Database, type Tx } from '../../prisma/client.ts';
import { append } from '../../prisma/ledger.ts';
import { registeredUnder, type RegisteredVehicle } from '../../prisma/owners.ts';
import { violationById } from '../../prisma/violations.ts';

/** What was seen of the vehicle beside the text of its plate. */
export type Seen = { readonly kind: AccusedKind; readonly colour: PlateColour; readonly at: EpochMs };

/** A reading whose rival got a third of the readings or more is not settled. */
const RIVAL_SHARE = 1 / 3;

const differences = (vehicle: RegisteredVehicle, { kind, colour }: Seen): readonly ('kind' | 'plate_colour')[] => [
  // Car, bus and truck are one class of the law and are told apart less surely than from motorcycles.
  ...(lawVehicle(vehicle.kind) === lawVehicle(kind) ? [] : (['kind'] as const)),
  ...(colour === 'unknown' || vehicle.plateColour === colour ? [] : (['plate_colour'] as const)),
];

/** Pure: the registers' rows for `plate` (and its rival) and what was seen give one answer. */
export function judgeMatch(plate: PlateText, rival: PlateText | null, rows: readonly RegisteredVehicle[], seen: Seen): OwnerMatch {
  const fitting = rows.filter((row) => differences(row, seen).length === 0);
  const own = fitting.filter((row) => row.plate === plate);
  const others = fitting.filter((row) => row.plate === rival);
  const [only] = own;
  if (own.length > 1 || (own.length === 1 && others.length > 0)) return { kind: 'ambiguous', candidates: [...own, ...others].map((row) => row.plate) };
  if (only !== undefined) {
    return only.ownerId === null ? { kind: 'none', plate } : { kind: 'matched', vehicleId: only.vehicleId, ownerId: only.ownerId, plate };
  }
  const [nearest] = rows.filter((row) => row.plate === plate).toSorted((a, b) => differences(a, seen).length - differences(b, seen).length);
  return nearest === undefined ? { kind: 'none', plate } : { kind: 'conflict', vehicleId: nearest.vehicleId, plate, differs: differences(nearest, seen) };
}

/** Looks up the plate as the machine read it, or as an officer gave it (then it has no rival). */
export async function lookUp(tx: Tx, violation: Violation, plate: PlateText | null, source: 'read' | 'officer'): Promise<OwnerMatch> {
  if (plate === null) return { kind: 'none', plate: null };
  const rival = source === 'read' ? rivalOf(violation.plate) : null;
  const seen: Seen = { kind: violation.vehicle, colour: violation.plate?.colour ?? 'unknown', at: violation.at };
  const rows = await registeredUnder(tx, rival === null ? [plate] : [plate, rival], violation.at);
  return judgeMatch(plate, rival, rows, seen);
}

function rivalOf(vote: PlateVote | null): PlateText | null {
  if (vote === null || vote.runnerUp === null || vote.total === 0) return null;
  return 1 - vote.support / vote.total >= RIVAL_SHARE ? vote.runnerUp : null;
}

/** The handler of `match_owner`: an open case gets its answer and enters review; any other is left as it is. */
export function matchOwner(db: Database, clock: Clock): (payload: JobPayload<'match_owner'>) => Promise<JobOutcome> {
  return async ({ case: id }) =>
    inTransaction(db, async (tx) => {
      const found = await caseById(tx, caseId(id));
      if (found === null) throw new Failure('not_found', `case ${id} does not exist`);
      const to = advance(found.state, 'match');
      if (found.state !== 'open' || to === null) return 'skipped';
      const violation = await violationById(tx, found.violation);
      if (violation === null) throw new Failure('internal', `violation ${found.violation} of case ${id} does not exist`);
      const match = await lookUp(tx, violation, found.plate, found.plateSource);
      const at = clock.now();
      if (!(await setMatch(tx, found.id, found.state, to, match, at))) return 'skipped';
      await append(tx, { actor: { kind: 'system', id: 'match_owner' }, at, caseId: id }, 'owner_matched', { result: match.kind });
      return 'done';
    });
}
