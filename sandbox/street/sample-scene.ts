// The bundled sample as a described scene.
import type { Scene } from './description.ts';
import { dress } from './dress.ts';
import { DAYLIGHT, junction, SIGNAL_HEAD_M } from './junction.ts';
import { seededRandom } from './random.ts';
import { SAMPLE_PLAN } from './sample-plan.ts';

export const SAMPLE_SEED = 2;

export function sampleScene(): Scene {
  return {
    name: 'bundled sample',
    starts_at: '2026-11-20T08:15:00+07:00',
    seed: SAMPLE_SEED,
    duration_s: 32,
    ...junction(),
    light: { ...DAYLIGHT, sun: 3.4, sun_direction: [0.75, 1, 0.3], sky: 0.5, exposure: 1 },
    signal: {
      head_m: SIGNAL_HEAD_M,
      phases: [
        { from_s: 0, colour: 'green' },
        { from_s: 6, colour: 'amber' },
        { from_s: 9, colour: 'red' },
        { from_s: 27, colour: 'green' },
      ],
    },
    vehicles: dress(SAMPLE_PLAN, seededRandom(SAMPLE_SEED)),
  };
}
