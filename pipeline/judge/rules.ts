// The table of rules and the judge that runs them over what perception says.
import type { Scene } from '../../domain/scene.ts';
import type { Sight } from '../../domain/sighting.ts';
import type { Accused, Circumstances, Note, Rule, Verdict } from '../../domain/violation.ts';
import { astride } from './astride.ts';
import { createOnce } from './once.ts';
import { redLight } from './red-light.ts';
import { solidLine } from './solid-line.ts';
import { speed } from './speed.ts';
import { standing } from './standing.ts';
import { turn } from './turn.ts';
import { prohibitedRoad, wrongLane } from './wrong-lane.ts';
import { wrongWay } from './wrong-way.ts';

/** Printed in every violation; changes with every change that can change a verdict. */
export const RULES_VERSION = '1.5.6';

export const RULES: readonly Rule[] = [redLight, solidLine, astride, wrongWay, wrongLane, prohibitedRoad, turn, speed, standing];

export type JudgeOptions = {
  /** A part of the table, for measuring one rule alone. */
  readonly rules?: readonly Rule[];
  /** Hears what the rules weighed without accusing; costs time, so only for `judge --explain`. */
  readonly note?: (note: Note) => void;
};

export type Judge = { readonly version: string; readonly see: (sight: Sight, circumstances: Circumstances) => readonly Verdict[] };

/** Nothing against judging: what tests and clips without a site assume. */
export const ALL_WELL: Circumstances = { officerDirecting: false, signalFault: false, cameraMoved: false, clockInStep: true, inspectionValid: true, speedVerified: true };

/** A judge for one session of one camera. Keeps state only of tracks that still live. */
export function createJudge(scene: Scene, options: JudgeOptions = {}): Judge {
  const once = createOnce();
  const running = (options.rules ?? RULES).map((rule) => rule.create(scene, options.note));
  return {
    version: RULES_VERSION,
    see: (sight, circumstances) => once(sight, running.flatMap((rule) => rule.see(sight, circumstances)).filter((verdict) => {
      if (!isBeyondLaw(verdict)) return true;
      options.note?.(beyondLaw(verdict));
      return false;
    })),
  };
}

/** The fine schedule knows a cyclist only for these acts (ND 168 Điều 9): of any other there is nothing to charge. */
const isBeyondLaw = (verdict: Verdict): verdict is Accused => verdict.kind === 'accused' && verdict.vehicle === 'bicycle' && verdict.offence !== 'red_light' && verdict.offence !== 'wrong_way';

const beyondLaw = ({ facts, track, at, offence }: Accused): Note => ({
  rule: facts.rule, track, at,
  vi: `trông giống ${offence}, nhưng xe được coi là xe đạp và bảng mức phạt không có hành vi này cho xe đạp`,
  en: `looked like ${offence}, but it is taken for a bicycle, for which the fine schedule has no such act`,
});
