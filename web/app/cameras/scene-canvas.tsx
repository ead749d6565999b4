// A real frame with the scene drawn over it; every corner can be dragged.
import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import type { CameraFile } from '../../../domain/scene.ts';
import { moved, piecesOf, type Piece } from './pieces.ts';

type Props = { readonly file: CameraFile; readonly picture: string | null; readonly chosen: string | null; readonly choose: (key: string) => void; readonly change: (file: CameraFile) => void };
export const keyOf = ({ list, index }: Piece): string => `${list}.${index}`;
const KIND: Readonly<Record<Piece['list'], string>> = { regions: 'region', signals: 'signal', stop_lines: 'stop_line', lanes: 'lane', solid_lines: 'solid_line', zones: 'zone', exits: 'exit' };

/** Drawn in thousandths of the picture, so that coordinates stay free of its size. */
const SIDE = 1000;

export function SceneCanvas({ file, picture, chosen, choose, change }: Props): ReactNode {
  const [ratio, setRatio] = useState(16 / 9);
  const svg = useRef<SVGSVGElement | null>(null);
  const drag = useRef<{ readonly piece: Piece; readonly at: number } | null>(null);
  const move = (event: PointerEvent): void => {
    const held = drag.current;
    const frame = svg.current?.getBoundingClientRect();
    if (held === null || frame === undefined) return;
    change(moved(file, held.piece, held.at, (event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height));
  };
  const grab = (piece: Piece, at: number): void => {
    drag.current = { piece, at };
    choose(keyOf(piece));
  };
  return (
    <div className="canvas">
      <div className="canvas-fit" style={{ aspectRatio: String(ratio) }}>
        {picture !== null && <img src={picture} alt="" onLoad={(event) => setRatio(event.currentTarget.naturalWidth / event.currentTarget.naturalHeight)} />}
        <svg ref={svg} viewBox={`0 0 ${SIDE} ${SIDE}`} preserveAspectRatio="none" onPointerMove={move} onPointerUp={() => { drag.current = null; }} data-testid="scene-canvas">
          {piecesOf(file).map((piece) => <PieceShape key={keyOf(piece)} piece={piece} here={chosen === keyOf(piece)} ratio={ratio} grab={grab} choose={choose} />)}
        </svg>
      </div>
    </div>
  );
}

type ShapeProps = { readonly piece: Piece; readonly here: boolean; readonly ratio: number; readonly grab: (piece: Piece, at: number) => void; readonly choose: (key: string) => void };

function PieceShape({ piece, here, ratio, grab, choose }: ShapeProps): ReactNode {
  const scaled = piece.points.map(([x, y]): readonly [number, number] => [x * SIDE, y * SIDE]);
  const [[x1, y1] = [0, 0], [x2, y2] = [0, 0]] = scaled;
  const path = scaled.map(([x, y]) => `${x},${y}`).join(' ');
  const common = { className: `shape shape-${KIND[piece.list]}${here ? ' here' : ''}`, strokeWidth: here ? 3.4 : 2, onPointerDown: () => choose(keyOf(piece)), vectorEffect: 'non-scaling-stroke' } as const;
  return (
    <g data-testid={`piece-${keyOf(piece)}`}>
      {piece.shape === 'box' && <rect x={x1} y={y1} width={x2 - x1} height={y2 - y1} {...common} />}
      {piece.shape === 'polygon' && <polygon points={path} {...common} />}
      {piece.shape === 'line' && <polyline points={path} {...common} />}
      {here && scaled.map(([x, y], at) => <ellipse key={at} cx={x} cy={y} rx={7} ry={7 * ratio} className="handle" strokeWidth={1.5} vectorEffect="non-scaling-stroke" data-testid={`handle-${keyOf(piece)}-${at}`} onPointerDown={(event) => { event.stopPropagation(); grab(piece, at); }} />)}
    </g>
  );
}
