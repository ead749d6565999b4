// The operator's fixed texts.
import type { Text } from '../../words/language.ts';
import type { ListName } from './pieces.ts';

export const CAMERA_STATE: Readonly<Record<'watching' | 'stopped' | 'no_frames' | 'moved' | 'faulty', Text>> = {
  watching: ['Đang quan sát', 'Watching'], stopped: ['Không chạy', 'Not running'], no_frames: ['MẤT HÌNH', 'NO PICTURES'], moved: ['CAMERA BỊ XÊ DỊCH', 'CAMERA MOVED'], faulty: ['HỎNG', 'FAULTY'],
};
export const SWITCH: Readonly<Record<'officer_directing' | 'signal_fault', Text>> = {
  officer_directing: ['Người điều khiển giao thông', 'Officer directing traffic'], signal_fault: ['Đèn tín hiệu hỏng', 'Signal fault'],
};
export const SWITCH_HINT: Text = ['Trong thời gian bật, không ai bị ghi nhận vi phạm đèn tín hiệu. Mọi lần bật, tắt đều được ghi lại.', 'While on, nobody is accused of signal offences. Every change is recorded.'];
export const PIECE: Readonly<Record<ListName, Text>> = {
  regions: ['Vùng soi gần', 'Region'], signals: ['Đèn', 'Signal head'], stop_lines: ['Vạch dừng', 'Stop line'], lanes: ['Làn', 'Lane'], solid_lines: ['Vạch liền', 'Solid line'], zones: ['Khu vực', 'Zone'], exits: ['Lối ra', 'Exit'],
};
export const CAMERA = {
  last_frame: ['Khung hình cuối', 'Last frame'],
  never: ['chưa có', 'never'],
  gaps: ['lần mất tín hiệu', 'gaps'],
  inspection: ['Kiểm định đến', 'Inspection valid to'],
  expired: ['HẾT HẠN: camera này không được ghi nhận vi phạm', 'EXPIRED: this camera may accuse nobody'],
  no_picture: ['Chưa có hình', 'No picture yet'],
  switches: ['Công tắc có thời hạn', 'Switches with hours'],
  until: ['đến', 'until'],
  hours: ['giờ', 'hours'],
  pieces: ['Vạch, làn, khu vực, đèn', 'Lines, lanes, zones, heads'],
  drag: ['Kéo các nút tròn trên ảnh để sửa.', 'Drag the round handles on the picture.'],
  as_text: ['Tệp cấu hình (YAML)', 'Camera file (YAML)'],
  plate_pixels: ['Chiều cao một dòng biển số tại vạch dừng', 'Height of a plate line at the stop line'],
  readable: ['đọc được', 'readable'],
  marginal: ['khó đọc', 'marginal'],
  unreadable: ['không đọc được', 'not readable'],
  save_version: ['Lưu thành phiên bản mới', 'Save as a new version'],
  saved: ['Đã lưu phiên bản', 'Saved version'],
  undo: ['Bỏ các sửa đổi', 'Discard changes'],
  good: ['Cấu hình hợp lệ', 'The file is valid'],
  mistakes: ['Lỗi cần sửa', 'Mistakes to mend'],
  version: ['Phiên bản', 'Version'],
  none: ['Chưa có camera nào.', 'There is no camera.'],
} as const satisfies Readonly<Record<string, Text>>;
