// Rain before the lens: bright streaks, other ones in every frame.
import { seededRandom } from './random.ts';

const STREAKS = 700;
const LENGTH_PX = [14, 46] as const;
const SLANT = 0.12;
const BRIGHT = [14, 46] as const;

/** RGBA, top row first, changed in place. */
export function drizzle(frame: Buffer, width: number, height: number, index: number): void {
  const random = seededRandom(index + 1);
  for (let streak = 0; streak < STREAKS; streak += 1) {
    const [x, y] = [random.next() * width, random.next() * height];
    const length = random.between(...LENGTH_PX);
    const bright = random.between(...BRIGHT);
    for (let step = 0; step < length && y + step < height; step += 1) {
      const at = (Math.floor(y + step) * width + Math.min(width - 1, Math.floor(x + step * SLANT))) * 4;
      for (let c = at; c < at + 3; c += 1) frame[c] = Math.min(255, (frame[c] ?? 0) + bright);
    }
  }
}
