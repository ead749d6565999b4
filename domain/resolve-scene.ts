// Turns a camera file's coordinates 0–1 into pixels of one frame size.
import { signedDistance, type Box, type Point, type Segment } from './geometry.ts';
import type { CameraFile, Scene } from './scene.ts';

type Pair = readonly [number, number];

/** The scene in pixels; pure, so the same file serves any resolution of the same view. */
export function resolveScene(file: CameraFile, widthPx: number, heightPx: number): Scene {
  const point = ([x, y]: Pair): Point => ({ x: x * widthPx, y: y * heightPx });
  const segment = ([a, b]: readonly [Pair, Pair]): Segment => ({ a: point(a), b: point(b) });
  const rectangle = ([x1, y1, x2, y2]: readonly [number, number, number, number]): Box => ({
    x1: x1 * widthPx, y1: y1 * heightPx, x2: x2 * widthPx, y2: y2 * heightPx,
  });
  return {
    file,
    widthPx,
    heightPx,
    regions: file.regions.map((region) => ({ id: region.id, box: rectangle(region.box) })),
    signals: file.signals.map((signal) => ({ ...signal, box: rectangle(signal.head) })),
    stopLines: file.stop_lines.map(({ line, beyond, ...rest }) => ({ ...rest, line: facing(segment(line), point(beyond)) })),
    lanes: file.lanes.map(({ area, heading, ...rest }) => ({ ...rest, area: area.map(point), heading: segment(heading) })),
    solidLines: file.solid_lines.map(({ line, ...rest }) => ({ ...rest, line: line.map(point) })),
    zones: file.zones.map(({ area, heading, ...rest }) => ({ ...rest, area: area.map(point), heading: heading === undefined ? null : segment(heading) })),
    exits: file.exits.map(({ line, beyond, ...rest }) => ({ ...rest, line: facing(segment(line), point(beyond)) })),
    speed: file.speed.map(({ from, to, ...rest }) => ({ ...rest, from: segment(from), to: segment(to) })),
  };
}

/** What holds all declared regions; the whole picture where there are none. */
export function lookedAt({ regions, widthPx, heightPx }: Pick<Scene, 'regions' | 'widthPx' | 'heightPx'>): Box {
  if (regions.length === 0) return { x1: 0, y1: 0, x2: widthPx, y2: heightPx };
  const boxes = regions.map(({ box }) => box);
  return { x1: Math.min(...boxes.map(({ x1 }) => x1)), y1: Math.min(...boxes.map(({ y1 }) => y1)), x2: Math.max(...boxes.map(({ x2 }) => x2)), y2: Math.max(...boxes.map(({ y2 }) => y2)) };
}

/** The segment, turned if needed, so that `beyond` lies at positive signed distance. */
function facing(line: Segment, beyond: Point): Segment {
  return signedDistance(line, beyond) >= 0 ? line : { a: line.b, b: line.a };
}
