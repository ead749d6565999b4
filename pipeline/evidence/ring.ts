// Keeps the last seconds of pictures as JPEG, with everybody's boxes, for whatever is accused a moment later.
import sharp from 'sharp';
import { shifted, type Box, type Point } from '../../domain/geometry.ts';
import type { Frame, Sight } from '../../domain/sighting.ts';
import type { EpochMs, MediaMs, TrackId } from '../../domain/units.ts';

export type RingOptions = {
  /** Older pictures than this, by media time, are dropped. */
  readonly keepMs: number;
  /** But one picture every so often is kept much longer: who parks for two minutes was there before. */
  readonly landmarks?: { readonly everyMs: number; readonly keepMs: number };
  /** And the oldest ones, however young, when all together are larger. */
  readonly maxBytes: number;
  /** JPEG quality; 90 keeps plate strokes that 80 smears. */
  readonly quality?: number;
};

/** A picture as it was, never changed afterwards. */
export type KeptFrame = {
  readonly at: MediaMs;
  readonly capturedAt: EpochMs;
  readonly clockErrorMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly jpeg: Uint8Array;
  /** As they lie in this very picture. */
  readonly boxes: readonly { readonly track: TrackId; readonly box: Box }[];
  /** How far the scene lay from its place: add it to a place of the scene to find it in this picture. */
  readonly sway?: Point;
};

export type Ring = {
  /** Takes the picture in; encoding runs beside, its raw pixels are held until done. */
  readonly keep: (frame: Frame, sight: Sight) => void;
  /** The kept picture nearest to `at`, once encoded; null when none lies within `withinMs`. */
  readonly nearest: (at: number, withinMs: number) => Promise<KeptFrame | null>;
  /** Encoded bytes held now. */
  readonly bytes: () => number;
  readonly count: () => number;
};

type Slot = { readonly at: number; readonly session: string; readonly landmark: boolean; bytes: number; readonly kept: Promise<KeptFrame> };

/** One ring a camera. A new session empties it: media time begins anew. O(1) a frame, O(n) a look-up. */
export function createRing({ keepMs, maxBytes, landmarks, quality = 90 }: RingOptions): Ring {
  let slots: Slot[] = [];
  const total = (): number => slots.reduce((sum, { bytes }) => sum + bytes, 0);
  const trim = (now: number, session: string): void => {
    slots = slots.filter((slot) => slot.session === session && slot.at >= now - (slot.landmark ? Math.max(keepMs, landmarks?.keepMs ?? 0) : keepMs));
    for (let held = total(); held > maxBytes && slots.length > 1; ) held -= slots.shift()?.bytes ?? 0;
  };
  return {
    keep: (frame, sight) => {
      const last = slots.findLast((slot) => slot.landmark && slot.session === frame.session);
      const landmark = landmarks !== undefined && (last === undefined || frame.at - last.at >= landmarks.everyMs);
      const slot: Slot = { at: frame.at, session: frame.session, landmark, bytes: frame.rgb.byteLength, kept: encode(frame, sight, quality) };
      slots.push(slot);
      trim(frame.at, frame.session);
      slot.kept.then(
        ({ jpeg }) => {
          slot.bytes = jpeg.byteLength;
        },
        // A picture that cannot be encoded is a picture that is not there; `nearest` finds its neighbour.
        () => {
          slots = slots.filter((other) => other !== slot);
        },
      );
    },
    nearest: async (at, withinMs) => {
      const near = slots.filter((slot) => Math.abs(slot.at - at) <= withinMs).toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
      for (const { kept } of near) {
        const frame = await kept.catch(() => null);
        if (frame !== null) return frame;
      }
      return null;
    },
    bytes: total,
    count: () => slots.length,
  };
}

async function encode(frame: Frame, sight: Sight, quality: number): Promise<KeptFrame> {
  const { at, capturedAt, clockErrorMs, widthPx, heightPx } = frame;
  const jpeg = await sharp(frame.rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } }).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
  const boxes = sight.tracks.flatMap((track) => {
    const point = track.path.at(-1);
    return point === undefined ? [] : [{ track: track.id, box: shifted(point.box, sight.sway) }];
  });
  return { at, capturedAt, clockErrorMs, widthPx, heightPx, jpeg, boxes, ...(sight.sway === undefined ? {} : { sway: sight.sway }) };
}
