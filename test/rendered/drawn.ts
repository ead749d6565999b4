// How large the vehicles are that the renderer draws.
/** Metres: length, width, height of the models as they are drawn (sandbox/street/page). */
export const DRAWN = {
  car: { sedan: [4.55, 1.78, 1.47], hatch: [3.75, 1.66, 1.5], suv: [4.65, 1.86, 1.7], mpv: [4.6, 1.78, 1.72] },
  motorcycle: [1.9, 0.75, 1.75], bus: [9, 2.44, 3.1], truck: [6.2, 2.2, 2.9],
} as const;
