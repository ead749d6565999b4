// Constant-velocity Kalman filter of one coordinate; a box is four of them, independent of each other.

/** Value, its speed per second, the symmetric covariance [value², value·speed, speed²], and how far off the last measurement was, in standard deviations. */
export type Axis = { readonly value: number; readonly speed: number; readonly p00: number; readonly p01: number; readonly p11: number; readonly off: number };

export const startAxis = (value: number, valueSd: number, speedSd: number): Axis => ({ value, speed: 0, p00: valueSd * valueSd, p01: 0, p11: speedSd * speedSd, off: 0 });

/** The state `seconds` later when acceleration is white noise of `accelerationSd` (units per s²). */
export function predictAxis(axis: Axis, seconds: number, accelerationSd: number): Axis {
  const t = seconds;
  const q = accelerationSd * accelerationSd;
  return {
    value: axis.value + axis.speed * t,
    speed: axis.speed,
    p00: axis.p00 + 2 * t * axis.p01 + t * t * axis.p11 + (q * t ** 4) / 4,
    p01: axis.p01 + t * axis.p11 + (q * t ** 3) / 2,
    p11: axis.p11 + q * t * t,
    off: axis.off,
  };
}

/** The state after measuring `measured` with standard deviation `measuredSd`. */
export function correctAxis(axis: Axis, measured: number, measuredSd: number): Axis {
  const s = axis.p00 + measuredSd * measuredSd;
  const k0 = axis.p00 / s;
  const k1 = axis.p01 / s;
  const residual = measured - axis.value;
  return {
    value: axis.value + k0 * residual,
    speed: axis.speed + k1 * residual,
    p00: (1 - k0) * axis.p00,
    p01: (1 - k0) * axis.p01,
    p11: axis.p11 - k1 * axis.p01,
    off: residual / Math.sqrt(s),
  };
}

/** A measurement off by more than this (squared standard deviations) is believed so much less. */
const BELIEVED = 2;

/** `correctAxis` for measurements that slip: a single one must not turn the state about. A second one off to the same side is no slip but a change of speed. */
export function correctCautiously(axis: Axis, measured: number, measuredSd: number): Axis {
  const plain = correctAxis(axis, measured, measuredSd);
  const slips = plain.off ** 2 > BELIEVED && !(plain.off * axis.off > 0 && axis.off ** 2 > BELIEVED);
  return slips ? { ...correctAxis(axis, measured, (measuredSd * Math.abs(plain.off)) / Math.sqrt(BELIEVED)), off: plain.off } : plain;
}

/** Squared distance of a measurement from the prediction, in standard deviations. */
export const surprise = (axis: Axis, measured: number, measuredSd: number): number => (measured - axis.value) ** 2 / (axis.p00 + measuredSd * measuredSd);
