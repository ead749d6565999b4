// Moments as the database driver wants them, and back.
import { epochMs, type EpochMs } from '../domain/units.ts';

export const toDate = (at: EpochMs): Date => new Date(at);
export const fromDate = (date: Date): EpochMs => epochMs(date.getTime());
export const fromDateOrNull = (date: Date | null): EpochMs | null => (date === null ? null : fromDate(date));
