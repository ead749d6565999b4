// Tells in words and numbers why one track was or was not accused.
import type { Judged } from './judge.ts';

/** A few lines in Vietnamese and English; says so when the track was never seen. */
export function explain(id: string, { tracks, voids, notes, offences }: Judged): string {
  const track = tracks.find((one) => one.id === id);
  if (track === undefined) return `Không có vệt "${id}". / There is no track "${id}"; tracks: ${tracks.map((one) => one.id).join(', ')}\n`;
  const first = track.path[0]?.ground;
  const last = track.path.at(-1)?.ground;
  const place = (p: typeof first): string => (p === undefined ? '–' : `(${p.x.toFixed(0)}, ${p.y.toFixed(0)})`);
  const lines = [
    `Vệt / track ${id}: ${track.kind} (${(track.kindShare * 100).toFixed(0)} %), ${secs(track.firstAt)} – ${secs(track.lastAt)}, ${track.path.filter(({ observed }) => observed).length} lần thấy / sights, ${place(first)} → ${place(last)}`,
    track.distrust.length === 0 ? 'Không có nghi ngờ nào về vệt. / Nothing against the track.' : `Nghi ngờ / doubts: ${track.distrust.join(', ')}`,
    ...offences.filter((one) => one.track === id).map((one) => `${one.t_s.toFixed(2)} s  VI PHẠM / ACCUSED ${one.offence}: ${JSON.stringify(one.facts)}`),
    ...voids.filter((one) => one.track === id).map((one) => `${secs(one.at)}  KHÔNG TRUY CỨU / VOID ${one.offence} – ${one.why}: ${one.detail}`),
    ...notes.filter((one) => one.track === id).map((one) => `${secs(one.at)}  ${one.rule}: ${one.vi} / ${one.en}`),
  ];
  return `${lines.join('\n')}\n`;
}

const secs = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
