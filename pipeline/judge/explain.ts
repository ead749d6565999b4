// Says in Vietnamese and English, with numbers, why a track was accused, voided or left alone.
import type { Track } from '../../domain/sighting.ts';
import { SCREENING_REASONS, type Facts, type Note, type Verdict, type Void } from '../../domain/violation.ts';

export type Line = { readonly at_ms: number; readonly vi: string; readonly en: string };

/** Everything that was said of one track, in the order of time. `track` is its last known form; null where it was never seen. */
export function explain(track: Track | null, verdicts: readonly Verdict[], notes: readonly Note[]): readonly Line[] {
  if (track === null) return [{ at_ms: 0, vi: 'Không có xe nào mang số này trong đoạn đã xem.', en: 'No such track was seen.' }];
  const seen: Line = {
    at_ms: track.firstAt,
    vi: `Theo dõi ${secs(track.firstAt)}–${secs(track.lastAt)}, loại ${track.kind} (${percent(track.kindShare)} số lần thấy)${track.distrust.length === 0 ? '' : `; không tin cậy: ${track.distrust.join(', ')}`}.`,
    en: `Seen ${secs(track.firstAt)}–${secs(track.lastAt)}, ${track.kind} by ${percent(track.kindShare)} of the sights${track.distrust.length === 0 ? '' : `; not trusted: ${track.distrust.join(', ')}`}.`,
  };
  const own = verdicts.filter((verdict) => verdict.track === track.id).map(verdictLine);
  const weighed = notes.filter((note) => note.track === track.id).map((note) => ({ at_ms: note.at, vi: `${note.rule}: ${note.vi}.`, en: `${note.rule}: ${note.en}.` }));
  const nothing = own.length + weighed.length === 0 ? [{ at_ms: track.lastAt, vi: 'Không có hành vi nào trông giống vi phạm.', en: 'Nothing it did looked like an offence.' }] : [];
  return [seen, ...[...own, ...weighed].sort((a, b) => a.at_ms - b.at_ms), ...nothing];
}

function verdictLine(verdict: Verdict): Line {
  if (verdict.kind === 'void') {
    const { vi, en } = VOID_WORDS[verdict.why];
    return { at_ms: verdict.at, vi: `${verdict.offence} lúc ${secs(verdict.at)}: không quy lỗi, ${vi} (${verdict.detail}).`, en: `${verdict.offence} at ${secs(verdict.at)}: not accused, ${en} (${verdict.detail}).` };
  }
  const { vi, en } = factsWords(verdict.facts);
  const only = verdict.screeningOnly ? screeningWords(verdict.facts) : { vi: '', en: '' };
  return { at_ms: verdict.at, vi: `${verdict.offence} lúc ${secs(verdict.at)}: ${vi}.${only.vi}`, en: `${verdict.offence} at ${secs(verdict.at)}: ${en}.${only.en}` };
}

function screeningWords(facts: Facts): Words {
  const why = facts.rule === 'speed' ? (facts.screening_why ?? []).map((reason) => SCREENING_REASONS[reason]) : [];
  const because = (words: readonly string[]): string => (words.length === 0 ? '' : `: ${words.join('; ')}`);
  return { vi: ` Chỉ để sàng lọc${because(why.map(({ vi }) => vi))}.`, en: ` Screening only${because(why.map(({ en }) => en))}.` };
}

type Words = { readonly vi: string; readonly en: string };

export const VOID_WORDS: Readonly<Record<Void, Words>> = {
  signal_unknown: { vi: 'không đọc được đèn', en: 'the signal could not be read' },
  signal_dark: { vi: 'đèn tắt', en: 'the signal was dark' },
  signal_flashing: { vi: 'đèn nhấp nháy', en: 'the signal was flashing' },
  signal_disagrees: { vi: 'hình ảnh và tủ điều khiển nói khác nhau', en: 'picture and controller disagree' },
  within_grace: { vi: 'trong khoảng châm chước sau khi đèn đỏ', en: 'within the grace time after red began' },
  amber: { vi: 'đầu xe qua vạch khi đèn vàng', en: 'the front came over on amber' },
  permitted_movement: { vi: 'hướng đi được phép', en: 'the movement was permitted' },
  movement_unknown: { vi: 'không rõ hướng đi, mà có hướng được phép', en: 'some movement was permitted and its own is not known' },
  track_merged: { vi: 'hai xe bị lẫn vào nhau', en: 'two vehicles were merged' },
  track_split: { vi: 'một xe bị tách thành hai', en: 'one vehicle was split' },
  track_too_brief: { vi: 'thấy quá ngắn', en: 'seen too briefly' },
  track_jumped: { vi: 'vị trí nhảy không hợp lý', en: 'its place jumped' },
  track_gap: { vi: 'mất dấu giữa chừng', en: 'lost on the way' },
  kind_unclear: { vi: 'không chắc loại xe', en: 'its kind is not sure' },
  foot_hidden: { vi: 'chân xe bị che, chỗ đứng thật không rõ', en: 'its foot was hidden: where it really was is not sure' },
  no_before: { vi: 'không thấy cả xe trước vạch', en: 'it was not seen whole before the line' },
  no_after: { vi: 'không thấy xe sau vạch', en: 'it was not seen past the line' },
  did_not_run_on: { vi: 'không chạy tiếp khi đèn đỏ', en: 'it did not run on under red' },
  priority_vehicle: { vi: 'xe ưu tiên', en: 'a priority vehicle' },
  officer_directing: { vi: 'có người điều khiển giao thông', en: 'an officer was directing' },
  signal_fault: { vi: 'đèn hỏng', en: 'the signal is faulty' },
  camera_moved: { vi: 'camera bị lệch', en: 'the camera had moved' },
  clock_not_in_step: { vi: 'đồng hồ không đồng bộ', en: 'the clock was not in step' },
  inspection_expired: { vi: 'thiết bị hết hạn kiểm định', en: 'the device\'s inspection had expired' },
  not_calibrated: { vi: 'chưa hiệu chuẩn', en: 'not calibrated' },
  below_threshold: { vi: 'chưa đến mức xử phạt', en: 'below the lightest band' },
  stream_gap: { vi: 'luồng hình bị đứt', en: 'the stream was broken' },
  pairing_unsure: { vi: 'không chắc camera biển số thấy đúng xe này', en: 'the plate camera may have seen another vehicle' },
};

