// Red light on traffic that no code of ours drove: fifteen minutes of an approach recorded from SUMO.
import { describe, expect, it } from 'vitest';
import { MEASURED, PERFECT } from '../detector-model.ts';
import { replay } from './replay.ts';

const file = new URL('./traffic.json.gz', import.meta.url);

describe('traffic of SUMO', () => {
  it('accuses runners and nobody else, through a perfect detector', () => {
    const seen = replay(file, PERFECT);
    console.info(`perfect detector: ${seen.found} of ${seen.guilty} guilty among ${seen.vehicles}; wrong: ${seen.wrong.join('; ') || 'none'}`);
    expect(seen.guilty).toBeGreaterThan(3);
    expect(seen.wrong).toEqual([]);
    expect(seen.found / seen.guilty).toBeGreaterThan(0.6);
  }, 240_000);

  it('accuses nobody wrongly through the detector model', () => {
    const seen = replay(file, MEASURED, 420_000);
    console.info(`modelled detector, first seven minutes: ${seen.found} found; wrong: ${seen.wrong.join('; ') || 'none'}`);
    expect(seen.wrong).toEqual([]);
  }, 240_000);
});
