// A camera file: what one camera sees, in coordinates 0–1 of its picture, and its checked form in pixels.
import { z } from 'zod';
import type { Box, Point, Polygon, Segment } from './geometry.ts';
import { VEHICLE_KINDS, type VehicleKind } from './vehicle.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and dashes, such as stop-north');
const unit = z.number().min(0, 'expected a coordinate between 0 and 1').max(1, 'expected a coordinate between 0 and 1');
const point = z.tuple([unit, unit]).describe('[x, y] as parts of the picture: 0,0 top-left; 1,1 bottom-right');
const segment = z.tuple([point, point]);
const polyline = z.array(point).min(2);
const polygon = z.array(point).min(3, 'expected at least three corners');
const box = z.tuple([unit, unit, unit, unit]).refine(([x1, y1, x2, y2]) => x2 > x1 && y2 > y1, 'expected [x1, y1, x2, y2] with x2 > x1 and y2 > y1');
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'expected a day such as 2026-11-20');
const classes = z.array(z.enum(VEHICLE_KINDS)).min(1).describe('vehicle kinds the statement is about');
const hours = z
  .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected hours such as 06:00-09:00'))
  .describe('local hours in which it holds; absent = always');
export const MOVEMENTS = ['straight', 'left', 'right', 'uturn'] as const;
export type Movement = (typeof MOVEMENTS)[number];
const movement = z.enum(MOVEMENTS);
const certificate = z.strictObject({ number: z.string(), valid_from: day, valid_to: day, error_kmh: z.number().nonnegative().optional() });

const signal = z.strictObject({
  id,
  kind: z.enum(['main', 'arrow']).describe('a secondary arrow is a signal of its own'),
  direction: z.enum(['left', 'right', 'straight']).optional().describe('where an arrow points'),
  head: box.describe('rectangle about the lamps, housing included, countdown left out'),
  lamps: z.enum(['vertical', 'horizontal']).default('vertical'),
  controller: z.strictObject({ topic: z.string() }).optional().describe('MQTT topic on which the controller tells this signal\'s phase'),
});

const stopLine = z.strictObject({
  id,
  line: segment,
  beyond: point.describe('any point on the junction\'s side of the line'),
  signal: id.describe('the main signal that the line obeys'),
  /** Vietnamese law names no grace; 0.5 s is the international figure (DOMAIN.md §5, weak source): configured per site, printed in the case. */
  grace_ms: z.number().int().min(0).max(5000).default(500),
  permits: z
    .array(z.strictObject({ movement, arrow: id.optional(), sign: z.string().optional(), classes: classes.optional(), hours: hours.optional() }))
    .default([])
    .describe('movements that may pass on red: while the named arrow is lit, or by the named sign'),
  run_on_m: z.number().positive().default(3).describe('metres (or the equivalent by vehicle size) past the line that prove running on, not stopping past it'),
});

const lane = z.strictObject({
  id,
  area: polygon,
  heading: segment.describe('from where to where traffic flows'),
  classes: classes.optional(),
  hours: hours.optional().describe('when the class limit holds'),
  movements: z.array(movement).optional(),
  sign: z.string().optional(),
});

const solidLine = z.strictObject({ id, line: polyline, classes: classes.optional(), offence: z.enum(['crosses_solid_line', 'lane_change']).default('crosses_solid_line'), sign: z.string().optional() });

export const ZONE_KINDS = ['one_way', 'prohibited', 'no_stopping', 'no_parking', 'no_uturn', 'no_left_turn', 'no_right_turn', 'junction', 'ignore'] as const;
const zone = z.strictObject({
  id,
  kind: z.enum(ZONE_KINDS),
  area: polygon,
  heading: segment.optional().describe('lawful direction, for one_way'),
  classes: classes.optional(),
  hours: hours.optional(),
  stop_s: z.number().positive().optional().describe('standing longer than this is stopping or parking'),
  sign: z.string().optional(),
});

const exit = z.strictObject({ id, line: segment, beyond: point, movement });

const speed = z.strictObject({
  from: segment,
  to: segment,
  limits: z.array(z.strictObject({ limit_kmh: z.number().positive(), lanes: z.array(id).optional(), classes: classes.optional(), hours: hours.optional(), source: z.string().describe('sign or decision') })).min(1),
});

export const calibrationFile = z.strictObject({
  points: z.array(z.strictObject({ at: point, road_m: z.tuple([z.number(), z.number()]) })).min(4, 'expected at least four road points'),
  checks: z.array(z.strictObject({ from: point, to: point, length_m: z.number().positive() })).default([]),
  max_residual_m: z.number().positive().default(0.3),
});

