// The accused vehicle large, cut from the very picture beside it; nothing is drawn over it.
import type { ReactNode } from 'react';
import type { CaseView, EvidenceView } from '../../api/contract.ts';
import { evidenceUrl } from './case-parts.ts';

/** Air about the vehicle, as a part of its larger side. */
const AIR = 0.35;

/** A square about the box, kept inside the picture. */
export function squareAbout([x1, y1, x2, y2]: readonly [number, number, number, number], width: number, height: number): readonly [number, number, number] {
  const side = Math.min(width, height, Math.max(x2 - x1, y2 - y1) * (1 + 2 * AIR));
  const left = Math.min(width - side, Math.max(0, (x1 + x2) / 2 - side / 2));
  const top = Math.min(height - side, Math.max(0, (y1 + y2) / 2 - side / 2));
  return [left, top, side];
}

type Props = { readonly view: CaseView; readonly item: EvidenceView; readonly pixels: boolean; readonly open: () => void };

export function CloseUp({ view, item, pixels, open }: Props): ReactNode {
  if (item.accused_px === null) return null;
  const [left, top, side] = squareAbout(item.accused_px, item.width_px, item.height_px);
  return (
    <button type="button" className="close-up" onClick={open} data-testid={`close-up-${item.role}`}>
      <svg viewBox={`${left} ${top} ${side} ${side}`} preserveAspectRatio="xMidYMid slice">
        <image href={evidenceUrl(view, item)} width={item.width_px} height={item.height_px} className={pixels ? 'pixels' : ''} />
      </svg>
    </button>
  );
}

/** A small picture as it is: the signal's head, the plate. */
export function Small({ view, item, open }: Omit<Props, 'pixels'>): ReactNode {
  return <button type="button" className="close-up close-up-small" onClick={open} data-testid={`small-${item.role}`}><img src={evidenceUrl(view, item)} alt={item.role} /></button>;
}
