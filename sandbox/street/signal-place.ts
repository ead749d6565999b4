// Where the signal head and its lamps stand in the picture.
import type { Scene, SignalColour } from './description.ts';
import { pinhole, tenth, type Pixel } from './pinhole.ts';

/** Sizes of the drawn head (page/signal-head.js), in metres. */
const HOUSING_M = { half_width: 0.21, half_height: 0.6, face: 0.1 };
const LAMP_M = { radius: 0.145, spacing: 0.37, face: 0.11 };
const TOP_DOWN: readonly SignalColour[] = ['red', 'amber', 'green'];

export type PlacedSignal = {
  readonly head_px: readonly [number, number, number, number];
  readonly lamps: readonly { readonly colour: SignalColour; readonly centre_px: Pixel; readonly radius_px: number }[];
};

export function placeSignal(scene: Pick<Scene, 'camera' | 'width' | 'height' | 'signal'>): PlacedSignal {
  const project = pinhole(scene);
  const [x, y, z] = scene.signal.head_m;
  const face = z + HOUSING_M.face;
  const corners = [-1, 1].flatMap((side) => [-1, 1].map((end) => project([x + side * HOUSING_M.half_width, y + end * HOUSING_M.half_height, face])));
  const across = corners.map(([right]) => right);
  const down = corners.map(([, below]) => below);
  const lamps = TOP_DOWN.map((colour, index) => {
    const middle = y + (1 - index) * LAMP_M.spacing;
    const centre_px = project([x, middle, z + LAMP_M.face]);
    return { colour, centre_px, radius_px: tenth(project([x + LAMP_M.radius, middle, z + LAMP_M.face])[0] - centre_px[0]) };
  });
  return { head_px: [Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)], lamps };
}
