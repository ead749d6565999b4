// Streets for filming, drawn from a seed: where the camera hangs, what the road is like, who drives there, in which light.
import type { Scene } from '../../sandbox/street/description.ts';
import { DAYLIGHT } from '../../sandbox/street/junction.ts';
import { planFile, type Plan } from '../street/plan.ts';
import { chance, type Chance } from '../street/random.ts';

export const LAYOUTS = ['behind', 'facing', 'road'] as const;
export const WEATHERS = ['day', 'dusk', 'night', 'rain'] as const;
type Layout = (typeof LAYOUTS)[number];
type Weather = (typeof WEATHERS)[number];
export type Site = { readonly plan: Plan; readonly layout: Layout; readonly weather: Weather; readonly light: Scene['light']; readonly half_width_m: number; readonly noise: number };
export type SiteOptions = { readonly seed: number; readonly layout: Layout; readonly weather: Weather; readonly role: Plan['role']; readonly vehicles: number; /** Part of full HD, for a quick look. */ readonly size?: number };

/** A motorcycle's plate is readable near the camera, and whoever runs a red light is still in view. */
const POLE = { height_m: 4.6, pitch_deg: 9.4, focal_px: 5500, width_px: 1920, height_px: 1080 };
export const FRAME_MS = 100;
const LANES = { cars: { x: -1.45, width_m: 3.3 }, motorcycles: { x: 1.65, width_m: 2.9 }, edge: 0.2, half_width_m: 3.1 };
const CARS = { car: 9, truck: 0.5, bus: 0.2 };

export function siteOf({ seed, layout, weather, role, vehicles, size = 1 }: SiteOptions): Site {
  const random = chance(seed);
  const pole = { ...POLE, height_m: POLE.height_m + random.between(-0.15, 0.25), focal_px: Math.round(POLE.focal_px * size * random.between(0.96, 1.04)), width_px: POLE.width_px * size, height_px: POLE.height_px * size };
  const name = `${layout}-${weather}-${seed}`;
  const common = { name, role, seed, vehicles, frame_ms: FRAME_MS, pole, range_m: [4, layout === 'facing' ? 86 : 80] };
  const plan = planFile.parse({ ...common, ...(layout === 'road' ? road(random) : junction(layout, random)) });
  return { plan, layout, weather, light: lightOf(weather, random), half_width_m: LANES.half_width_m, noise: weather === 'night' ? 7 : weather === 'day' ? 3 : 4 };
}

/** Shares of those who disobey the signal: many, so that few vehicles show much. */
const AT_RED = { red_run: 0.26, red_edge: 0.04, amber_run: 0.05, red_jump: 0.08, early_start: 0.03, overrun: 0.04, astride: 0.03 };

function junction(layout: 'behind' | 'facing', random: Chance): object {
  const dir = layout === 'behind' ? 'away' : 'toward';
  // Those who come towards the camera have their right where it has its left.
  const side = layout === 'behind' ? 1 : -1;
  const y = layout === 'behind' ? 25 + random.between(0, 1.5) : 30 + random.between(-1, 1);
  const solid = layout === 'behind' ? [13, y - 0.5] : [y + 0.5, y + 15];
  return {
    signal: { green_s: Math.round(random.between(6, 8)), amber_s: 3, red_s: Math.round(random.between(11, 13)), offset_ms: Math.round(random.between(-9000, 3000)) },
    stop_line: { y, x: [-LANES.half_width_m, LANES.half_width_m], dir, grace_ms: 500 },
    solid_lines: [{ id: 'solid', x: side * LANES.edge, y: solid }],
    lanes: [
      { id: 'cars', x: side * LANES.cars.x, width_m: LANES.cars.width_m, dir, flow_per_h: 2200, speed_kmh: [26, 38], kinds: { ...CARS, motorcycle: 1.2 }, allowed: ['car', 'truck', 'bus'], acts: { ...AT_RED, cross: 0.03 } },
      { id: 'motorcycles', x: side * LANES.motorcycles.x, width_m: LANES.motorcycles.width_m, dir, flow_per_h: 4000, speed_kmh: [24, 38], kinds: { motorcycle: 1 }, allowed: ['motorcycle'], acts: { ...AT_RED, cross: 0.06, touch: 0.02 } },
    ],
  };
}

/** One-way, with riders who come the wrong way along the left kerb, speeders, and some who stop at the right kerb. */
function road(random: Chance): object {
  const limit_kmh = random.happens(0.5) ? 40 : 50;
  const speed_kmh = [limit_kmh * 0.7, limit_kmh * 0.9];
  return {
    one_way: [{ id: 'one-way', x: [-4, 4], y: [18, 52], dir: 'away' }],
    no_stopping: [{ id: 'kerb', x: [1.2, 3.6], y: [19, 42], stop_s: 10 }],
    speed: { y: [19.5, 36], limit_kmh, error_kmh: 2 },
    lanes: [
      { id: 'left', x: -1.2, width_m: 2.6, dir: 'away', flow_per_h: 2200, speed_kmh, kinds: { motorcycle: 14, ...CARS }, acts: { fast: 0.35 } },
      { id: 'kerbside', x: 2.1, width_m: 1.9, dir: 'away', flow_per_h: 1900, speed_kmh, kinds: { motorcycle: 1 }, acts: { fast: 0.25, stop: 0.06, stop_brief: 0.03 } },
      { id: 'against', x: -3.25, width_m: 1, dir: 'away', flow_per_h: 1000, speed_kmh: [22, 32], kinds: { motorcycle: 1 }, acts: { wrong_way: 1 } },
    ],
  };
}

function lightOf(weather: Weather, random: Chance): Scene['light'] {
  const side = random.between(-0.8, 0.9);
  switch (weather) {
    case 'day':
      return { ...DAYLIGHT, sun: random.between(2.2, 3.6), sun_direction: [side, 1, random.between(-0.2, 0.6)], sky: random.between(0.4, 0.8), exposure: random.between(0.85, 1.1) };
    case 'dusk':
      return { ...DAYLIGHT, sun: random.between(1.3, 1.9), sun_colour: '#ffb377', sun_direction: [side * 1.6, 0.8, 0.3], sky: 0.35, ambient: 0.42, exposure: random.between(0.8, 0.95), haze: '#c6b6a6' };
    case 'night':
      return { ...DAYLIGHT, sun: random.between(0.35, 0.6), sun_colour: '#ffdcaa', sun_direction: [side * 0.5, 1, 0.1], sky: 0.12, ambient: 0.1, exposure: 1.1, haze: '#0c1016', haze_m: [30, 160], night: true };
    case 'rain':
      return { ...DAYLIGHT, sun: 0, sun_direction: [0, 1, 0], sky: random.between(0.6, 0.8), ambient: 0.8, exposure: random.between(1.25, 1.5), haze: '#a9afb4', haze_m: [28, 170], rain: true };
  }
}
