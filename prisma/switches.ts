// The operator's switches of a camera with their hours, as rows.
import { z } from 'zod';
import { fromDate, fromDateOrNull, toDate } from './time.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Tx } from './client.ts';

export const SWITCH_KINDS = ['officer_directing', 'signal_fault', 'priority_passing'] as const;
export type SwitchKind = (typeof SWITCH_KINDS)[number];
export type SwitchRow = { readonly kind: SwitchKind; readonly from: EpochMs; readonly until: EpochMs | null; readonly setBy: string };

/** The switches of a camera that hold at a moment. */
export async function switchesAt({ cameraSwitch }: Tx, camera: string, at: EpochMs): Promise<readonly SwitchRow[]> {
  const moment = toDate(at);
  const rows = await cameraSwitch.findMany({ where: { camera, fromAt: { lte: moment }, OR: [{ toAt: null }, { toAt: { gt: moment } }] }, orderBy: { id: 'asc' } });
  return rows.map(({ kind, fromAt, toAt, setBy }) => ({ kind: z.enum(SWITCH_KINDS).parse(kind), from: fromDate(fromAt), until: fromDateOrNull(toAt), setBy }));
}

/** Ends whatever of this kind holds, and begins a new stretch where `until` is given. */
export async function setSwitch({ cameraSwitch }: Tx, camera: string, kind: SwitchKind, at: EpochMs, until: EpochMs | null, setBy: string): Promise<void> {
  const moment = toDate(at);
  await cameraSwitch.updateMany({ where: { camera, kind, fromAt: { lte: moment }, OR: [{ toAt: null }, { toAt: { gt: moment } }] }, data: { toAt: moment } });
  if (until !== null) await cameraSwitch.create({ data: { camera, kind, fromAt: moment, toAt: toDate(until), setBy, setAt: moment } });
}
