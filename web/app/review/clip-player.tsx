// The clip, from 5 s before to 5 s after: frame by frame, slow or fast, with the act marked on its time.
import { ActionIcon, Button, Group, Loader, SegmentedControl, Slider, Text, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { CaseView, EvidenceView } from '../../api/contract.ts';
import { useWords } from '../words.tsx';
import { evidenceUrl } from './case-parts.ts';

/** One frame of a 25-a-second stream; cameras with other rates step by about one frame. */
const FRAME_S = 0.04;
const SPEEDS = ['0.1', '0.25', '0.5', '1', '2'];

/** The whole clip as a local address: seeking frame by frame needs no further requests. */
function useClip(url: string): { readonly src: string | null; readonly failed: boolean } {
  const [state, setState] = useState<{ readonly src: string | null; readonly failed: boolean }>({ src: null, failed: false });
  useEffect(() => {
    const stop = new AbortController();
    let made: string | null = null;
    fetch(url, { signal: stop.signal, credentials: 'same-origin' })
      .then(async (response) => {
        if (!response.ok) throw new Error(`clip answered ${response.status}`);
        made = URL.createObjectURL(await response.blob());
        setState({ src: made, failed: false });
      })
      .catch(() => setState((now) => (stop.signal.aborted ? now : { src: null, failed: true })));
    return () => {
      stop.abort();
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [url]);
  return state;
}

type Playing = { readonly at: number; readonly length: number; readonly playing: boolean };
type Controls = { readonly toggle: () => void; readonly seek: (seconds: number) => void; readonly step: (frames: number) => void; readonly pace: (rate: number) => void };

function controlsOf(video: RefObject<HTMLVideoElement | null>): Controls {
  const withVideo = (deed: (element: HTMLVideoElement) => void): void => {
    if (video.current !== null) deed(video.current);
  };
  return {
    toggle: () => withVideo((element) => void (element.paused ? element.play() : element.pause())),
    seek: (seconds) => withVideo((element) => { element.currentTime = seconds; }),
    step: (frames) => withVideo((element) => { element.pause(); element.currentTime += frames * FRAME_S; }),
    pace: (rate) => withVideo((element) => { element.playbackRate = rate; }),
  };
}

export function ClipPlayer({ view, item, keys }: { readonly view: CaseView; readonly item: EvidenceView; readonly keys: boolean }): ReactNode {
  const { pick } = useWords();
  const clip = useClip(evidenceUrl(view, item));
  const video = useRef<HTMLVideoElement | null>(null);
  const [{ at, length, playing }, setPlaying] = useState<Playing>({ at: 0, length: 10, playing: false });
  const controls = controlsOf(video);
  const actAt = (view.facts.crossed_ms - item.at_ms) / 1000;
  useHotkeys([[' ', () => keys && controls.toggle()], ['ArrowLeft', () => keys && controls.step(-1)], ['ArrowRight', () => keys && controls.step(1)]]);
  const follow = (): void => {
    const element = video.current;
    if (element !== null) setPlaying({ at: element.currentTime, length: Number.isFinite(element.duration) ? element.duration : 10, playing: !element.paused });
  };
  if (clip.failed) return <p className="stage-broken" data-testid="clip-broken">{pick('Không tải được đoạn phim.', 'The clip could not be loaded.')}</p>;
  return (
    <figure className="stage" data-testid="picture-clip">
      <div className="stage-view">{clip.src === null ? <Loader /> : <video ref={video} src={clip.src} muted playsInline onTimeUpdate={follow} onSeeked={follow} onPlay={follow} onPause={follow} onLoadedMetadata={() => { controls.seek(Math.max(0, actAt - 1)); follow(); }} />}</div>
      <figcaption className="clip-bar">
        <Transport controls={controls} playing={playing} />
        <Slider className="clip-time" size="md" min={0} max={length} step={0.01} value={at} onChange={controls.seek} label={(value) => relative(value - actAt)} marks={[{ value: actAt }]} color="gray.2" aria-label="clip" />
        <Text size="sm" className="digits" data-testid="clip-at" c="white">{relative(at - actAt)}</Text>
        <Pace controls={controls} goToAct={() => controls.seek(actAt)} />
      </figcaption>
    </figure>
  );
}

/** Seconds before or after the act. */
const relative = (seconds: number): string => `${seconds < 0 ? '−' : '+'}${Math.abs(seconds).toFixed(2).replace('.', ',')} s`;

function Transport({ controls, playing }: { readonly controls: Controls; readonly playing: boolean }): ReactNode {
  const { w } = useWords();
  return (
    <Group gap={4} wrap="nowrap">
      <Tooltip label={`${w('frame_back')} (←)`}><ActionIcon variant="subtle" color="gray.2" onClick={() => controls.step(-1)} aria-label={w('frame_back')} data-testid="clip-back"><IconChevronLeft /></ActionIcon></Tooltip>
      <Tooltip label={`${w(playing ? 'pause' : 'play')} (space)`}><ActionIcon variant="filled" color="gray.7" size="lg" onClick={controls.toggle} aria-label={w(playing ? 'pause' : 'play')} data-testid="clip-play">{playing ? <IconPlayerPause size={18} /> : <IconPlayerPlay size={18} />}</ActionIcon></Tooltip>
      <Tooltip label={`${w('frame_forward')} (→)`}><ActionIcon variant="subtle" color="gray.2" onClick={() => controls.step(1)} aria-label={w('frame_forward')} data-testid="clip-forward"><IconChevronRight /></ActionIcon></Tooltip>
    </Group>
  );
}

function Pace({ controls, goToAct }: { readonly controls: Controls; readonly goToAct: () => void }): ReactNode {
  const { w } = useWords();
  const [pace, setPace] = useState('1');
  const choose = (value: string): void => {
    setPace(value);
    controls.pace(Number(value));
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <Button size="compact-sm" variant="light" color="red" onClick={goToAct} data-testid="clip-act">{w('the_act')}</Button>
      <SegmentedControl size="xs" value={pace} onChange={choose} data={SPEEDS.map((value) => ({ value, label: `${value}×` }))} />
    </Group>
  );
}
