// The rule engine keeps up with many cameras and forgets tracks that ended.
import { describe, expect, it } from 'vitest';
import type { Track } from '../../domain/sighting.ts';
import { bench } from './bench.ts';
import { longRun } from './long-run.ts';

describe('the rule engine alone', () => {
  it('judges 20 000 track updates a second on one core, and its memory is flat', () => {
    const { updates, seconds, verdicts, heapMiB } = bench(1);
    console.info(`${Math.round(updates / seconds)} updates a second; heap ${heapMiB.map((value) => value.toFixed(0)).join(' ')} MiB`);
    expect(verdicts).toBeGreaterThan(100);
    expect(updates / seconds).toBeGreaterThan(20_000);
    const [first = 0] = heapMiB.slice(1);
    expect(Math.max(...heapMiB.slice(2))).toBeLessThan(first + 60);
  }, 120_000);

  it('drops what it knew of a track that ended, for eight hours of traffic', async () => {
    const { tracks, verdicts, held, heapMiB } = await longRun(8);
    console.info(`${tracks} tracks, ${verdicts} verdicts, ${held} held; heap ${heapMiB.map((value) => value.toFixed(1)).join(' ')} MiB`);
    expect(tracks).toBeGreaterThan(2_000);
    expect(verdicts).toBeGreaterThan(1_000);
    expect(held).toBe(0);
    expect(Math.max(...heapMiB.slice(2))).toBeLessThan((heapMiB[1] ?? 0) + 8);
  }, 300_000);

  it('would notice if something held them', async () => {
    const kept: Track[] = [];
    expect((await longRun(0.5, (track) => kept.push(track))).held).toBeGreaterThan(50);
    expect(kept.length).toBeGreaterThan(100);
  }, 60_000);
});
