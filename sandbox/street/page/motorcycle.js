// Scooters and underbone motorcycles with the people on them.
import * as THREE from 'three';
import { Builder } from './builder.js';
import { limb } from './limb.js';
import { stackLoft } from './loft.js';
import { addMotorcycleFront } from './motorcycle-front.js';
import { addPerson } from './person.js';
import { ball, cylinder, roundBox, sideProfile } from './solids.js';

const REAR_AXLE_Z = 0.62;
const RIDER_SEAT = { y: 0.86, z: 0.12, hand: [0.31, 0.99, -0.38], knee: 0.25, foot: [0.23, 0.36, -0.16] };
const PASSENGER_SEAT = { y: 0.89, z: 0.47, hand: [0.13, 1.02, 0.2], knee: 0.28, foot: [0.24, 0.34, 0.18] };

/** [height, half width, rear end, front end] of the tail from bottom to top, and which level is the tail lamp. */
const TAILS = {
  scooter: { lamp: 3, rows: [[0.4, 0.14, 0.42, 0], [0.5, 0.175, 0.6, -0.05], [0.58, 0.18, 0.74, -0.08], [0.64, 0.17, 0.8, -0.08], [0.715, 0.16, 0.8, -0.08], [0.745, 0.14, 0.77, -0.08]] },
  cub: { lamp: 2, rows: [[0.48, 0.09, 0.42, -0.02], [0.56, 0.13, 0.62, -0.1], [0.63, 0.145, 0.78, -0.12], [0.7, 0.14, 0.8, -0.12], [0.735, 0.12, 0.76, -0.12]] },
};
const SEAT_SIDE = [[0.72, 0.72], [0.74, 0.76], [0.5, 0.795], [0.28, 0.8], [0.12, 0.775], [-0.12, 0.765], [-0.16, 0.72]];
const CARRIER_SIDE = [[0.6, 0.64], [0.8, 0.63], [0.885, 0.45], [0.9, 0.4], [0.87, 0.4], [0.8, 0.5], [0.66, 0.55]];

/** `standing`: the rider has the left foot on the ground. */
export function motorcycleShape(look, standing) {
  const builder = new Builder();
  const paint = `gloss:${look.color}`;
  const scooter = look.model !== 'cub';
  const wheel = { radius: scooter ? 0.275 : 0.295, tyre: scooter ? 0.125 : 0.095 };
  addMotorcycleWheel(builder, wheel, REAR_AXLE_Z);
  addTail(builder, scooter, paint);
  addEngine(builder, wheel.radius);
  addRearFittings(builder);
  addMotorcycleFront(builder, { scooter, paint, wheel });
  addMotorcycleWheel(builder, wheel, -REAR_AXLE_Z);
  if (look.deliveryBox) addDeliveryBox(builder, look.deliveryBox);
  return { builder, people: peopleOf(look, standing), length: 1.9, width: 0.75, plate: { layout: 'motorcycle', place: [0, 0.535, 0.872], tilt: -0.36 } };
}

function peopleOf(look, standing) {
  const people = new Builder();
  if (look.rider) addPerson(people, look.rider, { ...RIDER_SEAT, footDown: standing ? -1 : 0 });
  if (look.passenger && !look.deliveryBox) addPerson(people, look.passenger, { ...PASSENGER_SEAT, footDown: 0 });
  return people;
}

function addMotorcycleWheel(builder, { radius, tyre }, z) {
  const upright = [0, Math.PI / 2, 0];
  builder.at(new THREE.TorusGeometry(radius - tyre / 2, tyre / 2, 10, 28), 'tyre', [0, radius, z], upright);
  builder.at(new THREE.TorusGeometry(radius - tyre * 0.95, 0.018, 8, 24), 'rim', [0, radius, z], upright);
  for (let spoke = 0; spoke < 6; spoke++) {
    builder.at(roundBox(0.02, 0.02, (radius - tyre) * 2, 0.006), 'rim', [0, radius, z], [(spoke * Math.PI) / 6, 0, 0]);
  }
  builder.at(cylinder(0.05, 0.12, 12), 'chassis', [0, radius, z], [0, 0, Math.PI / 2]);
}

function addTail(builder, scooter, paint) {
  const { lamp, rows } = scooter ? TAILS.scooter : TAILS.cub;
  const levels = rows.map(([y, w, zr, zf]) => ({ y, w, zr, zf, rr: w * 0.75, rf: w * 0.6, bowR: 0.03, bowS: 0.02 }));
  stackLoft(builder, levels, {
    rear: [0, 0.9, 1],
    side: [0, 0.2, 1],
    front: [0, 1],
    seg: 5,
    materialOf: (level, part, face) => (level === lamp && (part === 'rear' || (part === 'rear corner' && face < 4)) ? 'tail' : paint),
    cap: paint,
    capBottom: 'plastic',
  });
  builder.add(sideProfile(SEAT_SIDE, scooter ? 0.31 : 0.27, 0.04), 'seat');
}

function addEngine(builder, axleHeight) {
  builder.at(roundBox(0.2, 0.26, 0.42, 0.06), 'chassis', [0, 0.35, 0.2]);
  builder.at(roundBox(0.1, 0.14, 0.35, 0.04), 'chassis', [-0.1, axleHeight, 0.48]);
  limb(builder, 'chassis', [[0.1, 0.28, 0, 0.02], [0.14, 0.25, 0.2, 0.025], [0.17, 0.28, 0.35, 0.05]]);
  limb(builder, 'plastic', [[0.18, 0.28, 0.33, 0.055], [0.2, 0.33, 0.6, 0.072], [0.21, 0.38, 0.86, 0.062]], 12, 4);
  builder.at(cylinder(0.03, 0.05, 10), 'chrome', [0.211, 0.385, 0.9], [Math.PI / 2 - 0.15, 0, 0]);
}

/** Plate carrier, reflector, indicators, shock absorbers and the grab rail. */
function addRearFittings(builder) {
  builder.add(sideProfile(CARRIER_SIDE, 0.15, 0.02), 'plastic');
  builder.at(roundBox(0.045, 0.025, 0.015, 0.006), 'reflector', [0, 0.425, 0.905]);
  for (const side of [-1, 1]) {
    builder.at(ball(10, 8), 'amber', [side * 0.18, 0.64, 0.76], [0, 0, 0], [0.055, 0.034, 0.035]);
    builder.at(cylinder(0.022, 0.36, 10), 'chrome', [side * 0.14, 0.44, 0.56], [0.45, 0, 0]);
    builder.at(cylinder(0.04, 0.2, 12), 'chassis', [side * 0.14, 0.4, 0.58], [0.45, 0, 0]);
  }
  const rail = [[0.1, 0.78, 0.5, 0.014], [0.11, 0.8, 0.75, 0.014], [0, 0.81, 0.84, 0.014], [-0.11, 0.8, 0.75, 0.014], [-0.1, 0.78, 0.5, 0.014]];
  limb(builder, 'chromeD', rail, 8, 5);
}

function addDeliveryBox(builder, colour) {
  builder.at(roundBox(0.46, 0.46, 0.44, 0.03), `cloth:${colour}`, [0, 1.06, 0.68]);
  builder.at(roundBox(0.47, 0.05, 0.45, 0.02), 'black', [0, 1.28, 0.68]);
}
