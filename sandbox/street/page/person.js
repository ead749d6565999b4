// A seated person in a helmet, riding in front or behind.
import * as THREE from 'three';
import { limb } from './limb.js';
import { ball, lerp, roundBox } from './solids.js';

const SIDES = [-1, 1];
const mixed = (from, to, part) => [0, 1, 2].map((axis) => lerp(from[axis], to[axis], part));

/**
 * @param dress colours and build (see description.ts)
 * @param seat hip height and place, lean, hands, knees and feet; `footDown`: -1 or 1 puts that foot on the ground
 */
export function addPerson(builder, dress, seat) {
  const body = { dress, seat, torso: 0.5 * dress.scale, half: (dress.fem ? 0.155 : 0.175) * dress.scale, shoulderZ: seat.z - dress.lean };
  addTorso(builder, body);
  for (const side of SIDES) {
    addArm(builder, body, side);
    addLeg(builder, body, side);
  }
  addHead(builder, body);
  if (dress.bag) addBag(builder, body);
}

function addTorso(builder, { dress, seat: { y, z }, torso, half, shoulderZ }) {
  const { lean } = dress;
  const points = [
    [0, y - 0.05, z + 0.02, half * 1.02, 0.125],
    [0, y + 0.08, z + 0.015, half * 0.98, 0.13],
    [0, y + torso * 0.45, z - lean * 0.35, half * 0.97, 0.12],
    [0, y + torso * 0.82, z - lean * 0.75, half * 1.18, 0.125],
    [0, y + torso * 0.98, shoulderZ, half * 1.02, 0.1],
    [0, y + torso + 0.045, shoulderZ - 0.01, 0.085, 0.075],
  ];
  limb(builder, `cloth:${dress.top}`, points, 16, 5);
}

function addArm(builder, { dress, seat, torso, half, shoulderZ }, side) {
  const cloth = `cloth:${dress.top}`;
  const skin = `skin:${dress.skin}`;
  const shoulder = [side * half * 1.12, seat.y + torso * 0.93, shoulderZ];
  const hand = [side * seat.hand[0], seat.hand[1], seat.hand[2]];
  const elbow = [side * (half + 0.14), seat.y + torso * 0.48, lerp(shoulderZ, hand[2], 0.38) + 0.03];
  limb(builder, cloth, [
    [shoulder[0] * 0.8, shoulder[1] + 0.01, shoulder[2], 0.062],
    [shoulder[0] * 1.06, shoulder[1] - 0.04, shoulder[2], 0.068],
    [...mixed(shoulder, elbow, 0.6), 0.06],
  ]);
  const [thick, middle, thin] = dress.sleeve ? [0.056, 0.05, 0.038] : [0.045, 0.04, 0.03];
  const forearm = [[...mixed(shoulder, elbow, 0.55), thick], [...elbow, middle], [...mixed(elbow, hand, 0.9), thin]];
  limb(builder, dress.sleeve ? cloth : skin, forearm, 10, 5);
  builder.at(ball(10, 8), skin, hand, [0, 0, 0], [0.045, 0.045, 0.045]);
}

function addLeg(builder, { dress, seat }, side) {
  const { y, z } = seat;
  const down = seat.footDown === side;
  const knee = down ? [side * 0.27, y - 0.16, z - 0.36] : [side * seat.knee, y - 0.06, z - 0.43];
  const foot = down ? [side * 0.34, 0.09, z - 0.28] : [side * seat.foot[0], seat.foot[1], seat.foot[2]];
  const shin = mixed(knee, foot, 0.5);
  const points = [
    [side * 0.085, y - 0.01, z + 0.03, 0.105],
    [...mixed([side * 0.09, y, z], knee, 0.5), 0.088],
    [...knee, 0.068],
    [shin[0], shin[1], shin[2] + 0.02, 0.06],
    [foot[0], foot[1] + 0.07, foot[2] + 0.03, 0.048],
  ];
  limb(builder, `cloth:${dress.pants}`, points, 12, 5);
  builder.at(roundBox(0.09, 0.075, 0.25, 0.03), 'black', [foot[0], foot[1] - 0.01, foot[2] - 0.04], [0.12, 0, 0]);
}

function addHead(builder, { dress, seat, torso, shoulderZ }) {
  const neck = seat.y + torso;
  const y = neck + 0.185 * dress.scale;
  const z = shoulderZ - 0.045;
  const skin = `skin:${dress.skin}`;
  limb(builder, skin, [[0, neck, shoulderZ - 0.005, 0.055], [0, y - 0.05, z + 0.01, 0.052]], 10, 3);
  builder.at(ball(16, 12), skin, [0, y - 0.02, z], [0, 0, 0], [0.078, 0.11, 0.095]);
  addHair(builder, dress.fem, y, z);
  const helmet = `gloss:${dress.helmet}`;
  const dome = new THREE.SphereGeometry(1, 20, 12, 0, 7, 0, Math.PI * 0.56);
  const peak = new THREE.SphereGeometry(1, 16, 8, 0, 7, 0, Math.PI * 0.4);
  builder.at(dome, helmet, [0, y + 0.025, z + 0.005], [0, 0, 0], [0.124, 0.135, 0.148]);
  builder.at(new THREE.TorusGeometry(0.121, 0.012, 6, 24), 'black', [0, y, z + 0.005], [Math.PI / 2, 0, 0], [1, 1.18, 1]);
  builder.at(peak, helmet, [0, y + 0.01, z - 0.12], [0.25, 0, 0], [0.09, 0.03, 0.08]);
}

function addHair(builder, long, y, z) {
  if (!long) return builder.at(ball(14, 10), 'hair', [0, y - 0.015, z + 0.018], [0, 0, 0], [0.082, 0.1, 0.092]);
  return limb(builder, 'hair', [[0, y + 0.02, z + 0.07, 0.07, 0.05], [0, y - 0.12, z + 0.1, 0.06, 0.035], [0, y - 0.3, z + 0.14, 0.03, 0.02]]);
}

function addBag(builder, { dress, seat: { y, z }, torso }) {
  const cloth = `cloth:${dress.bag}`;
  builder.at(roundBox(0.29, 0.4, 0.15, 0.06), cloth, [0, y + torso * 0.55, z + 0.19], [0.12, 0, 0]);
  builder.at(roundBox(0.21, 0.16, 0.05, 0.03), cloth, [0, y + torso * 0.4, z + 0.285], [0.12, 0, 0]);
}