const controller = z.strictObject({
  broker: z.string().regex(/^mqtts?:\/\/[^@\s]+$/, 'expected mqtt://host[:port] or mqtts://host[:port] without a password: credentials come from PHATNGUOI_MQTT_USERNAME and PHATNGUOI_MQTT_PASSWORD'),
  clock_error_ms: z.number().nonnegative().default(100).describe('bound of the controller\'s clock'),
  stale_ms: z.number().int().min(500).default(5000).describe('without a message for so long the controller is not believed any more'),
});

const plateCamera = z.strictObject({
  camera: id.describe('id of the plate camera'),
  file: z.string().regex(/\.ya?ml$/, 'expected the name of a camera file such as plate-north.yaml').describe('its camera file, beside this one'),
});

/** The file an operator writes. Every unknown key is an error. */
export const cameraFile = z.strictObject({
  camera: id,
  name: z.string().optional(),
  route: z.string(),
  place: z.strictObject({ text: z.string(), km: z.string().optional(), ward: z.string(), province: z.string(), lat: z.number().optional(), lon: z.number().optional() }),
  unit: id.describe('detecting unit, a key of the dated unit table'),
  source: z.strictObject({
    url: z.string().describe('file, rtsp:// or rtsps:// address; --source overrides it'),
    transport: z.enum(['tcp', 'udp']).default('tcp'),
    sample_ms: z.number().int().min(20).max(1000).default(100).describe('one frame is looked at every so many milliseconds of media time'),
    starts_at: z.string().optional().describe('for a recording: capture time of its first frame'),
    clock_error_ms: z.number().nonnegative().default(200).describe('bound of the capture clock\'s error'),
    synthetic: z.boolean().default(false),
  }),
  device: z.strictObject({ model: z.string(), serial: z.string(), inspection: certificate, speed_verification: certificate.optional() }),
  view: z.strictObject({ width_m: z.number().positive().describe('width of road that the picture spans at the stop line'), width_px: z.number().int().positive().optional() }),
  regions: z.array(z.strictObject({ id, box, input_px: z.number().int().positive().optional() })).default([]).describe('parts of the picture looked at near true scale; none = the whole picture'),
  signals: z.array(signal).default([]),
  stop_lines: z.array(stopLine).default([]),
  lanes: z.array(lane).default([]),
  solid_lines: z.array(solidLine).default([]),
  zones: z.array(zone).default([]),
  exits: z.array(exit).default([]),
  speed: z.array(speed).default([]),
  calibration: calibrationFile.optional(),
  controller: controller.optional().describe('the junction\'s signal controller; signals name their topics'),
  plate_cameras: z.array(plateCamera).min(1).optional().describe('cameras of this site that read the plates this overview cannot; road_m of both calibrations are metres of one and the same plane'),
});
export type CameraFile = z.infer<typeof cameraFile>;
export type PlateCameraName = { readonly camera: string; readonly file: string };

type Hours = readonly string[] | undefined;
export type SceneSignal = CameraFile['signals'][number] & { readonly box: Box };
export type SceneStopLine = Omit<CameraFile['stop_lines'][number], 'line' | 'beyond'> & { readonly line: Segment };
export type SceneLane = Omit<CameraFile['lanes'][number], 'area' | 'heading'> & { readonly area: Polygon; readonly heading: Segment };
export type SceneSolidLine = Omit<CameraFile['solid_lines'][number], 'line'> & { readonly line: readonly Point[] };
export type SceneZone = Omit<CameraFile['zones'][number], 'area' | 'heading'> & { readonly area: Polygon; readonly heading: Segment | null };
export type SceneExit = Omit<CameraFile['exits'][number], 'line' | 'beyond'> & { readonly line: Segment };
export type SceneSpeed = Omit<CameraFile['speed'][number], 'from' | 'to'> & { readonly from: Segment; readonly to: Segment };
/** The camera file with every coordinate in pixels of a given frame size. Lines run so that their far side is at positive signedDistance. */
export type Scene = {
  readonly file: CameraFile;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly regions: readonly { readonly id: string; readonly box: Box }[];
  readonly signals: readonly SceneSignal[];
  readonly stopLines: readonly SceneStopLine[];
  readonly lanes: readonly SceneLane[];
  readonly solidLines: readonly SceneSolidLine[];
  readonly zones: readonly SceneZone[];
  readonly exits: readonly SceneExit[];
  readonly speed: readonly SceneSpeed[];
};

/** Whether a kind and a local time of day (minutes since midnight) are covered by a statement's classes and hours. */
export function covers(statement: { readonly classes?: readonly VehicleKind[] | undefined; readonly hours?: Hours }, kind: VehicleKind, minuteOfDay: number): boolean {
  return (statement.classes === undefined || statement.classes.includes(kind)) && inHours(statement.hours, minuteOfDay);
}

export function inHours(spans: Hours, minuteOfDay: number): boolean {
  if (spans === undefined) return true;
  return spans.some((span) => {
    const [from = 0, to = 0] = span.split('-').map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
    return from <= to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
  });
}
