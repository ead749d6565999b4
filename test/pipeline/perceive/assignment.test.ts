// The assignment: optimal against every other way of pairing, forbidden pairs never made.
import { describe, expect, it } from 'vitest';
import { assign } from '../../../pipeline/perceive/assignment.ts';

const X = Infinity;
const pairsOf = (rows: readonly (readonly number[])[]) =>
  [...assign(Float64Array.from(rows.flat()), rows.length, rows[0]?.length ?? 0)].sort((a, b) => a.row - b.row).map(({ row, column }) => [row, column]);

describe('assign', () => {
  it.each([
    ['nothing to pair', [], []],
    ['one with one', [[1]], [[0, 0]]],
    ['the greedy choice would cost more', [[1, 2], [1.1, 9]], [[0, 1], [1, 0]]],
    ['a forbidden pair is never made', [[X, 1], [X, 2]], [[0, 1]]],
    ['more pairs before cheaper ones', [[0.1, 0.2], [0.1, X]], [[0, 1], [1, 0]]],
    ['more rows than columns', [[5], [1], [3]], [[1, 0]]],
    ['more columns than rows', [[5, 1, 3]], [[0, 1]]],
    ['two islands', [[1, X, X], [X, 2, 1], [X, 1, 5]], [[0, 0], [1, 2], [2, 1]]],
  ])('%s', (_, cost, expected) => {
    expect(pairsOf(cost)).toEqual(expected);
  });

  it('finds the least total of 200 random 6×6 problems that trying every order finds', () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let n = 0; n < 200; n += 1) {
      const cost = Float64Array.from({ length: 36 }, random);
      const found = assign(cost, 6, 6).reduce((sum, pair) => sum + pair.cost, 0);
      expect(found).toBeCloseTo(leastOf(cost, 0, [0, 1, 2, 3, 4, 5]), 9);
    }
  });
});

function leastOf(cost: Float64Array, row: number, columns: readonly number[]): number {
  if (columns.length === 0) return 0;
  return Math.min(...columns.map((column) => (cost[row * 6 + column] ?? 0) + leastOf(cost, row + 1, columns.filter((other) => other !== column))));
}
