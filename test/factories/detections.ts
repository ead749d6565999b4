// Builds detections from plain rows, and vehicles that drive straight lines, for tests of what follows detection.
import type { Box } from '../../domain/geometry.ts';
import type { Detections } from '../../domain/sighting.ts';
import { VEHICLE_KINDS, type VehicleKind } from '../../domain/vehicle.ts';

export type Row = { readonly box: readonly [number, number, number, number]; readonly kind?: VehicleKind; readonly score?: number };

export function detections(rows: readonly Row[]): Detections {
  return {
    count: rows.length,
    xyxy: Float32Array.from(rows.flatMap(({ box }) => [...box])),
    score: Float32Array.from(rows.map(({ score }) => score ?? 0.8)),
    kind: Uint8Array.from(rows.map(({ kind }) => VEHICLE_KINDS.indexOf(kind ?? 'motorcycle'))),
  };
}

export type Drive = {
  /** Ground points, pixels: straight and even from one to the other. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly fromMs?: number;
  readonly toMs: number;
  readonly size?: readonly [number, number];
  readonly kind?: VehicleKind;
  readonly score?: number;
  /** Spans in which nothing is seen of it. */
  readonly hidden?: readonly (readonly [number, number])[];
};

/** The row of a drive at `at`, or null when it is not there or hidden. */
export function rowAt({ from, to, fromMs = 0, toMs, size = [40, 90], kind = 'motorcycle', score = 0.8, hidden = [] }: Drive, at: number): Row | null {
  if (at < fromMs || at > toMs || hidden.some(([a, b]) => at >= a && at <= b)) return null;
  const t = (at - fromMs) / Math.max(1, toMs - fromMs);
  const x = from[0] + (to[0] - from[0]) * t;
  const y = from[1] + (to[1] - from[1]) * t;
  return { box: [x - size[0] / 2, y - size[1], x + size[0] / 2, y], kind, score };
}

export const boxOfRow = ({ box: [x1, y1, x2, y2] }: Row): Box => ({ x1, y1, x2, y2 });
