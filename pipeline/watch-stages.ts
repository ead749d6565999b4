// What the live loop is given from outside, and what it gives away: detection, reading, judging, keeping, pairing, recording.
import type { Point } from '../domain/geometry.ts';
import type { PairingFacts } from '../domain/pairing.ts';
import type { Scene } from '../domain/scene.ts';
import type { Detect, Detections, Frame, ModelRef, PlateReading, PlateVote, ReadPlate, ReadSignals, Sight, SignalState, Track } from '../domain/sighting.ts';
import type { EpochMs, MediaMs, Sha256, TrackId } from '../domain/units.ts';
import type { AccusedKind } from '../domain/vehicle.ts';
import type { Circumstances, Verdict, Violation, Void, Voided } from '../domain/violation.ts';
import type { KeptFrame } from './evidence/ring.ts';

export type WatchedJudge = { readonly version: string; readonly see: (sight: Sight, circumstances: Circumstances) => readonly Verdict[] };

/** Everything that touches pixels, files or the database comes in from outside. */
export type Stages = {
  readonly detect: Detect;
  readonly readSignals: ReadSignals;
  readonly readPlate: ReadPlate;
  /** A fresh judge for each session: nothing is remembered over a gap of the stream. */
  readonly judge: () => WatchedJudge;
  readonly circumstances: (sight: Sight) => Circumstances;
  /** Phases that the signal's controller reports at this moment; none where there is no controller. */
  readonly controller?: (at: MediaMs, frame: Frame) => readonly SignalState[];
  /** How far the scene lies from its place in this frame, pixels: small vibration is taken out before anything is tracked. */
  readonly sway?: (frame: Frame) => Point;
  /** Hands every frame to the evidence ring before anything is judged of it. */
  readonly keep: (frame: Frame, sight: Sight) => void;
  /** Finds the accused in the plate cameras of the site; absent where there are none. */
  readonly pair?: Pair;
  /** Called once for each violation, when its post-roll has been seen. After it returns, nothing of it may be lost. */
  readonly record: (violation: Violation, proof: Proof) => Promise<void>;
  readonly onStep?: (step: WatchStep) => Promise<void> | void;
};
export type WatchStep = { readonly frame: Frame; readonly detections: Detections; readonly sight: Sight; readonly verdicts: readonly Verdict[]; readonly found: number };

export type WatchOptions = {
  readonly scene: Scene;
  readonly sceneSha256: Sha256;
  readonly models: readonly ModelRef[];
  readonly strongScore: number;
  readonly weakScore: number;
  /** Media time after the act that belongs to its proof. */
  readonly postRollMs: number;
  readonly synthetic: boolean;
};
export type Watched = { readonly frames: number; readonly found: number; readonly voids: readonly Voided[] };

/** What the sealing stage gets beside the violation itself. */
export type Proof = {
  readonly track: Track;
  /** The picture from which the winning plate reading was made; coordinates of `plateBox` are those of this small picture. */
  readonly plateView: { readonly frame: Frame; readonly plateBox: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number } } | null;
  readonly readings: readonly PlateReading[];
  /** The whole picture of the plate camera in which the accused was found again. */
  readonly paired?: PairedPicture;
};
export type PairedPicture = { readonly track: TrackId; readonly picture: KeptFrame };

/** What the other cameras of the site say of one accused. */
export type Paired =
  | { readonly kind: 'paired'; readonly pairing: PairingFacts; readonly picture: PairedPicture; readonly plate: PlateVote | null; readonly plateView: Proof['plateView']; readonly readings: readonly PlateReading[] }
  /** No camera saw it: the case stands on what the overview read. */
  | { readonly kind: 'alone' }
  /** Somebody was seen, but not surely this one. */
  | { readonly kind: 'void'; readonly why: Void; readonly detail: string };
export type Pair = {
  /** Whether by `now` everybody who could be the accused has been seen. */
  readonly ready: (track: Track, act: EpochMs, now: EpochMs) => boolean;
  readonly find: (track: TrackId, act: EpochMs, kind: AccusedKind) => Promise<Paired>;
};
