// Whether anybody could have seen an act: by how much of the vehicle the camera had before it about the deciding time.
import type { Offence } from '../../domain/violation.ts';

/** More than half of it hidden, for longer than rules bridge, while the act is decided: nobody can prove it from this camera. */
const HIDDEN = 0.5;
const LONGEST_MS = 500;

export type Hidings = {
  readonly see: (id: number, hidden: number, at: number) => void;
  /** Stretches of one vehicle, which is then forgotten. */
  readonly end: (id: number) => readonly Hiding[];
};
export type Hiding = { readonly from: number; to: number };

export function createHidings(): Hidings {
  const of = new Map<number, Hiding[]>();
  const open = new Map<number, Hiding>();
  return {
    see: (id, hidden, at) => {
      const current = open.get(id);
      if (hidden <= HIDDEN) {
        open.delete(id);
        return;
      }
      if (current !== undefined) {
        current.to = at;
        return;
      }
      const fresh = { from: at, to: at };
      open.set(id, fresh);
      of.set(id, [...(of.get(id) ?? []), fresh]);
    },
    end: (id) => {
      const all = of.get(id) ?? [];
      of.delete(id);
      open.delete(id);
      return all;
    },
  };
}

/** Time before and after the moment of the act in which it is decided; null where the act has no one moment. */
function decided(offence: Offence): readonly [number, number] | null {
  if (offence.startsWith('speed_')) return [2_000, 0];
  if (offence === 'stop_no_stopping_sign' || offence === 'park_no_parking_sign') return null;
  return offence === 'red_light' || offence === 'crosses_solid_line' ? [1_000, 2_000] : [1_000, 3_000];
}

export function visible(hidings: readonly Hiding[], offence: Offence, at: number): boolean {
  const span = decided(offence);
  if (span === null || at === 0) return true;
  return !hidings.some(({ from, to }) => Math.min(to, at + span[1]) - Math.max(from, at - span[0]) >= LONGEST_MS);
}
