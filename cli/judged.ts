// What judging one clip gives: the lines that are printed, and what `--explain` needs beside them.
import type { SignalColour, Track } from '../domain/sighting.ts';
import type { Note, Violation, Verdict } from '../domain/violation.ts';

export type JudgedOffence = {
  readonly offence: string;
  readonly t_s: number;
  readonly vehicle: string;
  readonly track: string;
  readonly point_px: readonly [number, number];
  readonly signal: SignalColour | null;
  readonly plate: { readonly text: string; readonly score: number; readonly support: number } | null;
  /** Where the plate was read by another camera of the site. */
  readonly pairing?: NonNullable<Violation['pairing']>;
  readonly facts: Violation['facts'];
};
export type Judged = { readonly offences: readonly JudgedOffence[]; readonly verdicts: readonly Verdict[]; readonly notes: readonly Note[]; readonly frames: number; readonly tracks: readonly Track[] };
