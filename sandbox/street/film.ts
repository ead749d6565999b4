// Films a stage: every moment's vehicles are put into the world's picture and handed on as a frame.
import type { Moment, Painter, SeenVehicle, World } from './browser.ts';
import { openCanvas } from './canvas.ts';
import type { SignalColour, Stage } from './description.ts';
import { drizzle } from './rain.ts';
import { openWardrobe } from './sprite.ts';

const STATES: readonly SignalColour[] = ['red', 'amber', 'green'];
/** Vehicles out of view so long are forgotten. */
const FORGET_FRAMES = 20;

export type Filmed = { readonly frames: number; readonly drawn: number };

/** `seen[i]` says where the vehicles of `moments[i]` are in the picture. */
export async function film(painter: Painter, world: World, stage: Stage, moments: readonly Moment[], seen: readonly (readonly SeenVehicle[])[], write: (frame: Buffer, index: number) => Promise<void>): Promise<Filmed> {
  const canvas = openCanvas(world, stage.width, stage.height);
  const wardrobe = openWardrobe(painter, stage);
  for (const [index, { colour, poses }] of moments.entries()) {
    const placed = [];
    for (const { id, box } of seen[index] ?? []) {
      const pose = poses.find((one) => one.id === id);
      if (pose === undefined) continue;
      const sprite = await wardrobe.spriteOf(pose, box);
      placed.push({ sprite, box, distance_m: wardrobe.distanceOf(pose) });
    }
    const frame = canvas.paint(STATES.indexOf(colour), placed);
    if (stage.light.rain) drizzle(frame, stage.width, stage.height, index);
    await write(frame, index);
    if (index % FORGET_FRAMES === 0) await wardrobe.keepOnly(new Set(seen.slice(index, index + FORGET_FRAMES).flatMap((frame) => frame.map(({ id }) => id))));
  }
  return { frames: moments.length, drawn: wardrobe.drawn() };
}
