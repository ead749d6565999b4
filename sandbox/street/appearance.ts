// What a fictional vehicle and the people on it look like.
import type { Rider, VehicleKind, VehicleLook } from './description.ts';
import type { Random } from './random.ts';

type Colour = { readonly name: string; readonly hex: string };
export type Appearance = { readonly brand: string; readonly colour: string; readonly look: VehicleLook };

const CAR_COLOURS = [
  { name: 'white', hex: '#e8e8e6' },
  { name: 'silver', hex: '#c2c6ca' },
  { name: 'black', hex: '#16181b' },
  { name: 'grey', hex: '#5b6066' },
  { name: 'red', hex: '#8c1a1d' },
  { name: 'blue', hex: '#1d3b6b' },
  { name: 'brown', hex: '#6d3a22' },
] as const;
const MOTORCYCLE_COLOURS = [
  { name: 'red', hex: '#a61c22' },
  { name: 'black', hex: '#16181b' },
  { name: 'white', hex: '#e6e6e6' },
  { name: 'blue', hex: '#1f4fa0' },
  { name: 'grey', hex: '#6f7276' },
  { name: 'green', hex: '#2f6b4f' },
] as const;
const HEAVY_COLOURS = [
  { name: 'blue', hex: '#2a5ea8' },
  { name: 'white', hex: '#d9dcdc' },
  { name: 'green', hex: '#3a7d52' },
  { name: 'yellow', hex: '#d8b21c' },
] as const;
const BRANDS = {
  car: ['Toyota', 'Hyundai', 'Kia', 'Mazda', 'Honda', 'VinFast', 'Ford', 'Mitsubishi'],
  motorcycle: ['Honda', 'Honda', 'Yamaha', 'SYM', 'Piaggio', 'VinFast'],
  bus: ['Thaco', 'Samco', 'Hyundai'],
  truck: ['Isuzu', 'Hino', 'Thaco', 'Hyundai'],
} as const;
const SHIRTS = ['#3d5a80', '#e4e2da', '#a8322d', '#2b2e34', '#6a7f5a', '#d7b48a', '#7a5c94', '#c9666b', '#8d8f93', '#efe9d8', '#1f4d45', '#d98c3a'] as const;
const TROUSERS = ['#22262e', '#2e3c55', '#4a4137', '#6b6b6b', '#1a1a1a', '#7d6b52', '#39507a'] as const;
const HELMETS = ['#e8e8e8', '#1c1c1e', '#b02020', '#2a58a8', '#d8a0b0', '#3f8f5a', '#e0b020', '#7a7d82', '#6a3f2a'] as const;
const SKINS = ['#c8936c', '#b9825c', '#d6a581', '#a87350'] as const;
const BAGS = ['#1d2733', '#5a2a2a', '#3b4a3a', '#222222'] as const;

export function appearanceOf(kind: VehicleKind, random: Random, taxi: boolean): Appearance {
  const brand = random.pick(BRANDS[kind]);
  switch (kind) {
    case 'car': {
      const colour = random.pick<Colour>(CAR_COLOURS);
      const model = taxi ? 'mpv' : random.pick(['sedan', 'sedan', 'hatch', 'suv', 'mpv']);
      return { brand, colour: colour.name, look: { model, color: colour.hex, taxi } };
    }
    case 'motorcycle':
      return motorcycle(brand, random);
    case 'bus':
    case 'truck': {
      const colour = random.pick<Colour>(HEAVY_COLOURS);
      const look: VehicleLook = { model: kind, color: colour.hex, secondColor: '#e8e8e4' };
      return { brand, colour: colour.name, look: kind === 'truck' ? { ...look, body: random.pick(['box', 'tarp', 'open']) } : look };
    }
  }
}

function motorcycle(brand: string, random: Random): Appearance {
  const colour = random.pick<Colour>(MOTORCYCLE_COLOURS);
  const look: VehicleLook = { model: random.pick(['scooter', 'scooter', 'cub']), color: colour.hex, rider: riderOf(random) };
  const load = random.next();
  if (load < 0.08) return { brand, colour: colour.name, look: { ...look, deliveryBox: '#1e9e4a' } };
  if (load < 0.32) return { brand, colour: colour.name, look: { ...look, passenger: riderOf(random) } };
  return { brand, colour: colour.name, look };
}

function riderOf(random: Random): Rider {
  const rider: Rider = {
    top: random.pick(SHIRTS),
    pants: random.pick(TROUSERS),
    helmet: random.pick(HELMETS),
    skin: random.pick(SKINS),
    sleeve: random.chance(0.6) ? 1 : 0,
    fem: random.chance(0.4),
    lean: random.between(0.02, 0.14),
    scale: random.between(0.94, 1.04),
  };
  return random.chance(0.2) ? { ...rider, bag: random.pick(BAGS) } : rider;
}
