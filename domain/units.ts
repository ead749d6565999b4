// Branded ids and units: a number or a string that says what it counts, minted only here.

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Branded<number, 'EpochMs'>;
/** Media time: milliseconds since the first frame of a stream session. */
export type MediaMs = Branded<number, 'MediaMs'>;
export type Sha256 = Branded<string, 'Sha256'>;

export type CameraId = Branded<string, 'CameraId'>;
/** One uninterrupted stretch of one camera's stream; a new one begins after every reconnect. */
export type SessionId = Branded<string, 'SessionId'>;
export type TrackId = Branded<string, 'TrackId'>;
export type ViolationId = Branded<string, 'ViolationId'>;
export type CaseId = Branded<string, 'CaseId'>;
export type NoticeId = Branded<string, 'NoticeId'>;
export type OfficerId = Branded<string, 'OfficerId'>;
/** Upper-case A–Z and 0–9 only, Đ written D, no marks: `61B112345`. */
export type PlateText = Branded<string, 'PlateText'>;

export const epochMs = (value: number): EpochMs => finite(value, 'EpochMs') as EpochMs;
export const mediaMs = (value: number): MediaMs => finite(value, 'MediaMs') as MediaMs;
export const cameraId = (value: string): CameraId => nonEmpty(value, 'CameraId') as CameraId;
export const sessionId = (value: string): SessionId => nonEmpty(value, 'SessionId') as SessionId;
export const trackId = (value: string): TrackId => nonEmpty(value, 'TrackId') as TrackId;
export const violationId = (value: string): ViolationId => nonEmpty(value, 'ViolationId') as ViolationId;
export const caseId = (value: string): CaseId => nonEmpty(value, 'CaseId') as CaseId;
export const noticeId = (value: string): NoticeId => nonEmpty(value, 'NoticeId') as NoticeId;
export const officerId = (value: string): OfficerId => nonEmpty(value, 'OfficerId') as OfficerId;

export function sha256(value: string): Sha256 {
  if (!/^[0-9a-f]{64}$/.test(value)) throw new TypeError(`Sha256: expected 64 lower-case hex digits, got "${value}"`);
  return value as Sha256;
}

/** Canonical plate text: upper-case, Đ→D, everything but A–Z and 0–9 dropped (DOMAIN.md §4). */
export function plateText(value: string): PlateText {
  return value.toUpperCase().replaceAll('Đ', 'D').replace(/[^A-Z0-9]/g, '') as PlateText;
}

/** Media time of a moment `epoch` in a session whose first frame was captured at `start`. */
export const toEpoch = (start: EpochMs, at: MediaMs): EpochMs => epochMs(start + at);

function finite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new TypeError(`${name}: expected a finite number of milliseconds, got ${value}`);
  return value;
}

function nonEmpty(value: string, name: string): string {
  if (value === '') throw new TypeError(`${name}: expected a non-empty string`);
  return value;
}
