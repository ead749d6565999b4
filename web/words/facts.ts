// A violation's facts in words and numbers, for officers and owners alike; never the model's opinion of itself.
import { SCREENING_REASONS, type Facts } from '../../domain/violation.ts';
import { VEHICLE } from './labels.ts';
import { inLanguage, type Language, type Text } from './language.ts';

export type FactLine = { readonly label: Text; readonly value: string; readonly strong?: boolean };

const MOVEMENT: Readonly<Record<string, Text>> = {
  straight: ['đi thẳng', 'straight'], left: ['rẽ trái', 'left'], right: ['rẽ phải', 'right'], uturn: ['quay đầu', 'U-turn'], unknown: ['chưa rõ', 'unknown'],
};
const SOURCE: Readonly<Record<'vision' | 'controller' | 'both', Text>> = {
  vision: ['nhận biết từ hình ảnh', 'seen in the picture'], controller: ['tủ điều khiển đèn', 'signal controller'], both: ['hình ảnh và tủ điều khiển', 'picture and controller'],
};

const ms = (value: number): string => `${Math.round(value).toLocaleString('vi-VN')} ms`;
const seconds = (value: number): string => `${(value / 1000).toFixed(2).replace('.', ',')} s`;
const px = (value: number): string => `${Math.round(value)} px`;
const both = (value: number, needed: number, unit: (n: number) => string): string => `${unit(value)} (≥ ${unit(needed)})`;

type Signalled = Extract<Facts, { rule: 'red_light' | 'stop_line' }>;
function signalLines(facts: Signalled, language: Language): readonly FactLine[] {
  return [
    { label: ['Đèn đã đỏ khi xe qua vạch', 'Red for, when the line was crossed'], value: seconds(facts.red_for_ms), strong: true },
    { label: ['Thời gian châm chước của nút', 'Grace time of the site'], value: ms(facts.grace_ms) },
    { label: ['Đèn chuyển đỏ lúc', 'Red since'], value: clipTime(facts.red_since_ms, facts.crossed_ms, language) },
    { label: ['Nguồn trạng thái đèn', 'Source of the phase'], value: `${facts.signal} · ${inLanguage(language, SOURCE[facts.signal_source])}` },
    { label: ['Vạch dừng', 'Stop line'], value: facts.stop_line },
  ];
}

/** A moment relative to the act: what the clip's own clock shows. */
function clipTime(at: number, act: number, language: Language): string {
  const before = act - at;
  return language === 'vi' ? `${seconds(Math.abs(before))} ${before >= 0 ? 'trước' : 'sau'} lúc qua vạch` : `${seconds(Math.abs(before))} ${before >= 0 ? 'before' : 'after'} crossing`;
}

type Speeding = Extract<Facts, { rule: 'speed' }>;
function speedLines(facts: Speeding, language: Language): readonly FactLine[] {
  const why = (facts.screening_why ?? []).map((reason) => SCREENING_REASONS[reason][language]).join('; ');
  return [
    { label: ['Tốc độ tính phạt', 'Speed charged'], value: `${facts.charged_kmh.toFixed(1)} km/h`, strong: true },
    { label: ['Tốc độ đo được', 'Measured'], value: `${facts.measured_kmh.toFixed(1)} ± ${facts.error_kmh.toFixed(1)} km/h` },
    { label: ['Sai số kiểm định đã trừ', 'Certified error subtracted'], value: `${facts.certified_error_kmh} km/h` },
    { label: ['Giới hạn', 'Limit'], value: `${facts.limit_kmh} km/h · ${facts.limit_source}` },
    { label: ['Quãng đường / thời gian', 'Base line / time'], value: `${facts.baseline_m.toFixed(2)} m / ${ms(facts.elapsed_ms)}` },
    { label: ['Giấy kiểm định tốc độ', 'Speed verification'], value: facts.verification ?? '—' },
    ...(why === '' ? [] : [{ label: ['Chỉ sàng lọc vì', 'Screening only because'], value: why } satisfies FactLine]),
  ];
}

