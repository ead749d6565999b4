// The notice (thông báo, Mẫu 01/73) and its delivery: fields, channels and the states of each.
import type { CaseId, EpochMs, NoticeId, Sha256 } from './units.ts';

export const CHANNELS = ['vneid', 'email', 'paper'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Fields of the form (DOMAIN.md §2); the notice carries no amount to pay and no account number. */
export type NoticeFields = {
  readonly form: string;
  readonly number: string;
  readonly issuing_authority_parent: string;
  readonly issuing_unit: string;
  readonly place: string;
  readonly issued_at: EpochMs;
  readonly addressee: string;
  readonly detecting_unit: string;
  readonly vehicle_type: string;
  readonly plate: string;
  readonly plate_colour: string;
  readonly owner_name: string;
  readonly owner_address: string;
  readonly violation_at: EpochMs;
  readonly violation_place: string;
  readonly offence_text: string;
  readonly legal_basis: string;
  readonly appointment: string;
  readonly appear_at_unit: string;
  readonly appear_at_address: string;
  readonly alternative_unit: string;
  readonly bring: string;
  readonly consequence: string;
  readonly enclosure: readonly string[];
  readonly contact_phone: string;
  readonly recipients: readonly string[];
  readonly signer_title: string;
  readonly signer_name: string;
  readonly verify_url: string;
  readonly evidence_sha256: Sha256;
  readonly synthetic: boolean;
};

export type Notice = { readonly id: NoticeId; readonly case: CaseId; readonly number: string; readonly issuedAt: EpochMs; readonly respondBy: EpochMs; readonly pdfSha256: Sha256; readonly evidenceSha256: Sha256 };

export type Delivery = { readonly notice: NoticeId; readonly channel: Channel; readonly attempts: number } & (
  | { readonly state: 'queued' }
  | { readonly state: 'accepted'; readonly at: EpochMs; readonly receipt: string }
  | { readonly state: 'read'; readonly at: EpochMs }
  | { readonly state: 'failed'; readonly at: EpochMs; readonly code: string; readonly final: boolean }
);
