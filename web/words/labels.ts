// What states, offences, vehicles and reasons are called on the screens.
import type { CaseState, DismissReason } from '../../domain/case.ts';
import type { EvidenceRole } from '../../domain/evidence.ts';
import type { Channel } from '../../domain/notice.ts';
import type { AccusedKind } from '../../domain/vehicle.ts';
import type { Offence } from '../../domain/violation.ts';
import type { AuditKind } from '../../domain/ledger.ts';
import type { Text } from './language.ts';

export const STATE: Readonly<Record<CaseState, Text>> = {
  open: ['Mới phát hiện', 'Newly detected'],
  in_review: ['Chờ xét duyệt', 'Awaiting review'],
  second_review: ['Chờ cán bộ thứ hai', 'Awaiting second officer'],
  dismissed: ['Đã bỏ', 'Dismissed'],
  confirmed: ['Đã xác nhận', 'Confirmed'],
  noticed: ['Đã thông báo', 'Notice sent'],
  contested: ['Có khiếu nại', 'Contested'],
  settled: ['Đã giải quyết', 'Settled'],
  withdrawn: ['Đã rút', 'Withdrawn'],
};

export const OFFENCE: Readonly<Record<Offence, Text>> = {
  red_light: ['Vượt đèn đỏ', 'Running a red light'],
  stop_line_or_marking: ['Dừng quá vạch dừng', 'Stopping past the stop line'],
  crosses_solid_line: ['Đè vạch liền', 'Crossing a solid line'],
  lane_change: ['Chuyển làn nơi không được phép', 'Lane change where forbidden'],
  wrong_lane: ['Đi sai làn đường', 'Wrong lane'],
  wrong_way: ['Đi ngược chiều', 'Wrong way'],
  prohibited_road: ['Đi vào đường cấm', 'Prohibited road'],
  uturn_or_turn_forbidden: ['Quay đầu, rẽ nơi cấm', 'Forbidden turn or U-turn'],
  speed_05_10: ['Quá tốc độ 5 đến dưới 10 km/h', 'Speeding by 5 to under 10 km/h'],
  speed_10_20: ['Quá tốc độ 10 đến 20 km/h', 'Speeding by 10 to 20 km/h'],
  speed_20_35: ['Quá tốc độ trên 20 đến 35 km/h', 'Speeding by over 20 to 35 km/h'],
  speed_35_up: ['Quá tốc độ trên 35 km/h', 'Speeding by over 35 km/h'],
  speed_20_up: ['Quá tốc độ trên 20 km/h', 'Speeding by over 20 km/h'],
  stop_no_stopping_sign: ['Dừng xe nơi cấm dừng', 'Stopping where forbidden'],
  park_no_parking_sign: ['Đỗ xe nơi cấm đỗ', 'Parking where forbidden'],
};

export const VEHICLE: Readonly<Record<AccusedKind, Text>> = {
  car: ['Ô tô', 'Car'],
  motorcycle: ['Xe máy', 'Motorcycle'],
  bus: ['Xe khách', 'Bus'],
  truck: ['Xe tải', 'Truck'],
  bicycle: ['Xe đạp', 'Bicycle'],
};

export const DISMISS: Readonly<Record<DismissReason, Text>> = {
  not_an_offence: ['Không có hành vi vi phạm', 'No offence took place'],
  wrong_vehicle: ['Không đúng phương tiện', 'Wrong vehicle'],
  plate_unreadable: ['Không đọc được biển số', 'Plate cannot be read'],
  plate_not_registered: ['Biển số không có trong đăng ký', 'Plate is not registered'],
  suspected_false_plate: ['Nghi biển số giả', 'Suspected false plate'],
  priority_vehicle: ['Xe ưu tiên đang làm nhiệm vụ', 'Priority vehicle on duty'],
  officer_directing: ['Có người điều khiển giao thông', 'An officer was directing traffic'],
  signal_fault: ['Đèn tín hiệu hỏng', 'Signal fault'],
  already_charged: ['Hành vi đã được xử lý ở vụ việc khác', 'Another case already charges this act'],
  evidence_insufficient: ['Chứng cứ không đủ', 'Evidence is insufficient'],
  other: ['Lý do khác', 'Other reason'],
};

export const ROLE: Readonly<Record<EvidenceRole, Text>> = {
  before: ['Trước vạch', 'Before'],
  after: ['Sau vạch', 'After'],
  plate: ['Biển số', 'Plate'],
  overview: ['Toàn cảnh', 'Overview'],
  signal: ['Đèn', 'Signal'],
  clip: ['Phim ±5 s', 'Clip ±5 s'],
  paired: ['Camera biển số', 'Plate camera'],
};

export const CHANNEL: Readonly<Record<Channel, Text>> = { vneid: ['VNeID', 'VNeID'], email: ['Thư điện tử', 'E-mail'], paper: ['Bản giấy', 'Paper'] };

