// What was seen: frames, detections, tracks, signal states and plate readings, and the ports that produce them.
import type { Box, Point } from './geometry.ts';
import type { CameraId, EpochMs, MediaMs, PlateText, SessionId, Sha256, TrackId } from './units.ts';
import type { VehicleKind } from './vehicle.ts';

export type Frame = {
  readonly camera: CameraId;
  readonly session: SessionId;
  /** Media clock since the session's first frame: all rules run on it. */
  readonly at: MediaMs;
  /** Best estimate of the capture moment, and the bound of its error. */
  readonly capturedAt: EpochMs;
  readonly clockErrorMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** width × height × 3, RGB. */
  readonly rgb: Uint8Array;
};

/** Struct of arrays, as models hand them over; all lengths agree with `count`. */
export type Detections = {
  readonly count: number;
  /** 4 × count, x1 y1 x2 y2 in full-frame pixels. */
  readonly xyxy: Float32Array;
  /** 0–1 */
  readonly score: Float32Array;
  /** Index into VEHICLE_KINDS. */
  readonly kind: Uint8Array;
  /** COLOURS × count: how each box is coloured, where the picture was looked at for it (`models/colours.ts`). */
  readonly colours?: Float32Array;
};

/** Numbers that tell a box's colours: lightness and two opponent colours of its upper, middle and lower third. */
export const COLOURS = 9;

export type TrackPoint = {
  readonly at: MediaMs;
  readonly box: Box;
  /** Bottom-centre of the box. */
  readonly ground: Point;
  readonly score: number;
  /** False where the box was predicted because the vehicle was not seen. */
  readonly observed: boolean;
  /** The detector's own box where `box` is smoothed: smoothing lags behind a picture speed that changes with distance. */
  readonly detected?: Box;
  /** True where something hid the foot and it was put back: a place to go on by, none to measure by. */
  readonly footGuessed?: boolean;
};

/** Why a track may accuse nobody. */
export type Distrust = 'merged' | 'split' | 'too_brief' | 'kind_unclear' | 'jumped' | 'gap';

export type Track = {
  readonly id: TrackId;
  readonly kind: VehicleKind;
  /** Share of the observations, weighted by score, that voted for `kind`. */
  readonly kindShare: number;
  readonly state: 'tentative' | 'confirmed' | 'lost' | 'ended';
  readonly firstAt: MediaMs;
  readonly lastAt: MediaMs;
  /** Oldest first; bounded by time, so the head may be gone on a long stay. */
  readonly path: readonly TrackPoint[];
  /** Pixels per second. */
  readonly velocity: Point;
  readonly distrust: readonly Distrust[];
  /** When each flag was last raised, where the tracker tells: a flag stays for a while after its cause. */
  readonly doubtedAt?: Readonly<Partial<Record<Distrust, MediaMs>>>;
  /** The track of a vehicle whose other side this one may be: a pole before a car shows it as two. */
  readonly sideOf?: TrackId;
};

export type SignalColour = 'red' | 'amber' | 'green' | 'dark' | 'unknown';

/** What the model says of one head on one frame. An arrow head is `green` when lit. */
export type SignalReading = { readonly signal: string; readonly colour: SignalColour; readonly score: number };

/** A signal's phase after hysteresis. */
export type SignalState = {
  readonly signal: string;
  readonly colour: SignalColour;
  readonly flashing: boolean;
  /** First observation of this colour; never earlier than it was truly seen. */
  readonly since: MediaMs;
  /** Latest moment at which the colour before was still seen: the true change lies between it and `since`. */
  readonly notBefore: MediaMs;
  readonly source: 'vision' | 'controller';
};

/** Everything that perception says of one moment: the judge's only input. */
export type Sight = {
  readonly at: MediaMs;
  readonly capturedAt: EpochMs;
  readonly clockErrorMs: number;
  /** Tracks updated at this moment. */
  readonly tracks: readonly Track[];
  /** Tracks that ended; their state is dropped after this. */
  readonly ended: readonly Track[];
  readonly signals: readonly SignalState[];
  /** How far the scene lay from its place in this picture (vibration), pixels: tracks are where they would be without it. */
  readonly sway?: Point;
};

export type PlateColour = 'white' | 'yellow' | 'blue' | 'red' | 'unknown';

export type PlateReading = {
  readonly at: MediaMs;
  readonly text: PlateText;
  readonly lines: 1 | 2;
  readonly colour: PlateColour;
  /** Lowest character probability: a plate is as sure as its weakest character. */
  readonly score: number;
  /** Per character of `text`: probabilities of every symbol that got ≥ 1 %. */
  readonly chars: readonly Readonly<Record<string, number>>[];
  /** Axis-aligned box of the plate in full-frame pixels. */
  readonly box: Box;
  /** Height of one text line in pixels of the frame. */
  readonly lineHeightPx: number;
};

export type PlateVote = {
  readonly text: PlateText;
  readonly score: number;
  /** Readings that agree with `text`, and all readings. */
  readonly support: number;
  readonly total: number;
  readonly runnerUp: PlateText | null;
  readonly lines: 1 | 2;
  readonly colour: PlateColour;
  readonly format: string | null;
  /** Positions that grammar put right (0-based): a person must see them. */
  readonly repaired: readonly number[];
  /** The moment of the best single reading: the crop that is kept comes from this frame. */
  readonly bestAt: MediaMs;
  readonly bestBox: Box;
};

export type ModelRef = { readonly name: string; readonly sha256: Sha256 };

export type Detect = (frame: Frame) => Promise<Detections>;
/** `sway`: how far the scene, its signal heads included, lies from its place in this frame. */
export type ReadSignals = (frame: Frame, sway?: Point) => Promise<readonly SignalReading[]>;
/** Null where no plate is found or it is unreadable. `isOwn`: may the plate at this place be this vehicle's? Others are passed over. */
export type ReadPlate = (frame: Frame, vehicle: Box, kind: VehicleKind, isOwn?: (plate: Box) => boolean) => Promise<PlateReading | null>;
