// One raw picture with zoom down to its pixels; lines and frames lie over it and can be taken away.
import { ActionIcon, Group } from '@mantine/core';
import { IconArrowsMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { CaseView, EvidenceView } from '../../api/contract.ts';
import { ROLE } from '../../words/labels.ts';
import { exactTime } from '../when.ts';
import { useWords } from '../words.tsx';
import { Overlay } from './overlay.tsx';
import { evidenceUrl } from './case-parts.ts';
import { useZoom } from './use-zoom.ts';

type Props = { readonly view: CaseView; readonly item: EvidenceView; readonly lines: boolean; readonly pixels: boolean; /** Called once the picture stands on the screen. */ readonly shown: (item: EvidenceView) => void };

export function PictureStage({ view, item, lines, pixels, shown }: Props): ReactNode {
  const { pick, w } = useWords();
  const { zoom, by, fit, ref, handlers } = useZoom();
  const [broken, setBroken] = useState(false);
  const move = { transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` };
  return (
    <figure className="stage" data-testid={`picture-${item.role}`}>
      <div className={`stage-view${zoom.scale > 1 ? ' stage-zoomed' : ''}`} ref={ref} {...handlers}>
        <div className="stage-move" style={move}>
          {broken ? <p className="stage-broken" data-testid="picture-broken">{pick('Chứng cứ bị thiếu hoặc không khớp mã băm.', 'Evidence is missing or does not match its hash.')}</p> : <img src={evidenceUrl(view, item)} alt={pick(...ROLE[item.role])} className={pixels || zoom.scale > 3 ? 'pixels' : ''} draggable={false} onLoad={() => shown(item)} onError={() => setBroken(true)} />}
          {lines && !broken && <Overlay view={view} item={item} zoom={zoom.scale} />}
        </div>
      </div>
      <figcaption>
        <span><b>{pick(...ROLE[item.role])}</b> <span className="digits">{exactTime(item.captured_at)}</span></span>
        <span className="stage-size">{item.width_px}×{item.height_px}</span>
        <Group gap={4}>
          <ActionIcon variant="subtle" size="sm" color="gray.3" onClick={() => by(1.6)} aria-label={w('zoom_in')}><IconPlus size={15} /></ActionIcon>
          <ActionIcon variant="subtle" size="sm" color="gray.3" onClick={() => by(1 / 1.6)} aria-label={w('zoom_out')}><IconMinus size={15} /></ActionIcon>
          <ActionIcon variant="subtle" size="sm" color="gray.3" onClick={fit} aria-label={w('fit')}><IconArrowsMaximize size={14} /></ActionIcon>
        </Group>
      </figcaption>
    </figure>
  );
}
