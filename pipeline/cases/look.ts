// Looks at personal data and unmasked pictures: recorded first, answered after.
import type { Clock } from '../../domain/clock.ts';
import { Refused } from '../../domain/errors.ts';
import type { Actor, AuditData } from '../../domain/ledger.ts';
import type { CaseId, OfficerId } from '../../domain/units.ts';
import { caseById } from '../../prisma/cases.ts';
import { inTransaction, type Database } from '../../prisma/client.ts';
import { append } from '../../prisma/ledger.ts';
import { recipientOf } from '../../prisma/notices.ts';

export type SeenOwner = { readonly kind: 'person' | 'organisation'; readonly name: string; readonly address: string; readonly vehicle: string; readonly plate: string; readonly plateColour: string };
export type Looks = {
  /** The matched owner of a case; the look stands on the ledger with its purpose before anything is returned. */
  readonly owner: (officer: OfficerId, id: CaseId, purpose: string) => Promise<SeenOwner>;
  readonly record: (actor: Actor, id: CaseId, data: AuditData<'looked'>) => Promise<void>;
};

export function looks(db: Database, clock: Clock): Looks {
  return {
    record: async (actor, id, data) => inTransaction(db, async (tx) => append(tx, { actor, at: clock.now(), caseId: id }, 'looked', data)),
    owner: async (officer, id, purpose) =>
      inTransaction(db, async (tx) => {
        const file = await caseById(tx, id);
        if (file === null) throw new Refused('not_found', `case ${id} does not exist`);
        const linked = await tx.caseFile.findUniqueOrThrow({ where: { id }, include: { owner: true, vehicle: true } });
        if (file.match?.kind !== 'matched' || linked.owner === null || linked.vehicle === null) throw new Refused('no_owner', `case ${id} has no matched owner`);
        await append(tx, { actor: { kind: 'officer', id: officer }, at: clock.now(), caseId: id }, 'looked', { what: 'owner', purpose });
        const { kind, name, address } = recipientOf(linked.owner);
        return { kind, name, address, vehicle: linked.vehicle.vehicleKind, plate: linked.vehicle.plate, plateColour: linked.vehicle.plateColour };
      }),
  };
}
