// The reference picture with road points to click and drag, known lengths, and the metric grid that follows from them.
import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { clicked, onPicture, SIDE, withLength, withPoint, type Judged, type Pair, type RoadDraft, type Tool } from './road-draft.ts';

type Props = { readonly road: RoadDraft; readonly judged: Judged; readonly tool: Tool; readonly picture: string | null; readonly change: (road: RoadDraft) => void };
type Held = { readonly kind: 'point' | 'from' | 'to'; readonly index: number };

export function RoadCanvas({ road, judged, tool, picture, change }: Props): ReactNode {
  const [ratio, setRatio] = useState(16 / 9);
  const svg = useRef<SVGSVGElement | null>(null);
  const held = useRef<Held | null>(null);
  const placeOf = (event: PointerEvent): Pair | null => {
    const frame = svg.current?.getBoundingClientRect();
    return frame === undefined ? null : onPicture((event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height);
  };
  const add = (event: PointerEvent): void => {
    const at = placeOf(event);
    if (at !== null) change(clicked(road, tool, at));
  };
  const drag = (event: PointerEvent): void => {
    const at = placeOf(event);
    if (at === null || held.current === null) return;
    const { kind, index } = held.current;
    change(kind === 'point' ? withPoint(road, index, { at }) : withLength(road, index, kind === 'from' ? { from: at } : { to: at }));
  };
  const grab = (what: Held) => (event: PointerEvent): void => {
    event.stopPropagation();
    held.current = what;
  };
  return (
    <div className="canvas">
      <div className="canvas-fit" style={{ aspectRatio: String(ratio) }}>
        {picture !== null && <img src={picture} alt="" onLoad={(event) => setRatio(event.currentTarget.naturalWidth / event.currentTarget.naturalHeight)} />}
        <svg ref={svg} viewBox={`0 0 ${SIDE} ${SIDE}`} preserveAspectRatio="none" onPointerDown={add} onPointerMove={drag} onPointerUp={() => { held.current = null; }} onPointerLeave={() => { held.current = null; }} data-testid="road-canvas" className={`road road-${judged.result.state}`}>
          <Grid judged={judged} ratio={ratio} />
          {road.lengths.map(({ from, to }, index) => (
            <g key={index} data-testid={`road-length-${index}`}>
              {to !== null && <line x1={from[0] * SIDE} y1={from[1] * SIDE} x2={to[0] * SIDE} y2={to[1] * SIDE} className="road-length" strokeWidth={3} vectorEffect="non-scaling-stroke" />}
              <Handle at={from} ratio={ratio} grab={grab({ kind: 'from', index })} />
              {to !== null && <Handle at={to} ratio={ratio} grab={grab({ kind: 'to', index })} />}
            </g>
          ))}
          {road.points.map(({ at }, index) => (
            <g key={index} data-testid={`road-point-${index}`}>
              <Handle at={at} ratio={ratio} grab={grab({ kind: 'point', index })} big />
              <Label x={at[0] * SIDE + 10} y={at[1] * SIDE - 8} ratio={ratio} text={String(index + 1)} />
            </g>
          ))}
        </svg>
      </div>
    </div>
  );
}

function Grid({ judged, ratio }: { readonly judged: Judged; readonly ratio: number }): ReactNode {
  return (
    <g data-testid="road-grid" data-lines={judged.grid.length}>
      {judged.grid.map(({ metres, along, from, to }) => (
        <g key={`${along} ${metres}`}>
          <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} className={`road-grid${metres === 0 ? ' road-axis' : ''}`} strokeWidth={metres === 0 ? 2.4 : 1.2} vectorEffect="non-scaling-stroke" />
          <Label x={from.x} y={from.y} ratio={ratio} text={`${Math.round(metres * 10) / 10}`} small />
        </g>
      ))}
    </g>
  );
}

type HandleProps = { readonly at: Pair; readonly ratio: number; readonly grab: (event: PointerEvent) => void; readonly big?: boolean };
function Handle({ at: [x, y], ratio, grab, big = false }: HandleProps): ReactNode {
  const r = big ? 6 : 4.5;
  return <ellipse cx={x * SIDE} cy={y * SIDE} rx={r} ry={r * ratio} className={big ? 'handle road-point' : 'handle'} strokeWidth={1.5} vectorEffect="non-scaling-stroke" onPointerDown={grab} />;
}

type LabelProps = { readonly x: number; readonly y: number; readonly ratio: number; readonly text: string; readonly small?: boolean };
/** Letters of the right shape although the drawing is stretched to the picture. */
function Label({ x, y, ratio, text, small = false }: LabelProps): ReactNode {
  return <text transform={`translate(${x} ${y}) scale(1 ${ratio})`} className={small ? 'road-label road-label-small' : 'road-label'}>{text}</text>;
}
