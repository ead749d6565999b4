// The operator's fixed texts.
import type { Text } from '../../words/language.ts';
import type { ListName } from './pieces.ts';

export const CAMERA_STATE: Readonly<Record<'watching' | 'stopped' | 'no_frames' | 'moved' | 'faulty', Text>> = {
  watching: ['Đang quan sát', 'Watching'], stopped: ['Không chạy', 'Not running'], no_frames: ['MẤT HÌNH', 'NO PICTURES'], moved: ['CAMERA BỊ XÊ DỊCH', 'CAMERA MOVED'], faulty: ['HỎNG', 'FAULTY'],
};
export const SWITCH: Readonly<Record<'officer_directing' | 'signal_fault' | 'priority_passing', Text>> = {
  officer_directing: ['Người điều khiển giao thông', 'Officer directing traffic'], signal_fault: ['Đèn tín hiệu hỏng', 'Signal fault'],
  priority_passing: ['Xe ưu tiên đang làm nhiệm vụ đi qua', 'Priority vehicles on duty pass'],
};
/** Kinds of fault that a camera's watcher raises. */
export const FAULT: Readonly<Record<string, Text>> = {
  stream: ['Mất luồng hình', 'Stream lost'],
  camera_moved: ['Camera bị xê dịch: đã dừng mọi lỗi về vạch, làn, tốc độ', 'Camera moved: rules on lines, lanes and speed are stopped'],
  scene_unproven: ['Chưa nhận ra khung cảnh từ khi khởi động', 'The scene was not recognised since the start'],
  signals_disagree: ['Hình ảnh và tủ điều khiển đèn nói khác nhau', 'Picture and signal controller disagree'],
  controller_silent: ['Tủ điều khiển đèn không gửi dữ liệu', 'The signal controller is silent'],
  clock_not_in_step: ['Đồng hồ không khớp', 'Clock not in step'],
  camera_file_wrong: ['Tệp cấu hình mới có lỗi, chưa được dùng', 'The new camera file is wrong and not in use'],
  evidence_missing: ['Mất hình ảnh chứng cứ', 'Pictures of an act were no longer kept'],
};
export const SWITCH_HINT: Text = ['Trong thời gian bật (kể từ một phút trước đó) không ai bị ghi nhận vi phạm; "đèn hỏng" chỉ áp dụng cho lỗi theo đèn. Mọi lần bật, tắt đều được ghi lại.', 'While on, and from a minute before, nobody is accused; "signal fault" concerns signal offences only. Every change is recorded.'];
export const PIECE: Readonly<Record<ListName, Text>> = {
  regions: ['Vùng soi gần', 'Region'], signals: ['Đèn', 'Signal head'], stop_lines: ['Vạch dừng', 'Stop line'], lanes: ['Làn', 'Lane'], solid_lines: ['Vạch liền', 'Solid line'], zones: ['Khu vực', 'Zone'], exits: ['Lối ra', 'Exit'],
};
export const ROAD = {
  title: ['Hiệu chuẩn mặt đường', 'Calibration of the road'],
  mode_scene: ['Vạch, làn, đèn', 'Lines, lanes, heads'],
  mode_road: ['Hiệu chuẩn (mét)', 'Calibration (metres)'],
  tool_point: ['Điểm trên mặt đường', 'Road points'],
  tool_length: ['Độ dài đã biết', 'Known lengths'],
  hint_point: ['Bấm lên ảnh tại ít nhất bốn điểm đã đo trên mặt đường, rồi nhập tọa độ mét của từng điểm. Hai camera của một nút phải dùng chung gốc tọa độ.', 'Click four or more points that were measured on the road, then type the metres of each. Two cameras of one site share one origin.'],
  hint_length: ['Bấm hai đầu của một đoạn đã biết độ dài, ví dụ vạch kẻ làn 10 m.', 'Click both ends of a known length, such as a lane dash of 10 m.'],
  off: ['lệch', 'off by'],
  residual: ['Sai lệch', 'Residual'],
  worst: ['lớn nhất', 'worst'],
  speed_error: ['Sai số tốc độ do hiệu chuẩn', 'Speed error that follows'],
  grid: ['Ô lưới trên ảnh', 'Grid on the picture'],
  length: ['Đoạn', 'Length'],
  measured: ['đo được', 'measured'],
  second_end: ['bấm đầu thứ hai', 'click its second end'],
  remove: ['Bỏ', 'Remove'],
  unproven: ['Bốn điểm luôn khớp hoàn toàn nên không biết sai số: tốc độ chỉ để sàng lọc, không bao giờ thành thông báo. Hãy thêm điểm thứ năm cách xa các điểm kia hoặc một độ dài đã biết để kiểm tra.', 'Four points always fit, so the error is unknown: speeds are screening only and can never become a notice. Add a fifth point apart from the others or a known length to check them.'],
} as const satisfies Readonly<Record<string, Text>>;
export const HOURS = {
  title: ['Số lượng theo giờ', 'Counts by the hour'], hour: ['Giờ', 'Hour'], vehicles: ['Lượt xe', 'Vehicles'], accused: ['Vụ việc', 'Cases'], screened: ['Sàng lọc', 'Screening'], voids: ['Bỏ qua', 'Voided'],
} as const satisfies Readonly<Record<string, Text>>;
export const CAMERA = {
  last_frame: ['Khung hình cuối', 'Last frame'],
  never: ['chưa có', 'never'],
  gaps: ['lần mất tín hiệu', 'gaps'],
  inspection: ['Kiểm định đến', 'Inspection valid to'],
  expired: ['HẾT HẠN: camera này không được ghi nhận vi phạm', 'EXPIRED: this camera may accuse nobody'],
  faults: ['Sự cố', 'Faults'],
  now_picture: ['Hình hiện tại', 'Now'],
  renew: ['Lấy hình hiện tại làm ảnh chuẩn', 'Make the present picture the reference'],
  renewed: ['Đã đổi ảnh chuẩn. Hãy kiểm tra lại mọi vạch và hiệu chuẩn trên ảnh mới.', 'The reference was renewed. Check every line and the calibration on the new picture.'],
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
  save_version: ['Lưu bản mới', 'Save version'],
  saved: ['Đã lưu phiên bản', 'Saved version'],
  undo: ['Bỏ các sửa đổi', 'Discard changes'],
  good: ['Cấu hình hợp lệ', 'The file is valid'],
  mistakes: ['Lỗi cần sửa', 'Mistakes to mend'],
  version: ['Phiên bản', 'Version'],
  none: ['Chưa có camera nào.', 'There is no camera.'],
} as const satisfies Readonly<Record<string, Text>>;
