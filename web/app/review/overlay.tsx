// What is drawn over a picture: the stop line and other lines of the scene, the accused vehicle's frame, its point on the road.
import type { ReactNode } from 'react';
import type { CaseView, Drawing, EvidenceView } from '../../api/contract.ts';

/** Only whole frames of the same view share the scene's coordinates; crops and other cameras do not. */
const WHOLE: readonly EvidenceView['role'][] = ['before', 'after', 'overview'];

export function Overlay({ view, item, zoom }: { readonly view: CaseView; readonly item: EvidenceView; readonly zoom: number }): ReactNode {
  const { width_px: width, height_px: height } = item;
  const whole = WHOLE.includes(item.role);
  const thin = Math.max(1, width / 640) / Math.sqrt(zoom);
  return (
    <svg className="overlay" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid meet" data-testid="overlay">
      {whole && view.drawings.map((drawing) => <Shape key={`${drawing.kind} ${drawing.id}`} drawing={drawing} width={width} height={height} thin={thin} />)}
      {item.accused_px !== null && <Accused box={item.accused_px} thin={thin} />}
      {whole && <Witness view={view} item={item} thin={thin} />}
    </svg>
  );
}

function Shape({ drawing: { kind, points }, width, height, thin }: { readonly drawing: Drawing; readonly width: number; readonly height: number; readonly thin: number }): ReactNode {
  const path = points.map(([x, y]) => `${x * width},${y * height}`).join(' ');
  const closed = kind === 'zone' || kind === 'lane' || kind === 'signal';
  return closed ? <polygon points={path} className={`shape shape-${kind}`} strokeWidth={thin} /> : <polyline points={path} className={`shape shape-${kind}`} strokeWidth={thin * 1.6} />;
}

function Accused({ box: [x1, y1, x2, y2], thin }: { readonly box: readonly [number, number, number, number]; readonly thin: number }): ReactNode {
  return <rect x={x1} y={y1} width={x2 - x1} height={y2 - y1} className="shape shape-accused" strokeWidth={thin * 1.4} />;
}

function Witness({ view, item, thin }: { readonly view: CaseView; readonly item: EvidenceView; readonly thin: number }): ReactNode {
  if (item.role !== 'before' && item.role !== 'after') return null;
  const { x, y } = view.facts[item.role].ground;
  return <circle cx={x} cy={y} r={thin * 3.5} className="shape shape-ground" strokeWidth={thin} />;
}
