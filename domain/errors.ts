// The closed table of failures: what kind each is, what a person is told, and the HTTP status it becomes.

/** transient: try again; permanent: a person must act; refused: the request may not be done. */
export type FailureKind = 'transient' | 'permanent' | 'refused';
type Entry = { readonly kind: FailureKind; readonly status: number; readonly vi: string; readonly en: string };

export const ERRORS = {
  not_signed_in: { kind: 'refused', status: 401, vi: 'Bạn chưa đăng nhập.', en: 'You are not signed in.' },
  wrong_credentials: { kind: 'refused', status: 401, vi: 'Tên đăng nhập hoặc mật khẩu không đúng.', en: 'User name or password is wrong.' },
  too_many_attempts: { kind: 'refused', status: 429, vi: 'Quá nhiều lần thử. Hãy chờ vài phút.', en: 'Too many attempts. Wait a few minutes.' },
  not_allowed: { kind: 'refused', status: 403, vi: 'Bạn không có quyền làm việc này.', en: 'You may not do this.' },
  not_found: { kind: 'refused', status: 404, vi: 'Không tìm thấy.', en: 'Not found.' },
  bad_request: { kind: 'refused', status: 400, vi: 'Dữ liệu gửi lên không hợp lệ.', en: 'The request is not valid.' },
  already_decided: { kind: 'refused', status: 409, vi: 'Cán bộ khác đã quyết định vụ việc này.', en: 'Another officer has already decided this case.' },
  claimed_by_other: { kind: 'refused', status: 409, vi: 'Cán bộ khác đang xem xét vụ việc này.', en: 'Another officer is reviewing this case.' },
  wrong_state: { kind: 'refused', status: 409, vi: 'Vụ việc không ở trạng thái cho phép thao tác này.', en: 'The case is not in a state that allows this.' },
  no_owner: { kind: 'refused', status: 409, vi: 'Chưa xác định được chủ phương tiện.', en: 'The owner of the vehicle is not established.' },
  screening_only: { kind: 'refused', status: 409, vi: 'Kết quả chỉ để sàng lọc, không thể ra thông báo.', en: 'The result is for screening only and cannot become a notice.' },
  needs_second_officer: { kind: 'refused', status: 409, vi: 'Cần một cán bộ thứ hai xác nhận.', en: 'A second officer must confirm.' },
  already_charged: { kind: 'refused', status: 409, vi: 'Hành vi này đã được xử lý ở vụ việc khác: một hành vi chỉ bị xử phạt một lần (Luật 15/2012/QH13, Điều 3.1.d).', en: 'Another case already charges this act: one act is punished once (Law 15/2012/QH13, Art. 3.1.d).' },
  law_missing: { kind: 'permanent', status: 500, vi: 'Không có quy định xử phạt cho hành vi vào ngày này.', en: 'The fine schedule has no row for this act on this day.' },
  evidence_broken: { kind: 'permanent', status: 500, vi: 'Chứng cứ bị thiếu hoặc không khớp mã băm.', en: 'Evidence is missing or does not match its hash.' },
  disk_full: { kind: 'transient', status: 507, vi: 'Ổ đĩa đầy.', en: 'The disk is full.' },
  database_down: { kind: 'transient', status: 503, vi: 'Cơ sở dữ liệu tạm thời không truy cập được.', en: 'The database cannot be reached for the moment.' },
  channel_down: { kind: 'transient', status: 503, vi: 'Kênh gửi tạm thời không hoạt động.', en: 'The delivery channel is down for the moment.' },
  channel_refused: { kind: 'permanent', status: 502, vi: 'Kênh gửi từ chối thông báo.', en: 'The delivery channel refused the notice.' },
  model_wrong: { kind: 'permanent', status: 500, vi: 'Tệp mô hình thiếu hoặc sai mã băm.', en: 'A model file is missing or has the wrong hash.' },
  bad_config: { kind: 'permanent', status: 500, vi: 'Cấu hình không hợp lệ.', en: 'The configuration is not valid.' },
  bad_video: { kind: 'permanent', status: 422, vi: 'Không đọc được video.', en: 'The video cannot be read.' },
  internal: { kind: 'transient', status: 500, vi: 'Lỗi hệ thống.', en: 'Something went wrong on our side.' },
} as const satisfies Readonly<Record<string, Entry>>;
export type ErrorCode = keyof typeof ERRORS;

/** A failure from the table. `message` is for logs (no personal data); people are told `ERRORS[code].vi`. */
export class Failure extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'Failure';
    this.code = code;
  }
  get kind(): FailureKind {
    return ERRORS[this.code].kind;
  }
}

/** A request that may not be done; nothing was changed. */
export class Refused extends Failure {
  override readonly name = 'Refused';
}

/** The message of whatever was thrown. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
