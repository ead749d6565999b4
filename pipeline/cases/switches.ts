// An operator turns a camera's switch on for some hours, or off: written and audited in one transaction.
import { vietnamIso, type Clock } from '../../domain/clock.ts';
import type { EpochMs } from '../../domain/units.ts';
import { inTransaction, type Database } from '../../prisma/client.ts';
import { append } from '../../prisma/ledger.ts';
import { setSwitch, switchesAt, type SwitchKind, type SwitchRow } from '../../prisma/switches.ts';

export type Switches = {
  readonly now: (camera: string) => Promise<readonly SwitchRow[]>;
  /** `until` null ends it at once. */
  readonly set: (operator: string, camera: string, kind: SwitchKind, until: EpochMs | null) => Promise<void>;
  /** Another setting of a camera was changed; this puts it on the ledger. */
  readonly note: (operator: string, camera: string, setting: string, value: string) => Promise<void>;
};

export function switches(db: Database, clock: Clock): Switches {
  return {
    now: async (camera) => switchesAt(db.prisma, camera, clock.now()),
    note: async (operator, camera, setting, value) => inTransaction(db, async (tx) => append(tx, { actor: { kind: 'operator', id: operator }, at: clock.now(), caseId: null }, 'setting_changed', { setting, camera, value })),
    set: async (operator, camera, kind, until) =>
      inTransaction(db, async (tx) => {
        await setSwitch(tx, camera, kind, clock.now(), until, operator);
        await append(tx, { actor: { kind: 'operator', id: operator }, at: clock.now(), caseId: null }, 'setting_changed', { setting: kind, camera, value: until === null ? 'off' : `until ${vietnamIso(until)}` });
      }),
  };
}