export const COLOUR: Readonly<Record<string, Text>> = {
  white: ['nền trắng', 'white'], yellow: ['nền vàng', 'yellow'], blue: ['nền xanh', 'blue'], red: ['nền đỏ', 'red'], unknown: ['chưa rõ màu', 'colour unknown'],
};

export const AUDIT: Readonly<Record<AuditKind, Text>> = {
  case_opened: ['Mở vụ việc', 'Case opened'],
  owner_matched: ['Tra cứu đăng ký', 'Register looked up'],
  case_claimed: ['Nhận xét duyệt', 'Claimed'],
  case_released: ['Trả lại hàng đợi', 'Released'],
  plate_corrected: ['Sửa biển số', 'Plate corrected'],
  second_officer_asked: ['Yêu cầu cán bộ thứ hai', 'Second officer asked'],
  case_confirmed: ['Xác nhận vi phạm', 'Confirmed'],
  case_dismissed: ['Bỏ vụ việc', 'Dismissed'],
  notice_issued: ['Lập thông báo', 'Notice issued'],
  delivery_accepted: ['Đã gửi', 'Delivered'],
  delivery_failed: ['Gửi không thành công', 'Delivery failed'],
  delivery_retried: ['Cho gửi lại', 'Sending again'],
  notice_posted: ['Đã gửi bản giấy qua bưu điện', 'Paper notice posted'],
  notice_read: ['Chủ xe đã đọc', 'Read by the owner'],
  case_answered: ['Chủ xe trả lời', 'Answered by the owner'],
  case_contested: ['Chủ xe khiếu nại', 'Contested'],
  case_upheld: ['Giữ nguyên', 'Upheld'],
  case_withdrawn: ['Rút thông báo', 'Withdrawn'],
  case_settled: ['Đã giải quyết', 'Settled'],
  looked: ['Xem dữ liệu', 'Looked at data'],
  evidence_exported: ['Xuất chứng cứ', 'Evidence exported'],
  registry_imported: ['Nạp dữ liệu đăng ký', 'Register imported'],
  signed_in: ['Đăng nhập', 'Signed in'],
  sign_in_failed: ['Đăng nhập thất bại', 'Sign-in failed'],
  setting_changed: ['Đổi thiết lập', 'Setting changed'],
  camera_file_in_use: ['Bắt đầu dùng tệp camera', 'Camera file taken up'],
};

/** What an owner may say against a notice (DOMAIN.md §7). */
export const CONTEST_REASONS = {
  not_driver: ['Tôi không phải người điều khiển xe', 'I was not driving'],
  sold: ['Xe đã bán, tặng cho trước ngày vi phạm', 'The vehicle was sold or given away before'],
  stolen: ['Xe bị mất cắp hoặc bị sử dụng trái phép', 'The vehicle was stolen or used unlawfully'],
  cloned_plate: ['Biển số bị làm giả', 'My plate was cloned'],
  priority_duty: ['Xe ưu tiên đang làm nhiệm vụ', 'Priority vehicle on duty'],
  wrong_plate: ['Biển số trong ảnh không phải của tôi', 'The plate in the pictures is not mine'],
  signal_fault: ['Đèn tín hiệu hỏng hoặc có người điều khiển', 'The signal was faulty or an officer directed traffic'],
  other: ['Lý do khác', 'Another reason'],
} as const satisfies Readonly<Record<string, Text>>;
/** What an owner may say that contests nothing. */
export const ANSWER_REASONS = {
  accepts: ['Tôi chấp nhận và sẽ đến làm việc', 'I accept and will come'],
  names_driver: ['Người khác điều khiển xe, tôi sẽ cung cấp thông tin', 'Somebody else drove; I will say who'],
} as const satisfies Readonly<Record<string, Text>>;
export type AnswerReason = keyof typeof ANSWER_REASONS;
export type ContestReason = keyof typeof CONTEST_REASONS;

/** The reason's text by its code; an unknown code speaks for itself. */
export function contestText(reason: string): Text {
  return Object.entries<Text>({ ...CONTEST_REASONS, ...ANSWER_REASONS }).find(([key]) => key === reason)?.[1] ?? [reason, reason];
}

/** The vehicle kind's name; an unknown kind speaks for itself. */
export function vehicleText(kind: string): Text {
  return Object.entries<Text>(VEHICLE).find(([key]) => key === kind)?.[1] ?? [kind, kind];
}

const SECOND_WHY: Readonly<Record<string, Text>> = {
  plate_corrected: ['Biển số đã được cán bộ sửa', 'An officer corrected the plate'],
  plate_repaired: ['Biển số có ký tự được suy ra', 'The plate has inferred symbols'],
  high_fine: ['Khung tiền phạt cao', 'The band of the fine is high'],
};
/** Why a second officer is asked. */
export const secondText = (why: string): Text => SECOND_WHY[why] ?? [why, why];
