// A seeded source of chance: the same seed gives the same street on every machine.

export type Chance = {
  /** 0 ≤ x < 1 */
  readonly next: () => number;
  readonly between: (low: number, high: number) => number;
  readonly normal: (mean: number, sd: number) => number;
  readonly happens: (share: number) => boolean;
  readonly pick: <T>(weighted: readonly (readonly [T, number])[]) => T;
};

/** Mulberry32: 32 bits of state, good enough for traffic. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (mean: number, sd: number): number => mean + sd * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    normal,
    between: (low, high) => low + (high - low) * next(),
    happens: (share) => next() < share,
    pick: (weighted) => {
      let left = next() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of weighted) {
        left -= weight;
        if (left < 0) return value;
      }
      const last = weighted.at(-1);
      if (last === undefined) throw new Error('expected something to choose from');
      return last[0];
    },
  };
}
