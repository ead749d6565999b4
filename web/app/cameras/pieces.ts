// The drawable parts of a camera file as lists of points 0–1, and the file after one of the points was moved.
import type { CameraFile } from '../../../domain/scene.ts';

type Pair = [number, number];
type Segment = [Pair, Pair];
type Rectangle = [number, number, number, number];
export type ListName = 'regions' | 'signals' | 'stop_lines' | 'lanes' | 'solid_lines' | 'zones' | 'exits';
export type Piece = { readonly list: ListName; readonly index: number; readonly id: string; readonly shape: 'line' | 'polygon' | 'box'; readonly points: readonly Pair[] };

const corners = ([x1, y1, x2, y2]: Rectangle): readonly Pair[] => [[x1, y1], [x2, y2]];

export function piecesOf(file: CameraFile): readonly Piece[] {
  return [
    ...file.regions.map(({ id, box }, index): Piece => ({ list: 'regions', index, id, shape: 'box', points: corners(box) })),
    ...file.zones.map(({ id, area }, index): Piece => ({ list: 'zones', index, id, shape: 'polygon', points: area })),
    ...file.lanes.map(({ id, area }, index): Piece => ({ list: 'lanes', index, id, shape: 'polygon', points: area })),
    ...file.solid_lines.map(({ id, line }, index): Piece => ({ list: 'solid_lines', index, id, shape: 'line', points: line })),
    ...file.exits.map(({ id, line }, index): Piece => ({ list: 'exits', index, id, shape: 'line', points: line })),
    ...file.signals.map(({ id, head }, index): Piece => ({ list: 'signals', index, id, shape: 'box', points: corners(head) })),
    ...file.stop_lines.map(({ id, line }, index): Piece => ({ list: 'stop_lines', index, id, shape: 'line', points: line })),
  ];
}

const rounded = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
const inPoints = (points: readonly Pair[], at: number, to: Pair): Pair[] => points.map((point, index) => (index === at ? to : point));
const inSegment = ([a, b]: Segment, at: number, to: Pair): Segment => (at === 0 ? [to, b] : [a, to]);
const inBox = ([x1, y1, x2, y2]: Rectangle, at: number, [x, y]: Pair): Rectangle => (at === 0 ? [Math.min(x, x2 - 0.002), Math.min(y, y2 - 0.002), x2, y2] : [x1, y1, Math.max(x, x1 + 0.002), Math.max(y, y1 + 0.002)]);
const inList = <T>(list: readonly T[], index: number, change: (item: T) => T): T[] => list.map((item, position) => (position === index ? change(item) : item));

/** A new file in which point `at` of the piece lies at x, y. */
export function moved(file: CameraFile, { list, index }: Piece, at: number, x: number, y: number): CameraFile {
  const to: Pair = [rounded(x), rounded(y)];
  switch (list) {
    case 'regions':
      return { ...file, regions: inList(file.regions, index, (item) => ({ ...item, box: inBox(item.box, at, to) })) };
    case 'signals':
      return { ...file, signals: inList(file.signals, index, (item) => ({ ...item, head: inBox(item.head, at, to) })) };
    case 'stop_lines':
      return { ...file, stop_lines: inList(file.stop_lines, index, (item) => ({ ...item, line: inSegment(item.line, at, to) })) };
    case 'exits':
      return { ...file, exits: inList(file.exits, index, (item) => ({ ...item, line: inSegment(item.line, at, to) })) };
    case 'lanes':
      return { ...file, lanes: inList(file.lanes, index, (item) => ({ ...item, area: inPoints(item.area, at, to) })) };
    case 'zones':
      return { ...file, zones: inList(file.zones, index, (item) => ({ ...item, area: inPoints(item.area, at, to) })) };
    case 'solid_lines':
      return { ...file, solid_lines: inList(file.solid_lines, index, (item) => ({ ...item, line: inPoints(item.line, at, to) })) };
  }
}
