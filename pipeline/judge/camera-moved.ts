// Compares the picture with references of the same scene: how far it shook, and whether the camera itself was moved.

/** A small grey picture, row by row; about 160 × 90 is enough. */
export type Grey = { readonly width: number; readonly height: number; readonly px: Uint8Array };
export type Shift = {
  /** Shift of the scene in the small picture's pixels: add it to a declared point to find it now. */
  readonly dx: number;
  readonly dy: number;
  /** Correlation of the edges at that shift, −1 to 1: 1 is the same picture. */
  readonly correlation: number;
  /** Best correlation among the shifts that vibration explains. */
  readonly home: number;
};

/** Shifts that are tried, pixels each way: 5 % of a 160-pixel picture. */
const REACH = 8;
/** Vibration stays below this part of the picture's width; a knock or a turned head does not come back. */
const VIBRATION = 0.012;
/** Every second pixel of every second row tells as much as all of them. */
const STRIDE = 2;
/** Shifts tried for one frame's vibration. */
const SWAY_REACH = 3;

/** Best shift by normalised correlation of edges: edges stay where day, shadow and exposure change. */
export const shiftBetween = (reference: Grey, now: Grey): Shift => shiftOfEdges(edgesOf(reference), edgesOf(now), REACH);

export type Edges = { readonly width: number; readonly height: number; readonly strength: Float32Array };

function shiftOfEdges(a: Edges, b: Edges, reach: number): Shift {
  if (a.width !== b.width || a.height !== b.height) throw new TypeError(`expected pictures of one size, got ${a.width}×${a.height} and ${b.width}×${b.height}: scale both alike`);
  const size = 2 * reach + 1;
  const scores = new Float64Array(size * size);
  let best = 0;
  let home = -1;
  for (let i = 0; i < scores.length; i += 1) {
    const [dx, dy] = [(i % size) - reach, Math.floor(i / size) - reach];
    const score = correlate(a, b, dx, dy);
    scores[i] = score;
    if (score > (scores[best] ?? -1)) best = i;
    if (Math.hypot(dx, dy) <= VIBRATION * a.width && score > home) home = score;
  }
  const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= size || y >= size ? -1 : (scores[y * size + x] ?? -1));
  const [x, y] = [best % size, Math.floor(best / size)];
  return { dx: x - reach + peak(at(x - 1, y), at(x, y), at(x + 1, y)), dy: y - reach + peak(at(x, y - 1), at(x, y), at(x, y + 1)), correlation: at(x, y), home };
}

/** Gradient magnitude, capped so that one bright headlamp does not outweigh the street. */
export function edgesOf({ width, height, px }: Grey): Edges {
  const strength = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const gx = (px[i + 1] ?? 0) - (px[i - 1] ?? 0);
      const gy = (px[i + width] ?? 0) - (px[i - width] ?? 0);
      strength[i] = Math.min(60, Math.hypot(gx, gy));
    }
  }
  return { width, height, strength };
}

