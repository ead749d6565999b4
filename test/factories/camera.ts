// A whole, valid camera file for tests, as text and as a value.
import { parse } from 'yaml';
import { cameraFile, type CameraFile } from '../../domain/scene.ts';

export const cameraYaml = (): string => `camera: test-1
route: Phạm Ngọc Thạch
place: { text: Phạm Ngọc Thạch – Hùng Vương, ward: Thủ Dầu Một, province: TP. Hồ Chí Minh }
unit: csgt-tdm
source: { url: clip.mp4 }
device:
  model: Test
  serial: "1"
  inspection: { number: K1, valid_from: 2025-01-01, valid_to: 2027-01-01 }
view: { width_m: 11 }
signals:
  - { id: main, kind: main, head: [0.8, 0.1, 0.85, 0.3] }
stop_lines:
  - id: north
    line: [[0.1, 0.6], [0.9, 0.6]]
    beyond: [0.5, 0.3]
    signal: main
`;

/** The file above with parts replaced. */
export const aCamera = (overrides: Partial<CameraFile> = {}): CameraFile => ({ ...cameraFile.parse(parse(cameraYaml())), ...overrides });
