// The rule engine keeps up with many cameras and forgets tracks that ended.
import { describe, expect, it } from 'vitest';
import { bench } from './bench.ts';

describe('the rule engine alone', () => {
  it('judges 20 000 track updates a second on one core, and its memory is flat', () => {
    const { updates, seconds, verdicts, heapMiB } = bench(1);
    console.info(`${Math.round(updates / seconds)} updates a second; heap ${heapMiB.map((value) => value.toFixed(0)).join(' ')} MiB`);
    expect(verdicts).toBeGreaterThan(100);
    expect(updates / seconds).toBeGreaterThan(20_000);
    const [first = 0] = heapMiB.slice(1);
    expect(Math.max(...heapMiB.slice(2))).toBeLessThan(first + 60);
  }, 120_000);
});
