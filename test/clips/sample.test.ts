// The bundled sample, from pixels to verdicts: every offence that its program says, no other, every plate exact.
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
  it('gives every offence within half a second, no other, and every plate exactly', async () => {
    const config = readConfig(inheritedEnvironment());
    useFfmpeg((await findFfmpeg(config.ffmpegPath, config.path)).path);
    const { camera, sha256 } = await loadCamera(`${FOLDER}camera.yaml`);
    const expected = truth.parse(JSON.parse(await readFile(`${FOLDER}truth.json`, 'utf8'))).offences;
    const from = performance.now();
    const { offences, frames } = await judgeClip({ clip: `${FOLDER}clip.mp4`, camera, sha256, manifest: OWN_MANIFEST, threads: 2 });
    console.log(`bundled sample: ${frames} frames in ${((performance.now() - from) / 1000).toFixed(1)} s\n${offences.map(({ offence, t_s, vehicle, plate }) => `${offence} ${t_s} ${vehicle} ${plate?.text ?? '-'} ${plate?.score ?? ''}`).join('\n')}`);
    expect(offences.map(({ offence, vehicle, plate }) => ({ offence, vehicle, plate: plate?.text }))).toEqual(expected.map(({ offence, vehicle, plate }) => ({ offence, vehicle, plate: plateText(plate) })));
    offences.forEach(({ t_s }, i) => {
      expect(Math.abs(t_s - (expected[i]?.t_s ?? Infinity))).toBeLessThanOrEqual(0.5);
    });
  }, 600_000);
});