/** The rows of the facts card; the strong one is what the offence turns on. */
export function factLines(facts: Facts, language: Language): readonly FactLine[] {
  const movement = (name: string): string => inLanguage(language, MOVEMENT[name] ?? [name, name]);
  switch (facts.rule) {
    case 'red_light':
      return [
        ...signalLines(facts, language),
        { label: ['Đèn vàng trước đó', 'Amber before it'], value: facts.amber_ms === null ? '—' : seconds(facts.amber_ms) },
        { label: ['Hướng đi', 'Movement'], value: movement(facts.movement) },
        { label: ['Đi tiếp sau vạch', 'Ran on past the line'], value: both(facts.ran_on_px, facts.needed_px, px) },
      ];
    case 'stop_line':
      return [...signalLines(facts, language), { label: ['Dừng quá vạch', 'Stood past the line'], value: `${seconds(facts.stood_ms)} · ${px(facts.past_px)}` }];
    case 'solid_line':
      return [
        { label: ['Vạch liền', 'Solid line'], value: facts.line, strong: true },
        { label: ['Cách vạch trước / sau', 'Distance before / after'], value: `${px(facts.side_before_px)} / ${px(facts.side_after_px)} (≥ ${px(facts.needed_px)})` },
      ];
    case 'wrong_lane':
      return [
        { label: ['Ở trong làn', 'Inside the lane for'], value: both(facts.inside_ms, facts.needed_ms, seconds), strong: true },
        { label: ['Làn', 'Lane'], value: facts.lane },
        { label: ['Làn dành cho', 'Lane is for'], value: facts.allowed.map((kind) => (kind === 'person' ? kind : inLanguage(language, VEHICLE[kind]))).join(', ') },
      ];
    case 'wrong_way':
      return [
        { label: ['Đi ngược', 'Travelled against'], value: both(facts.travelled_px, facts.needed_px, px), strong: true },
        { label: ['Lệch hướng', 'Off the lawful direction'], value: `${Math.round(facts.against_deg)}°` },
        { label: ['Thời gian', 'For'], value: seconds(facts.inside_ms) },
        { label: ['Đoạn đường', 'Zone'], value: facts.zone },
      ];
    case 'prohibited_road':
      return [{ label: ['Ở trong đường cấm', 'Inside for'], value: both(facts.inside_ms, facts.needed_ms, seconds), strong: true }, { label: ['Khu vực', 'Zone'], value: facts.zone }];
    case 'turn':
      return [{ label: ['Hướng đi', 'Movement'], value: movement(facts.movement), strong: true }, { label: ['Góc quay', 'Turned'], value: `${Math.round(facts.turned_deg)}°` }, { label: ['Khu vực', 'Zone'], value: facts.zone }];
    case 'speed':
      return speedLines(facts, language);
    case 'standing':
      return [
        { label: ['Đứng yên', 'Stood for'], value: both(facts.stood_ms, facts.needed_ms, seconds), strong: true },
        { label: ['Xê dịch', 'Moved'], value: `${px(facts.moved_px)} (≤ ${px(facts.allowed_px)})` },
        { label: ['Khu vực', 'Zone'], value: facts.zone },
      ];
  }
}

/** One plain sentence for the owner. */
export function plainFact(facts: Facts, language: Language): string {
  const vi = language === 'vi';
  switch (facts.rule) {
    case 'red_light':
      return vi ? `Xe qua vạch dừng khi đèn đã đỏ được ${seconds(facts.red_for_ms)}.` : `The vehicle crossed the stop line when the light had been red for ${seconds(facts.red_for_ms)}.`;
    case 'stop_line':
      return vi ? `Xe dừng quá vạch dừng khi đèn đỏ, trong ${seconds(facts.stood_ms)}.` : `The vehicle stood past the stop line on red for ${seconds(facts.stood_ms)}.`;
    case 'solid_line':
      return vi ? 'Xe đè, vượt qua vạch kẻ liền.' : 'The vehicle crossed a solid line.';
    case 'wrong_lane':
      return vi ? `Xe đi trong làn không dành cho loại xe này ${seconds(facts.inside_ms)}.` : `The vehicle was for ${seconds(facts.inside_ms)} in a lane not meant for it.`;
    case 'wrong_way':
      return vi ? `Xe đi ngược chiều trong ${seconds(facts.inside_ms)}.` : `The vehicle drove against the direction for ${seconds(facts.inside_ms)}.`;
    case 'prohibited_road':
      return vi ? `Xe đi vào đường cấm trong ${seconds(facts.inside_ms)}.` : `The vehicle was in a prohibited road for ${seconds(facts.inside_ms)}.`;
    case 'turn':
      return vi ? 'Xe rẽ hoặc quay đầu nơi có biển cấm.' : 'The vehicle turned where that is forbidden.';
    case 'speed':
      return vi ? `Tốc độ ${facts.charged_kmh.toFixed(1)} km/h, giới hạn ${facts.limit_kmh} km/h.` : `Speed ${facts.charged_kmh.toFixed(1)} km/h, limit ${facts.limit_kmh} km/h.`;
    case 'standing':
      return vi ? `Xe dừng, đỗ ${seconds(facts.stood_ms)} ở nơi không được phép.` : `The vehicle stood for ${seconds(facts.stood_ms)} where that is forbidden.`;
  }
}
