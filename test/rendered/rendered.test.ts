// One short street, filmed and judged from its file, end to end: who rides against the traffic is accused, and nobody else.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from '../../cameras/ffmpeg.ts';
import { inheritedEnvironment, readConfig } from '../../cli/config.ts';
import { filmed, type Clip } from './clip.ts';
import { judged, type Result } from './score.ts';
import { siteOf } from './site.ts';

const site = siteOf({ seed: 4, layout: 'road', weather: 'day', role: 'tune', vehicles: 5, size: 0.5 });

describe('a filmed street', () => {
  const cache = mkdtempSync(join(tmpdir(), 'street-'));
  let clip: Clip;
  let result: Result;
  beforeAll(async () => {
    const { ffmpegPath, path } = readConfig(inheritedEnvironment());
    expect((await findFfmpeg(ffmpegPath, path)).path).not.toBe('');
    clip = await filmed(site, cache);
    result = await judged(site, clip);
  }, 600_000);
  afterAll(() => rmSync(cache, { recursive: true }));

  it('is as long as its traffic and knows where every vehicle was', () => {
    expect(result.frames).toBe(clip.truth.frames.length);
    for (const { id } of clip.truth.vehicles) expect(clip.truth.frames.filter(({ seen }) => seen.some((one) => one.id === id)).length).toBeGreaterThan(10);
  });

  it('has a vehicle drawn a few times, not once a frame', () => {
    const sights = clip.truth.frames.reduce((sum, { seen }) => sum + seen.length, 0);
    expect(clip.truth.drawn).toBeLessThan(sights / 3);
    expect(clip.truth.drawn).toBeGreaterThanOrEqual(clip.truth.vehicles.length);
  });

  it('gets exactly its offenders accused', () => {
    const guilty = clip.truth.vehicles.filter(({ guilt }) => guilt.some(({ offence, grade }) => offence === 'wrong_way' && grade === 'yes'));
    expect(guilty.length).toBeGreaterThan(0);
    expect(result.score.wrongs).toEqual([]);
    expect(result.score.tallies.get('wrong_way')?.found).toBe(guilty.length);
  });

  it('is not filmed twice', async () => {
    const before = statSync(clip.video).mtimeMs;
    expect((await filmed(site, cache)).truth).toEqual(clip.truth);
    expect(statSync(clip.video).mtimeMs).toBe(before);
  });
});