function factsWords(facts: Facts): Words {
  switch (facts.rule) {
    case 'red_light':
      return {
        vi: `đèn ${facts.signal} đỏ từ ${secs(facts.red_since_ms)}; đầu xe qua vạch ${facts.stop_line} sau ${secs(facts.red_for_ms)} (châm chước ${secs(facts.grace_ms)}), chạy tiếp ${px(facts.ran_on_px)} (cần ${px(facts.needed_px)}) khi vẫn đỏ, hướng ${facts.movement}`,
        en: `signal ${facts.signal} red since ${secs(facts.red_since_ms)}; the front came over ${facts.stop_line} ${secs(facts.red_for_ms)} later (grace ${secs(facts.grace_ms)}) and ran on ${px(facts.ran_on_px)} (${px(facts.needed_px)} asked) under red, going ${facts.movement}`,
      };
    case 'stop_line':
      return {
        vi: `đèn đỏ từ ${secs(facts.red_since_ms)}; dừng quá vạch ${facts.stop_line} ${px(facts.past_px)} (cần ${px(facts.needed_px)}) trong ${secs(facts.stood_ms)}`,
        en: `red since ${secs(facts.red_since_ms)}; stood ${px(facts.past_px)} past ${facts.stop_line} (${px(facts.needed_px)} asked) for ${secs(facts.stood_ms)}`,
      };
    case 'solid_line':
      return {
        vi: `từ ${px(facts.side_before_px)} sang ${px(facts.side_after_px)} so với vạch ${facts.line} (cần ${px(facts.needed_px)})`,
        en: `from ${px(facts.side_before_px)} to ${px(facts.side_after_px)} about line ${facts.line} (${px(facts.needed_px)} asked)`,
      };
    case 'wrong_lane':
      return {
        vi: `ở trong làn ${facts.lane} (dành cho ${facts.allowed.join(', ')}) ${secs(facts.inside_ms)}, đi ${px(facts.travelled_px)} (cần ${px(facts.needed_px)})`,
        en: `inside lane ${facts.lane} (for ${facts.allowed.join(', ')}) for ${secs(facts.inside_ms)}, travelled ${px(facts.travelled_px)} (${px(facts.needed_px)} asked)`,
      };
    case 'wrong_way':
      return {
        vi: `đi ngược chiều ${px(facts.travelled_px)} (cần ${px(facts.needed_px)}) trong ${secs(facts.inside_ms)}, góc ${facts.against_deg.toFixed(0)}° so với chiều đúng`,
        en: `went ${px(facts.travelled_px)} (${px(facts.needed_px)} asked) against the direction in ${secs(facts.inside_ms)}, at ${facts.against_deg.toFixed(0)}° to it`,
      };
    case 'prohibited_road':
      return {
        vi: `ở trong khu vực cấm ${facts.zone} ${secs(facts.inside_ms)} (cần ${secs(facts.needed_ms)}), đi ${px(facts.travelled_px)}`,
        en: `inside prohibited ${facts.zone} for ${secs(facts.inside_ms)} (${secs(facts.needed_ms)} asked), travelled ${px(facts.travelled_px)}`,
      };
    case 'turn':
      return { vi: `quay ${facts.turned_deg.toFixed(0)}° trong ${facts.zone} (cần ${facts.needed_deg}°)`, en: `turned ${facts.turned_deg.toFixed(0)}° in ${facts.zone} (${facts.needed_deg}° asked)` };
    case 'speed':
      return {
        vi: `đo ${kmh(facts.measured_kmh)} ± ${kmh(facts.error_kmh)} trên ${facts.baseline_m.toFixed(2)} m trong ${secs(facts.elapsed_ms)}, trừ sai số còn ${kmh(facts.charged_kmh)}, giới hạn ${kmh(facts.limit_kmh)} (${facts.limit_source})`,
        en: `measured ${kmh(facts.measured_kmh)} ± ${kmh(facts.error_kmh)} over ${facts.baseline_m.toFixed(2)} m in ${secs(facts.elapsed_ms)}, ${kmh(facts.charged_kmh)} after the error, limit ${kmh(facts.limit_kmh)} (${facts.limit_source})`,
      };
    case 'standing':
      return {
        vi: `đứng trong ${facts.zone} ${secs(facts.stood_ms)} (cho phép ${secs(facts.needed_ms)}), bị che ${secs(facts.unseen_ms)}, ${facts.passed_by} xe vượt qua`,
        en: `stood in ${facts.zone} for ${secs(facts.stood_ms)} (${secs(facts.needed_ms)} allowed), hidden for ${secs(facts.unseen_ms)}, passed by ${facts.passed_by}`,
      };
  }
}

const secs = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const px = (value: number): string => `${value.toFixed(0)} px`;
const kmh = (value: number): string => `${value.toFixed(1)} km/h`;
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
