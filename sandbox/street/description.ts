// The described scene: what a scene file must say before it can be rendered.
import { z } from 'zod';

const vector = z.tuple([z.number(), z.number(), z.number()]);

const rider = z.strictObject({
  top: z.string(),
  pants: z.string(),
  helmet: z.string(),
  skin: z.string(),
  sleeve: z.number(),
  fem: z.boolean(),
  lean: z.number(),
  scale: z.number(),
  bag: z.string().optional(),
});

const look = z.strictObject({
  /** Shape: sedan, hatch, suv, mpv, van; scooter, cub. Buses and trucks have one shape. */
  model: z.string(),
  color: z.string(),
  secondColor: z.string().optional(),
  taxi: z.boolean().optional(),
  body: z.enum(['box', 'tarp', 'open']).optional(),
  rider: rider.optional(),
  passenger: rider.optional(),
  deliveryBox: z.string().optional(),
});

const plate = z.strictObject({
  /** As painted: `61A-123.45`, `61-B1 123.45`. */
  text: z.string(),
  layout: z.enum(['long', 'short', 'motorcycle']),
  background: z.enum(['white', 'yellow', 'blue']),
});

/** Follows the vehicle ahead and the signal. x over z as way-points, z falling as the vehicle goes on. */
const approach = z.strictObject({
  kind: z.literal('approach'),
  enters_at_s: z.number(),
  from_z_m: z.number(),
  speed_ms: z.number(),
  at_red: z.enum(['stop', 'run', 'stop-past-line']),
  /** For those who stop: how far the front stays before the line (negative: past it). */
  stop_gap_m: z.number(),
  way: z.array(z.strictObject({ z_m: z.number(), x_m: z.number() })).min(1),
});

/** Goes straight at constant speed, heedless of others: traffic of the other directions. */
const cruise = z.strictObject({
  kind: z.literal('cruise'),
  enters_at_s: z.number(),
  from_m: z.tuple([z.number(), z.number()]),
  to_m: z.tuple([z.number(), z.number()]),
  speed_ms: z.number(),
});

const vehicle = z.strictObject({
  id: z.string(),
  kind: z.enum(['car', 'motorcycle', 'bus', 'truck']),
  brand: z.string(),
  colour: z.string(),
  plate,
  look,
  drive: z.discriminatedUnion('kind', [approach, cruise]),
});

const lane = z.strictObject({ id: z.string(), from_x_m: z.number(), to_x_m: z.number(), for: z.enum(['car', 'motorcycle', 'mixed']) });

export const sceneSchema = z.strictObject({
  name: z.string(),
  place: z.strictObject({ junction: z.string(), route: z.string(), ward: z.string(), province: z.string() }),
  starts_at: z.string(),
  seed: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  fps: z.number(),
  duration_s: z.number(),
  camera: z.strictObject({ position_m: vector, target_m: vector, vertical_fov_deg: z.number() }),
  /** x to the right, y up, traffic drives towards negative z. */
  road: z.strictObject({
    half_width_m: z.number(),
    opposite_width_m: z.number(),
    stop_z_m: z.number(),
    cross_width_m: z.number(),
    lanes: z.array(lane).min(1),
    /** `road`: no junction within sight. */
    layout: z.enum(['junction', 'road']).default('junction'),
    /** Where the lines between lanes are solid; without it, for the last twelve metres before the stop line. */
    solid_lines: z.array(z.strictObject({ x_m: z.number(), from_z_m: z.number(), to_z_m: z.number() })).optional(),
  }),
  light: z.strictObject({
    sun: z.number(),
    sun_direction: vector,
    sky: z.number(),
    exposure: z.number(),
    /** Light from all around that even shaded surfaces get. */
    ambient: z.number().default(0.8),
    sun_colour: z.string().default('#fff1dc'),
    haze: z.string().default('#d5dde2'),
    /** Metres at which the haze begins and has swallowed everything. */
    haze_m: z.tuple([z.number(), z.number()]).default([45, 260]),
    /** Vehicles drive with their lamps on, street lamps are lit. */
    night: z.boolean().default(false),
    rain: z.boolean().default(false),
  }),
  signal: z.strictObject({
    head_m: vector,
    phases: z.array(z.strictObject({ from_s: z.number(), colour: z.enum(['red', 'amber', 'green']) })).min(1),
  }),
  vehicles: z.array(vehicle),
});

export type Scene = z.infer<typeof sceneSchema>;
export type SceneVehicle = Scene['vehicles'][number];
export type VehicleLook = SceneVehicle['look'];
export type Rider = NonNullable<VehicleLook['rider']>;
export type ScenePlate = SceneVehicle['plate'];
/** What is drawn: everything of a scene but who drives how. */
export type Stage = Pick<Scene, 'seed' | 'width' | 'height' | 'camera' | 'road' | 'light'> & {
  /** Null where no signal stands. */
  readonly signal: { readonly head_m: Scene['signal']['head_m'] } | null;
  readonly vehicles: readonly Omit<SceneVehicle, 'drive'>[];
};
export type VehicleKind = SceneVehicle['kind'];
export type Approach = z.infer<typeof approach>;
export type Cruise = z.infer<typeof cruise>;
export type SignalColour = Scene['signal']['phases'][number]['colour'];

export function colourAt(scene: Scene, t_s: number): SignalColour {
  let colour: SignalColour = 'red';
  for (const phase of scene.signal.phases) if (phase.from_s <= t_s) colour = phase.colour;
  return colour;
}
