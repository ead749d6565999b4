// The junction of the pilot's two routes: camera, road and light that described scenes share.
import type { Scene } from './description.ts';

export const STOP_Z_M = -17;
/** Vehicles start behind the camera, where nobody sees them appear. */
export const START_Z_M = 16;
/** Middles of the two lanes of cars. */
export const CAR_LANES_M = [-2.9, 0.2] as const;
/** The gap between the lanes of cars, and the one along the kerb: where motorcycles pass a queue. */
export const GAPS_M = { between_cars: -1.38, along_kerb: 3.95 };

/** A carriageway 9 m wide, seen 10.6 m wide at the stop line from 27 m behind it. */
export function junction(): Pick<Scene, 'place' | 'width' | 'height' | 'fps' | 'camera' | 'road'> {
  return {
    place: { junction: 'Phạm Ngọc Thạch – Hùng Vương', route: 'Phạm Ngọc Thạch', ward: 'Thủ Dầu Một', province: 'TP. Hồ Chí Minh' },
    width: 1920,
    height: 1080,
    fps: 12.5,
    camera: { position_m: [0.35, 5.5, 10], target_m: [0.35, 0, -21.4], vertical_fov_deg: 12.3 },
    road: {
      half_width_m: 4.5,
      opposite_width_m: 8,
      stop_z_m: STOP_Z_M,
      cross_width_m: 15,
      layout: 'junction',
      lanes: [
        { id: 'car-1', from_x_m: -4.4, to_x_m: -1.35, for: 'mixed' },
        { id: 'car-2', from_x_m: -1.35, to_x_m: 1.75, for: 'mixed' },
        { id: 'motorcycle', from_x_m: 1.75, to_x_m: 4.4, for: 'motorcycle' },
      ],
    },
  };
}

/** On a pole at the right-hand kerb, just past the line. */
export const SIGNAL_HEAD_M: Scene['signal']['head_m'] = [5.1, 2.85, STOP_Z_M - 0.8];

export const DAYLIGHT: Omit<Scene['light'], 'sun' | 'sun_direction' | 'sky' | 'exposure'> = { ambient: 0.8, sun_colour: '#fff1dc', haze: '#d5dde2', haze_m: [45, 260], night: false, rain: false };
