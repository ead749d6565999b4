// A filmed street on disk: its clip, its camera file and the truth of every vehicle; one that is there is not filmed again.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { OFFENCES } from '../../domain/violation.ts';
import { VEHICLE_KINDS } from '../../domain/vehicle.ts';
import { openPainter, type SeenVehicle } from '../../sandbox/street/browser.ts';
import type { Stage } from '../../sandbox/street/description.ts';
import { openClip } from '../../sandbox/street/encoder.ts';
import { film } from '../../sandbox/street/film.ts';
import { canonicalPlate } from '../../sandbox/street/registers.ts';
import { shoot, type Shoot } from './shoot.ts';
import type { Site } from './site.ts';
import { cameraOf, stageOf } from './stage.ts';

/** To be raised when the same site would look different. */
const RENDERER = 1;

const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const truthFile = z.strictObject({
  name: z.string(),
  weather: z.string(),
  dropped: z.number(),
  drawn: z.number(),
  vehicles: z.array(z.strictObject({
    id: z.number(), kind: z.enum(VEHICLE_KINDS), act: z.string(), plate: z.string(), background: z.string(), layout: z.string(), kmh: z.number().nullable(),
    guilt: z.array(z.strictObject({ offence: z.enum(OFFENCES), grade: z.enum(['yes', 'marginal']), difficulty: z.string(), at: z.number() })),
  })),
  /** Who is where in each frame, hidden parts included, and how high a line of the plate is: 0 where the plate is not to be seen. */
  frames: z.array(z.strictObject({ at: z.number(), seen: z.array(z.strictObject({ id: z.number(), box, line_px: z.number() })) })),
});
export type Truth = z.infer<typeof truthFile>;
export type Clip = { readonly video: string; readonly camera: string; readonly truth: Truth };

/** Height of a character as a part of the plate as it is drawn (sandbox/street/page/plate.js, QCVN 08:2024). */
const LINE_SHARE = { long: 80 / 110, short: 64 / 165, motorcycle: 54 / 140 } as const;
/** A plate turned further away than this is not to be read. */
const LEAST_FACING = 0.5;

function folderOf(site: Site, cache: string): string {
  const what = createHash('sha256').update(JSON.stringify([RENDERER, site])).digest('hex').slice(0, 8);
  return join(cache, `${site.plan.name}-${what}`);
}

export const isFilmed = (site: Site, cache: string): boolean => existsSync(join(folderOf(site, cache), 'clip.mp4'));

export async function filmed(site: Site, cache: string): Promise<Clip> {
  const folder = folderOf(site, cache);
  const clip = { video: join(folder, 'clip.mp4'), camera: join(folder, 'camera.yaml') };
  if (!existsSync(clip.video)) {
    mkdirSync(folder, { recursive: true });
    await make(site, folder, clip.video);
  }
  // As an operator would declare it today: no part of what was filmed.
  writeFileSync(clip.camera, stringify(cameraOf(site, stageOf(site, []))));
  return { ...clip, truth: truthFile.parse(JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'))) };
}

async function make(site: Site, folder: string, video: string): Promise<void> {
  const taken = shoot(site);
  const stage = stageOf(site, [...taken.judged.values()].map(({ vehicle }) => vehicle));
  const painter = await openPainter();
  try {
    const world = await painter.prepare(stage);
    const seen = await painter.survey(stage, taken.moments);
    const unfinished = join(folder, 'unfinished.mp4');
    const sink = openClip({ width: stage.width, height: stage.height, fps: 1000 / site.plan.frame_ms }, unfinished, { crf: 24, title: site.plan.name, noise: site.noise });
    const { drawn } = await film(painter, world, stage, taken.moments, seen, sink.write);
    await sink.finish();
    writeFileSync(join(folder, 'truth.json'), JSON.stringify(told(site, stage, taken, seen, drawn)));
    renameSync(unfinished, video);
  } finally {
    await painter.close();
  }
}

function told(site: Site, stage: Stage, { judged, dropped }: Shoot, seen: readonly (readonly SeenVehicle[])[], drawn: number): Truth {
  const dress = new Map(stage.vehicles.map((vehicle) => [vehicle.id, vehicle]));
  const size = { width: stage.width, height: stage.height };
  return {
    name: site.plan.name, weather: site.weather, dropped, drawn,
    vehicles: [...judged.values()].map(({ vehicle: { id, kind, act }, truth: { guilt, kmh } }) => {
      const plate = dress.get(String(id))?.plate;
      if (plate === undefined) throw new Error(`vehicle ${id} has no plate`);
      return { id, kind, act, plate: canonicalPlate(plate.text), background: plate.background, layout: plate.layout, kmh, guilt: [...guilt] };
    }),
    frames: seen.map((frame, index) => ({
      at: index * site.plan.frame_ms,
      seen: frame.map((one) => ({ id: Number(one.id), box: rounded(one.box), line_px: Math.round(10 * lineOf(one, dress.get(one.id)?.plate.layout ?? 'long', size)) / 10 })),
    })),
  };
}

const rounded = (values: SeenVehicle['box']): SeenVehicle['box'] => [Math.round(values[0]), Math.round(values[1]), Math.round(values[2]), Math.round(values[3])];

/** Height in pixels of the plate's characters: the upright sides of its quadrilateral times the characters' share of the plate. */
function lineOf({ plate: { quad, facing } }: SeenVehicle, layout: keyof typeof LINE_SHARE, { width, height }: { readonly width: number; readonly height: number }): number {
  if (facing < LEAST_FACING || quad.some(([x, y]) => x < 0 || y < 0 || x > width || y > height)) return 0;
  const [a, b, c, d] = quad;
  const side = (p: readonly [number, number], q: readonly [number, number]): number => Math.hypot(p[0] - q[0], p[1] - q[1]);
  return ((side(a, d) + side(b, c)) / 2) * LINE_SHARE[layout];
}
