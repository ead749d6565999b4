// Log lines: one JSON object each with a moment and where it comes from; texts without personal data.
import { appendFileSync } from 'node:fs';
import { systemClock, vietnamIso } from '../domain/clock.ts';

/** A fault, on standard error; the parent keeps it in a file of the process. */
export function logFault(where: string, reason: string): void {
  process.stderr.write(`${JSON.stringify({ at: vietnamIso(systemClock.now()), where, reason })}\n`);
}

/** Appends what a child said to its file; the terminal stays free for people. */
export const appendLog = (file: string, text: string): void => appendFileSync(file, text, { mode: 0o600 });
