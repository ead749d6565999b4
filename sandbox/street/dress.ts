// Gives planned vehicles their looks and a plate of their own.
import { appearanceOf } from './appearance.ts';
import type { Approach, Cruise, SceneVehicle, VehicleKind } from './description.ts';
import { plateFor } from './plate-number.ts';
import type { Random } from './random.ts';

export type Planned = {
  readonly id: string;
  readonly kind: VehicleKind;
  readonly drive: Approach | Cruise;
  readonly taxi?: boolean;
};

export function dress(plan: readonly Planned[], random: Random): SceneVehicle[] {
  const taken = new Set<string>();
  return plan.map(({ id, kind, drive, taxi = false }) => {
    const { brand, colour, look } = appearanceOf(kind, random, taxi);
    let plate = plateFor(kind, random, taxi);
    while (taken.has(plate.text)) plate = plateFor(kind, random, taxi);
    taken.add(plate.text);
    return { id, kind, brand, colour, plate, look, drive };
  });
}