function correlate({ strength: a, width, height }: Edges, { strength: b }: Edges, dx: number, dy: number): number {
  let n = 0;
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let y = REACH; y < height - REACH; y += STRIDE) {
    for (let x = REACH; x < width - REACH; x += STRIDE) {
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

/** The scene under one light; `dx`, `dy`: how far the camera swayed when it was taken. */
export type Reference = { readonly grey: Grey; readonly dx: number; readonly dy: number };
export type SceneState = {
  readonly moved: boolean;
  /** Media time from which it was elsewhere. */
  readonly since: number | null;
  readonly why: string;
  readonly shift: Shift;
  /** Whether the scene was recognised in its place at this sample. */
  readonly recognised: boolean;
  /** True where this light has no good reference yet although the scene is surely in its place: worth keeping. */
  readonly worthKeeping: boolean;
};
export type SceneWatch = {
  /** About once a second of media time. */
  readonly see: (now: Grey, at: number) => SceneState;
  /** How far this very frame lies from its reference, small pixels; zero where that cannot be told. */
  readonly sway: (now: Grey) => { readonly dx: number; readonly dy: number };
  readonly add: (reference: Reference) => void;
  /** A new session of the same camera: its media time begins anew, what is known stays. */
  readonly restart: () => void;
};

const ALIKE = 0.35;
/** Elsewhere must fit clearly better than here. */
const BETTER = 0.08;
/** Moved: so many of so many samples found the scene at one other place. */
const AGREEING = 4;
const OF_SAMPLES = 5;
const SAME_PLACE_PX = 1.5;
/** Nothing of the scene is recognised although it was before: turned away or covered. Traffic and rain pass sooner. */
const UNLIKE_MS = 30_000;
/** Well again after so long in place. */
const BACK_MS = 10_000;
/** A reference that fits worse than this is worth a better one for the present light. */
const FITS_WELL = 0.6;
const SWAY_LEAST_PX = 0.3;
const SWAY_ALIKE = 0.5;

type Sample = { readonly at: number; readonly kind: 'home' | 'away' | 'unlike'; readonly dx: number; readonly dy: number };
type Known = { readonly edges: Edges; readonly dx: number; readonly dy: number };

/**
 * Watches one camera against its references. A confident other place found four times of five means moved; a scene not recognised at all
 * means it only after it had been recognised before, so that a first night is no alarm. Small shifts are returned for compensation.
 */
export function createSceneWatch(references: readonly Reference[]): SceneWatch {
  const known: Known[] = references.map(({ grey, dx, dy }) => ({ edges: edgesOf(grey), dx, dy }));
  let nearest: Known | null = null;
  let recent: Sample[] = [];
  let confirmed = false;
  let moved: { readonly since: number; readonly why: string } | null = null;
  let [homeSince, unlikeSince]: [number | null, number | null] = [null, null];
  const judge = (sample: Sample): void => {
    recent = [...recent, sample].slice(-OF_SAMPLES);
    homeSince = sample.kind === 'home' ? (homeSince ?? sample.at) : null;
    unlikeSince = sample.kind === 'unlike' ? (unlikeSince ?? sample.at) : null;
    confirmed ||= sample.kind === 'home';
    const away = recent.filter((other) => other.kind === 'away' && sample.kind === 'away' && Math.hypot(other.dx - sample.dx, other.dy - sample.dy) <= SAME_PLACE_PX);
    if (moved !== null && homeSince !== null && sample.at - homeSince >= BACK_MS) moved = null;
    else if (moved === null && away.length >= AGREEING) moved = { since: away[0]?.at ?? sample.at, why: `the scene lies ${Math.hypot(sample.dx, sample.dy).toFixed(1)} of ${known[0]?.edges.width ?? 0} px from its reference` };
    else if (moved === null && confirmed && unlikeSince !== null && sample.at - unlikeSince >= UNLIKE_MS) moved = { since: unlikeSince, why: 'the scene is not recognised any more: turned away or covered' };
  };
  return {
    see: (now, at) => {
      const edges = edgesOf(now);
      const best = inPlace(nearest, edges) ?? known.map((one) => ({ one, shift: moveBy(shiftOfEdges(one.edges, edges, REACH), one) })).sort((a, b) => b.shift.correlation - a.shift.correlation)[0];
      if (best === undefined) return { moved: false, since: null, why: '', shift: { dx: 0, dy: 0, correlation: 0, home: 0 }, recognised: false, worthKeeping: false };
      const { shift } = best;
      nearest = best.one;
      const far = Math.hypot(shift.dx, shift.dy) > VIBRATION * now.width;
      const kind = Math.max(shift.correlation, shift.home) < ALIKE ? 'unlike' : far && shift.correlation - shift.home >= BETTER ? 'away' : shift.home >= ALIKE ? 'home' : 'unlike';
      judge({ at, kind, dx: shift.dx, dy: shift.dy });
      return { moved: moved !== null, since: moved?.since ?? null, why: moved?.why ?? '', shift, recognised: kind === 'home', worthKeeping: moved === null && homeSince !== null && at - homeSince >= BACK_MS && shift.correlation < FITS_WELL };
    },
    sway: (now) => {
      if (nearest === null || moved !== null) return STILL;
      const { dx, dy, correlation } = shiftOfEdges(nearest.edges, edgesOf(now), SWAY_REACH);
      const [x, y] = [dx + nearest.dx, dy + nearest.dy];
      const far = Math.hypot(x, y);
      if (correlation < SWAY_ALIKE || far <= SWAY_LEAST_PX || far > VIBRATION * now.width) return STILL;
      // What noise alone may say is left out without a step at its edge.
      const part = 1 - SWAY_LEAST_PX / far;
      return { dx: x * part, dy: y * part };
    },
    add: ({ grey, dx, dy }) => {
      known.push({ edges: edgesOf(grey), dx, dy });
    },
    restart: () => {
      recent = [];
      [homeSince, unlikeSince] = [null, null];
      if (moved !== null) moved = { ...moved, since: 0 };
    },
  };
}

/** Where the last reference fits well with no more than a tremble, nothing else need be tried: ten times cheaper than the whole search. */
function inPlace(one: Known | null, edges: Edges): { readonly one: Known; readonly shift: Shift } | null {
  if (one === null || one.edges.width !== edges.width || one.edges.height !== edges.height) return null;
  const shift = moveBy(shiftOfEdges(one.edges, edges, SWAY_REACH), one);
  return shift.home >= FITS_WELL && Math.hypot(shift.dx, shift.dy) <= VIBRATION * edges.width ? { one, shift } : null;
}

const STILL = { dx: 0, dy: 0 } as const;
const moveBy = (shift: Shift, { dx, dy }: Known): Shift => ({ ...shift, dx: shift.dx + dx, dy: shift.dy + dy });
