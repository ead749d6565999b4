// What of a camera file is drawn over its pictures.
import type { CameraFile } from '../../domain/scene.ts';
import type { Drawing } from './contract.ts';

export function drawingsOf(file: CameraFile): readonly Drawing[] {
  return [
    ...file.stop_lines.map(({ id, line }): Drawing => ({ id, kind: 'stop_line', points: line })),
    ...file.solid_lines.map(({ id, line }): Drawing => ({ id, kind: 'solid_line', points: line })),
    ...file.lanes.map(({ id, area }): Drawing => ({ id, kind: 'lane', points: area })),
    ...file.zones.filter(({ kind }) => kind !== 'ignore' && kind !== 'junction').map(({ id, area }): Drawing => ({ id, kind: 'zone', points: area })),
    ...file.signals.map(({ id, head: [x1, y1, x2, y2] }): Drawing => ({ id, kind: 'signal', points: [[x1, y1], [x2, y1], [x2, y2], [x1, y2]] })),
  ];
}
