// Chooses the proof of one accusation: before, after, overview, signal, plate from the frame that was read, and the clip.
import sharp, { type Sharp } from 'sharp';
import { vietnamIso } from '../../domain/clock.ts';
import { Failure } from '../../domain/errors.ts';
import type { EvidenceItem, EvidenceRole } from '../../domain/evidence.ts';
import { shifted, type Box } from '../../domain/geometry.ts';
import type { Scene } from '../../domain/scene.ts';
import type { Frame } from '../../domain/sighting.ts';
import { epochMs, type TrackId } from '../../domain/units.ts';
import type { Violation } from '../../domain/violation.ts';
import type { KeptFrame, Ring } from './ring.ts';

/** An item before it is hashed. */
export type Piece = { readonly bytes: Uint8Array; readonly item: Omit<EvidenceItem, 'sha256' | 'bytes'> };

export type GatherInput = {
  readonly violation: Violation;
  readonly scene: Scene;
  readonly ring: Ring;
  /** The (small) picture that the winning plate reading was made from, and where the plate is in it. */
  readonly plateView: { readonly frame: Frame; readonly plateBox: Box } | null;
  /** The plate camera's whole picture in which the accused was found again. */
  readonly paired?: { readonly track: TrackId; readonly picture: KeptFrame };
  /** H.264 in MP4 of this stretch of media time, cut from stream copies; null where the source cannot give it. */
  readonly cutClip: (fromMs: number, toMs: number) => Promise<Uint8Array | null>;
};

/** A witness's picture may be this far from its moment: less than the time in which anybody moves a vehicle's length. */
const NEAR_MS = 150;
/** Who stands is in the same place a second later; of long ago only one picture every two seconds is kept. */
const NEAR_STANDING_MS = 1100;
const CLIP_MS = 5000;
/** Of the plate's own size, on each side: bolts and frame stay visible. */
const PLATE_MARGIN = 0.35;
const SIGNAL_MARGIN = 1;

/** Throws Failure('evidence_broken') when a witness's picture is no longer there: no picture, no accusation. */
export async function gather({ violation, scene, ring, plateView, paired, cutClip }: GatherInput): Promise<readonly Piece[]> {
  const { facts, track, mediaAt } = violation;
  const before = await pictureOf(ring, facts.before.at_ms, 'before', facts.rule === 'standing' ? NEAR_STANDING_MS : NEAR_MS);
  const after = await pictureOf(ring, facts.after.at_ms, 'after');
  const overview = await pictureOf(ring, mediaAt, 'overview', facts.rule === 'standing' ? NEAR_STANDING_MS : NEAR_MS);
  const pieces: Piece[] = [
    whole('before', before, track, shifted(facts.before.box, before.sway)),
    whole('after', after, track, shifted(facts.after.box, after.sway)),
    whole('overview', overview, track, overview.boxes.find((other) => other.track === track)?.box ?? null),
  ];
  const signal = await signalCrop(violation, scene, overview);
  if (signal !== null) pieces.push(signal);
  if (paired !== undefined) pieces.push(whole('paired', paired.picture, paired.track, paired.picture.boxes.find((other) => other.track === paired.track)?.box ?? null));
  if (plateView !== null) pieces.push(await plateCrop(plateView.frame, plateView.plateBox));
  const clip = await cutClip(Math.max(0, mediaAt - CLIP_MS), mediaAt + CLIP_MS);
  if (clip !== null) {
    const start = Math.max(0, mediaAt - CLIP_MS);
    const { widthPx: width_px, heightPx: height_px } = overview;
    pieces.push({ bytes: clip, item: { role: 'clip', media_type: 'video/mp4', at_ms: start, captured_at: iso(overview, start), width_px, height_px, accused_px: null, others_px: [] } });
  }
  return pieces;
}

async function pictureOf(ring: Ring, at: number, what: EvidenceRole, nearMs = NEAR_MS): Promise<KeptFrame> {
  const found = await ring.nearest(at, nearMs);
  if (found === null) throw new Failure('evidence_broken', `no picture within ${nearMs} ms of ${Math.round(at)} ms is kept for "${what}"; keep more seconds in the ring`);
  return found;
}

const px = ({ x1, y1, x2, y2 }: Box): [number, number, number, number] => [round(x1), round(y1), round(x2), round(y2)];
const round = (value: number): number => Math.round(value * 10) / 10;
/** Moment of media time `at` by the clock of a kept picture. */
const iso = (frame: KeptFrame, at: number): string => vietnamIso(epochMs(frame.capturedAt + at - frame.at));

function whole(role: 'before' | 'after' | 'overview' | 'paired', frame: KeptFrame, accused: TrackId, box: Box | null): Piece {
  return {
    bytes: frame.jpeg,
    item: {
      role, media_type: 'image/jpeg', at_ms: frame.at, captured_at: vietnamIso(frame.capturedAt), width_px: frame.widthPx, height_px: frame.heightPx,
      accused_px: box === null ? null : px(box), others_px: frame.boxes.filter(({ track }) => track !== accused).map((other) => px(other.box)),
    },
  };
}

/** The head as it stood when the line was crossed; null for rules that obey no signal. */
async function signalCrop({ facts }: Violation, scene: Scene, frame: KeptFrame): Promise<Piece | null> {
  const head = facts.rule === 'red_light' || facts.rule === 'stop_line' ? scene.signals.find(({ id }) => id === facts.signal) : undefined;
  if (head === undefined) return null;
  const { bytes, width, height } = await crop(sharp(frame.jpeg), shifted(head.box, frame.sway), SIGNAL_MARGIN, frame.widthPx, frame.heightPx);
  return {
    bytes,
    item: { role: 'signal', media_type: 'image/jpeg', at_ms: frame.at, captured_at: vietnamIso(frame.capturedAt), width_px: width, height_px: height, accused_px: null, others_px: [] },
  };
}

async function plateCrop(frame: Frame, box: Box): Promise<Piece> {
  const picture = sharp(frame.rgb, { raw: { width: frame.widthPx, height: frame.heightPx, channels: 3 } });
  const { bytes, width, height, left, top } = await crop(picture, box, PLATE_MARGIN, frame.widthPx, frame.heightPx);
  const inside: Box = { x1: box.x1 - left, y1: box.y1 - top, x2: box.x2 - left, y2: box.y2 - top };
  return {
    bytes,
    item: { role: 'plate', media_type: 'image/jpeg', at_ms: frame.at, captured_at: vietnamIso(frame.capturedAt), width_px: width, height_px: height, accused_px: px(inside), others_px: [] },
  };
}

type Crop = { readonly bytes: Uint8Array; readonly width: number; readonly height: number; readonly left: number; readonly top: number };
async function crop(picture: Sharp, box: Box, margin: number, widthPx: number, heightPx: number): Promise<Crop> {
  const dx = (box.x2 - box.x1) * margin;
  const dy = (box.y2 - box.y1) * margin;
  const left = Math.max(0, Math.min(widthPx - 1, Math.floor(box.x1 - dx)));
  const top = Math.max(0, Math.min(heightPx - 1, Math.floor(box.y1 - dy)));
  const width = Math.max(1, Math.min(widthPx, Math.ceil(box.x2 + dx)) - left);
  const height = Math.max(1, Math.min(heightPx, Math.ceil(box.y2 + dy)) - top);
  const bytes = await picture.extract({ left, top, width, height }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
  return { bytes, width, height, left, top };
}
