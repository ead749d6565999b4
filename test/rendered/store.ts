// A street's result on disk, so that streets may be judged one by one and told of together.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { OFFENCES } from '../../domain/violation.ts';
import { newScore } from '../street/score.ts';
import type { Clip } from './clip.ts';
import type { Result } from './score.ts';
import type { Site } from './site.ts';

const count = z.number();
const tally = z.object({ right: count, wrong: count, found: count, guilty: count, marginal: count, visible: count, visibleFound: count });
const wrong = z.object({ plan: z.string(), offence: z.enum(OFFENCES), at: count, act: z.string(), kind: z.string(), why: z.string(), vehicle: count, track: z.string() });
const file = z.object({
  weather: z.string(), seconds: count, frames: count, vehicles: count,
  tallies: z.array(z.tuple([z.string(), tally])), voids: z.array(z.tuple([z.string(), count])), wrongs: z.array(wrong), missed: z.array(wrong), speedTried: count, speedWithin: count,
  plates: z.array(z.object({ clip: z.string(), kind: z.string(), layout: z.string(), background: z.string(), line_px: count, read: z.string().nullable(), is: z.string() })),
});

const place = ({ video }: Clip): string => join(dirname(video), 'result.json');

export function keep(clip: Clip, { score, weather, plates, seconds, frames }: Result): void {
  const { vehicles, tallies, voids, wrongs, missed, speedTried, speedWithin } = score;
  writeFileSync(place(clip), JSON.stringify({ weather, plates, seconds, frames, vehicles, tallies: [...tallies], voids: [...voids], wrongs, missed, speedTried, speedWithin }));
}

/** Null where it was not judged yet. */
export function kept(site: Site, clip: Clip): Result | null {
  if (!existsSync(place(clip))) return null;
  const { weather, plates, seconds, frames, vehicles, tallies, voids, wrongs, missed, speedTried, speedWithin } = file.parse(JSON.parse(readFileSync(place(clip), 'utf8')));
  const score = newScore(site.plan);
  Object.assign(score, { vehicles, frames, speedTried, speedWithin });
  for (const [key, each] of tallies) score.tallies.set(key, each);
  for (const [key, each] of voids) score.voids.set(key, each);
  score.wrongs.push(...wrongs);
  score.missed.push(...missed);
  return { score, weather, plates, seconds, frames };
}
