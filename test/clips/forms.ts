// Other forms of one recording, for asking how much hangs on chance: the same street mirrored, smaller, or darker and noisier.
import type { CameraFile } from '../../domain/scene.ts';

export const FORMS = ['plain', 'mirrored', 'smaller', 'darker'] as const;
export type Form = (typeof FORMS)[number];

/** ffmpeg's filter for a form; none for the recording as it is. */
export const FILTERS: Readonly<Record<Form, string | null>> = {
  plain: null,
  mirrored: 'hflip',
  smaller: 'scale=trunc(iw*0.87/2)*2:trunc(ih*0.87/2)*2',
  darker: 'eq=gamma=0.8:brightness=-0.04,noise=alls=10:allf=t',
};
/** What a place in the form's picture must be multiplied by to be one of the recording's. */
export const GROWTH: Readonly<Record<Form, number>> = { plain: 1, mirrored: 1, smaller: 1 / 0.87, darker: 1 };

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/** The camera file as it would be drawn on the mirrored picture: left is right in places and in words. */
export function mirroredFile({ source, view, device, place, calibration, ...drawn }: CameraFile): Readonly<Record<string, unknown>> {
  const flipped = mirror(drawn);
  return { source, view, device, place, ...(calibration === undefined ? {} : { calibration: { ...calibration, points: calibration.points.map((point) => ({ ...point, at: mirror(point.at), road_m: [-point.road_m[0], point.road_m[1]] })) } }), ...(typeof flipped === 'object' ? flipped : {}) };
}

function mirror(value: Json): Json {
  if (value === 'left' || value === 'right') return value === 'left' ? 'right' : 'left';
  if (isList(value)) return isPlace(value) ? mirroredPlace(value) : value.map(mirror);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mirror(part)]));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** A point [x, y] or a box [x1, y1, x2, y2]. */
const isPlace = (value: readonly Json[]): value is readonly number[] => (value.length === 2 || value.length === 4) && value.every((part) => typeof part === 'number');

function mirroredPlace(place: readonly number[]): readonly number[] {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = place;
  return place.length === 2 ? [1 - x1, y1] : [1 - x2, y1, 1 - x1, y2];
}
