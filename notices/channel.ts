// What every electronic channel is: it takes a notice with a key that makes a repeated sending harmless, and gives a receipt.
import type { EpochMs } from '../domain/units.ts';
import type { NoticeToSend } from '../prisma/notices.ts';

export type Parcel = {
  readonly notice: NoticeToSend;
  readonly pdf: Uint8Array;
  /** The owner portal's page of this notice. */
  readonly portalUrl: string;
  /** Notice and channel: the receiver keeps one of all that come under it. */
  readonly idempotencyKey: string;
};
/** Throws Failure: channel_down to be tried again, channel_refused when trying again is no use. */
export type SendNotice = (parcel: Parcel) => Promise<{ readonly receipt: string }>;
export type ReadReport = { readonly receipt: string; readonly at: EpochMs };
