// The standing Vietnamese sentences of a notice, chosen by form and by who the owner is.
import type { NoticeForm } from '../domain/forms.ts';
import type { CameraFile } from '../domain/scene.ts';
import type { PlateColour } from '../domain/sighting.ts';

export const NATIONAL_TITLE = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
export const MOTTO = 'Độc lập - Tự do - Hạnh phúc';
export const TITLE = 'THÔNG BÁO';
export const SUBTITLE = 'Vi phạm hành chính về trật tự, an toàn giao thông đường bộ';
export const SIMULATED = 'MÔ PHỎNG – SIMULATED';
export const SIMULATED_LONG = 'Văn bản mô phỏng để trình diễn phần mềm, không có giá trị pháp lý · Simulated document, without legal effect';

export const PLATE_COLOUR_VI: Readonly<Record<PlateColour, string>> = { white: 'nền trắng', yellow: 'nền vàng', blue: 'nền xanh', red: 'nền đỏ', unknown: 'không xác định' };

export const BRING = 'Thông báo này (bản giấy hoặc bản điện tử), chứng nhận đăng ký xe, giấy phép lái xe và căn cước của người điều khiển phương tiện vào thời điểm trên, cùng giấy tờ liên quan khác của phương tiện và người điều khiển.';

export function workingHours(answerDays: number, lastDay: string): string {
  return `Trong giờ làm việc (thứ Hai đến thứ Sáu, trừ ngày lễ), kể từ khi nhận được thông báo và trong thời hạn ${answerDays} ngày kể từ ngày gửi thông báo (đến hết ngày ${lastDay})`;
}

/** ND 135/2021 Điều 15.2: who lives far away may come to a unit near home. Commune police stand in for it since TT 73/2024. */
export function alternativeUnit(form: NoticeForm): string {
  return form.form === 'Mẫu 02'
    ? 'Công an xã, phường, thị trấn hoặc Công an cấp huyện nơi cư trú, đóng trụ sở'
    : 'Công an cấp xã hoặc Đội (Trạm) Cảnh sát giao thông gần nơi cư trú, đóng trụ sở';
}

/** ND 168/2024 Điều 47.8.b, 47.11 and TT 73/2024 Điều 24.5; in the pilot's time ND 100/2019 Điều 80.8.b, 80.12. */
export function consequence(form: NoticeForm, owner: 'person' | 'organisation'): string {
  const duty = 'Chủ phương tiện có trách nhiệm phối hợp xác định người đã điều khiển phương tiện. ';
  const silent =
    owner === 'person'
      ? 'Cá nhân không phối hợp, không chứng minh được người khác đã điều khiển thì bị xử phạt về hành vi nêu trên. '
      : 'Tổ chức không giải trình thì bị xử phạt về hành vi nêu trên, trừ trường hợp phương tiện bị chiếm đoạt, sử dụng trái phép. ';
  return `${duty}${silent}${unanswered(form)}`;
}

function unanswered(form: NoticeForm): string {
  const late = `Quá ${form.answer_days} ngày kể từ ngày gửi thông báo mà không đến làm việc, cơ quan Công an gửi thông báo`;
  switch (form.unanswered) {
    case 'inspection_15_days':
      return `${late} cho cơ quan đăng kiểm; phương tiện chỉ được cấp giấy chứng nhận kiểm định có thời hạn 15 ngày cho đến khi vụ việc được giải quyết.`;
    case 'not_processed':
      return `${late} cho cơ quan đăng kiểm, cơ quan đăng ký xe; các thủ tục kiểm định, đăng ký, cấp giấy phép lái xe chưa được giải quyết cho đến khi vụ việc được giải quyết.`;
  }
}

export function enclosure(enclosed: { readonly pictures: number; readonly clips: number }, device: CameraFile['device']): readonly string[] {
  const clip = enclosed.clips === 0 ? '' : `, ${two(enclosed.clips)} đoạn video (xem trực tuyến)`;
  return [`Kết quả thu thập được: ${two(enclosed.pictures)} ảnh${clip}`, `Thiết bị: ${device.model}, số hiệu ${device.serial}; chứng nhận kiểm tra ${device.inspection.number}, có giá trị đến ${day(device.inspection.valid_to)}`];
}

export const HOW_TO_SEE = {
  vi: 'Xem chứng cứ: quét mã QR để kiểm tra thông báo; ảnh và video đầy đủ xem sau khi đăng nhập VNeID trên cổng dành cho chủ phương tiện, hoặc trực tiếp tại đơn vị nêu trên.',
  en: 'To see the proof: scan the QR code to verify this notice; log in with VNeID at the owner portal for all pictures and the video, or come to the unit named above.',
} as const;
export const HOW_TO_CONTEST = {
  vi: 'Nếu không đồng ý (không phải người điều khiển, xe đã bán, xe bị lấy cắp, biển số bị làm giả, xe ưu tiên, sai biển số, đèn tín hiệu hỏng …): nêu ý kiến trên cổng dành cho chủ phương tiện hoặc tại đơn vị; quyền khiếu nại, khởi kiện theo quy định của pháp luật được bảo đảm.',
  en: 'If you disagree (another driver, vehicle sold or stolen, cloned or misread plate, priority vehicle, faulty signal …), say so at the owner portal or at the unit; your right to complain and to go to court is kept.',
} as const;
export const FRAUD = {
  vi: 'CẢNH BÁO LỪA ĐẢO: Thông báo này không yêu cầu nộp tiền và không có số tài khoản. Cơ quan Công an không gọi điện, nhắn tin yêu cầu chuyển tiền, cài ứng dụng hay cung cấp mã OTP.',
  en: 'FRAUD WARNING: this notice asks for no money and names no account. The police never phone or text for a transfer, an app or a one-time code.',
} as const;

/** Numbers below ten are written with a leading zero in official papers. */
const two = (value: number): string => String(value).padStart(2, '0');
const day = (iso: string): string => iso.split('-').reverse().join('/');
