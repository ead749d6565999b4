// What kinds of road user are told apart, and which of them the law table knows.

/** Index = the class number inside Detections.kind. A motorcycle's box covers machine and riders. */
export const VEHICLE_KINDS = ['car', 'motorcycle', 'bus', 'truck', 'bicycle', 'person'] as const;
export type VehicleKind = (typeof VEHICLE_KINDS)[number];

export const isVehicleKind = (value: string): value is VehicleKind => VEHICLE_KINDS.some((kind) => kind === value);

/** Kinds that are easily taken for one another: on two wheels, on four or more, on foot. */
export const FAMILIES = ['two', 'four', 'foot'] as const;
export type Family = (typeof FAMILIES)[number];
const FAMILY: Readonly<Record<VehicleKind, Family>> = { car: 'four', bus: 'four', truck: 'four', motorcycle: 'two', bicycle: 'two', person: 'foot' };
export const familyOf = (kind: VehicleKind): Family => FAMILY[kind];

/** Kinds a rule may accuse: a person on foot is nobody's vehicle. */
export type AccusedKind = Exclude<VehicleKind, 'person'>;

/** The row family of the fine schedule: buses and trucks are "xe ô tô" in Điều 6 ND 168/2024. */
export type LawVehicle = 'car' | 'motorcycle' | 'bicycle' | 'special_machine';

export function lawVehicle(kind: AccusedKind): LawVehicle {
  switch (kind) {
    case 'car':
    case 'bus':
    case 'truck':
      return 'car';
    case 'motorcycle':
      return 'motorcycle';
    case 'bicycle':
      return 'bicycle';
  }
}

export const VEHICLE_VI: Readonly<Record<AccusedKind, string>> = {
  car: 'Xe ô tô',
  motorcycle: 'Xe mô tô, xe gắn máy',
  bus: 'Xe ô tô chở khách',
  truck: 'Xe ô tô tải',
  bicycle: 'Xe đạp',
};
