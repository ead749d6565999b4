// The bundled sample, from pixels to verdicts: every offence that its program says, no other, and no plate surely read that is another's.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inheritedEnvironment, readConfig } from '../../cli/config.ts';
import { judgeClip } from '../../cli/judge.ts';
import { findFfmpeg, useFfmpeg } from '../../cameras/ffmpeg.ts';
import { loadCamera } from '../../cameras/registry.ts';
import { plateText } from '../../domain/units.ts';
import { OWN_MANIFEST } from '../../models/eyes.ts';

const FOLDER = new URL('../../sandbox/sample/', import.meta.url).pathname;
const truth = z.object({ offences: z.array(z.object({ offence: z.string(), t_s: z.number(), vehicle: z.string(), plate: z.string() })) });

describe('the bundled sample', () => {
  it('gives every offence within half a second, no other, every plate that it is sure of exactly, and at most one that an officer must mend', async () => {
    const config = readConfig(inheritedEnvironment());
    useFfmpeg((await findFfmpeg(config.ffmpegPath, config.path)).path);
    const { camera, sha256 } = await loadCamera(`${FOLDER}camera.yaml`);
    const expected = truth.parse(JSON.parse(await readFile(`${FOLDER}truth.json`, 'utf8'))).offences;
    const from = performance.now();
    const { offences, frames } = await judgeClip({ clip: `${FOLDER}clip.mp4`, camera, sha256, manifest: OWN_MANIFEST, threads: 2 });
    console.log(`bundled sample: ${frames} frames in ${((performance.now() - from) / 1000).toFixed(1)} s\n${offences.map(({ offence, t_s, vehicle, plate }) => `${offence} ${t_s} ${vehicle} ${plate?.text ?? '-'} ${plate?.score ?? ''}`).join('\n')}`);
    expect(offences.map(({ offence, vehicle }) => ({ offence, vehicle }))).toEqual(expected.map(({ offence, vehicle }) => ({ offence, vehicle })));
    const wrong = offences.filter(({ plate }, i) => plate?.text !== plateText(expected[i]?.plate ?? ''));
    expect(wrong.length).toBeLessThanOrEqual(1);
    for (const { plate } of wrong) expect(plate?.score ?? 0).toBeLessThan(0.9);
    offences.forEach(({ t_s }, i) => {
      expect(Math.abs(t_s - (expected[i]?.t_s ?? Infinity))).toBeLessThanOrEqual(0.5);
    });
  }, 600_000);
});
