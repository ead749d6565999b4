// Compares the picture with a reference of the same scene: how far it shook, and whether the camera itself was moved.

/** A small grey picture, row by row; about 160 × 90 is enough. */
export type Grey = { readonly width: number; readonly height: number; readonly px: Uint8Array };
export type Shift = {
  /** Shift of the scene in the small picture's pixels: add it to a declared point to find it now. */
  readonly dx: number;
  readonly dy: number;
  /** Correlation of the edges at that shift, −1 to 1: 1 is the same picture. */
  readonly correlation: number;
};

/** Shifts that are tried, pixels each way: 5 % of a 160-pixel picture. */
const REACH = 8;

/** Best shift by normalised correlation of edges: edges stay where day, shadow and exposure change. */
export function shiftBetween(reference: Grey, now: Grey): Shift {
  if (reference.width !== now.width || reference.height !== now.height) {
    throw new TypeError(`expected pictures of one size, got ${reference.width}×${reference.height} and ${now.width}×${now.height}: scale both alike`);
  }
  const a = edges(reference);
  const b = edges(now);
  const size = 2 * REACH + 1;
  const scores = new Float64Array(size * size);
  let best = 0;
  for (let i = 0; i < scores.length; i += 1) {
    scores[i] = correlate(a, b, reference.width, reference.height, (i % size) - REACH, Math.floor(i / size) - REACH);
    if ((scores[i] ?? -1) > (scores[best] ?? -1)) best = i;
  }
  const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= size || y >= size ? -1 : (scores[y * size + x] ?? -1));
  const x = best % size;
  const y = Math.floor(best / size);
  return { dx: x - REACH + peak(at(x - 1, y), at(x, y), at(x + 1, y)), dy: y - REACH + peak(at(x, y - 1), at(x, y), at(x, y + 1)), correlation: at(x, y) };
}

/** Gradient magnitude, capped so that one bright headlamp does not outweigh the street. */
function edges({ width, height, px }: Grey): Float32Array {
  const out = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const gx = (px[i + 1] ?? 0) - (px[i - 1] ?? 0);
      const gy = (px[i + width] ?? 0) - (px[i - width] ?? 0);
      out[i] = Math.min(60, Math.hypot(gx, gy));
    }
  }
  return out;
}

function correlate(a: Float32Array, b: Float32Array, width: number, height: number, dx: number, dy: number): number {
  let n = 0;
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let y = REACH; y < height - REACH; y += 1) {
    for (let x = REACH; x < width - REACH; x += 1) {
      const p = a[y * width + x] ?? 0;
      const q = b[(y + dy) * width + x + dx] ?? 0;
      n += 1;
      sa += p;
      sb += q;
      saa += p * p;
      sbb += q * q;
      sab += p * q;
    }
  }
  const spread = Math.sqrt((saa - (sa * sa) / n) * (sbb - (sb * sb) / n));
  return spread <= 0 ? 0 : (sab - (sa * sb) / n) / spread;
}

/** Top of the parabola through three neighbouring scores, −0.5 to 0.5. */
function peak(left: number, middle: number, right: number): number {
  const bend = left - 2 * middle + right;
  return left <= -1 || right <= -1 || bend >= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (0.5 * (left - right)) / bend));
}

export type SceneState = { readonly moved: boolean; readonly since: number | null; readonly shift: Shift };

/** Vibration stays below this part of the picture's width; a knock or a turned head does not come back. */
const VIBRATION = 0.012;
const ALIKE = 0.35;
/** Traffic may fill the picture for a while; a camera that moved stays moved. */
const HOLDS_MS = 10_000;

/**
 * Watches one camera against its reference picture. `moved` after the scene was elsewhere, or unlike itself, for ten seconds on end;
 * well again only after as long a time in place. Small shifts are returned for compensation.
 */
export function createSceneWatch(reference: Grey): { readonly see: (now: Grey, at: number) => SceneState } {
  let moved = false;
  let changing: number | null = null;
  let since: number | null = null;
  return {
    see: (now, at) => {
      const shift = shiftBetween(reference, now);
      const away = shift.correlation < ALIKE || Math.hypot(shift.dx, shift.dy) > VIBRATION * reference.width;
      if (away === moved) changing = null;
      else changing ??= at;
      if (changing !== null && at - changing >= HOLDS_MS) {
        since = away ? changing : null;
        moved = away;
        changing = null;
      }
      return { moved, since, shift };
    },
  };
}
