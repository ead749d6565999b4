// The reasons of a pairing in words and numbers.
import type { PairingFacts } from '../../domain/pairing.ts';
import type { FactLine } from './facts.ts';
import { inLanguage, type Language, type Text } from './language.ts';

const KIND: Readonly<Record<PairingFacts['kind'], Text>> = { same: ['cùng loại', 'the same'], similar: ['gần giống', 'similar'] };
const COLOUR: Readonly<Record<PairingFacts['colour'], Text>> = { same: ['trùng', 'the same'], unknown: ['không so được', 'not comparable'], differs: ['KHÁC', 'DIFFERS'] };
const decimal = (value: number, digits: number): string => value.toFixed(digits).replace('.', ',');

export function pairingLines(pairing: PairingFacts, language: Language): readonly FactLine[] {
  const say = (text: Text): string => inLanguage(language, text);
  const { runner_up: next, cost, margin, apart_ms: apart } = pairing;
  return [
    { label: ['Lệch vị trí trên mặt đường', 'Apart on the road'], value: `${decimal(pairing.place_m, 2)} m (${pairing.compared} ${say(['thời điểm', 'moments'])})`, strong: true },
    { label: ['Xe giống thứ nhì', 'Next best vehicle'], value: next === null ? say(['không có xe nào khác', 'there was none']) : `${decimal(next - cost, 1)} (≥ ${decimal(margin, 1)})`, strong: true },
    { label: ['Camera', 'Camera'], value: pairing.camera },
    { label: ['Thời gian', 'Time'], value: apart === 0 ? say(['hai camera cùng thấy', 'seen by both at once']) : `${say(['cách nhau', 'apart'])} ${Math.round(apart)} ms` },
    { label: ['Lệch đồng hồ đã bù / sai số', 'Clock shift / bounds'], value: `${Math.round(pairing.shift_ms)} ms / ±${Math.round(pairing.overview_clock_error_ms)} ±${Math.round(pairing.plate_clock_error_ms)} ms` },
    { label: ['Loại xe', 'Class'], value: say(KIND[pairing.kind]) },
    { label: ['Màu xe', 'Colour'], value: say(COLOUR[pairing.colour]) },
    { label: ['Thứ tự trên làn', 'Order in its file'], value: say(['giữ nguyên', 'kept']) },
    { label: ['Kiểm định camera biển số', 'Inspection of that camera'], value: `${pairing.inspection} · ${pairing.inspection_valid_to}` },
  ];
}
