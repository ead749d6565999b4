// What makes a lofted body a car: wheels, mirrors, handles, reflectors, plate surround, aerial, taxi sign.
import * as THREE from 'three';
import { ball, cylinder, lerp, roundBox } from './solids.js';
import { addWheel } from './wheel.js';

const LYING = [0, 0, Math.PI / 2];

export function addCarTrim(builder, model, paint, taxi) {
  const rear = model.length / 2;
  for (const side of [-1, 1]) {
    addWheels(builder, model, side);
    addSideTrim(builder, model, paint, side);
    builder.at(roundBox(0.24, 0.05, 0.02, 0.008), 'reflector', [side * (model.half - 0.24), 0.4, rear + 0.035]);
    builder.at(cylinder(0.03, 0.1, 10), 'chrome', [side * 0.5, 0.24, rear - 0.03], [Math.PI / 2, 0, 0]);
  }
  addTail(builder, model, rear);
  builder.at(new THREE.ConeGeometry(0.05, 0.08, 8), paint, [0, model.roof + 0.06, model.glassRear[1] - 0.2], [-0.5, 0, 0], [0.5, 1, 2.2]);
  if (taxi) builder.at(roundBox(0.42, 0.14, 0.16, 0.04), 'taxi', [0, model.roof + 0.11, 0.15]);
}

function addWheels(builder, { half, tall, length }, side) {
  const radius = tall ? 0.345 : 0.32;
  for (const z of [length / 2 - 0.85, -length / 2 + 0.86]) {
    builder.at(cylinder(radius + 0.055, 0.06, 24), 'black', [side * (half - 0.008), radius + 0.01, z], LYING);
    addWheel(builder, side * (half - 0.06), z, radius, 0.21);
  }
}

function addSideTrim(builder, { half, belt, tumble, roof, rugged, glassFront }, paint, side) {
  const mirror = lerp(...glassFront, 0.15);
  builder.at(ball(), paint, [side * (half + 0.09), belt + 0.06, mirror + 0.28], [0, 0, 0], [0.115, 0.075, 0.07]);
  builder.at(roundBox(0.12, 0.03, 0.05, 0.01), 'plastic', [side * half, belt + 0.01, mirror + 0.27]);
  for (const z of [0.18, -0.72]) builder.at(roundBox(0.03, 0.028, 0.19, 0.01), 'chrome', [side * (half + 0.028), belt - 0.14, z]);
  if (rugged) builder.at(roundBox(0.035, 0.03, 1.7, 0.012), 'chrome', [side * (half - 0.075 - tumble), roof + 0.01, 0.6]);
}

/** High brake lamp, plate surround with its lamp bar, badge, wiper. */
function addTail(builder, { tall, roof, belt, glassRear, plateY }, rear) {
  builder.at(roundBox(0.3, 0.025, 0.03, 0.008), 'tail', tall ? [0, roof - 0.07, glassRear[1] + 0.1] : [0, belt + 0.09, glassRear[0]]);
  builder.at(roundBox(0.62, 0.16, 0.02, 0.01), 'plastic', [0, plateY, rear + (tall ? 0 : 0.03)], [-0.03, 0, 0]);
  builder.at(roundBox(0.5, 0.03, 0.03, 0.01), 'chrome', [0, plateY + 0.095, rear + (tall ? 0.005 : 0.03)]);
  builder.at(cylinder(0.04, 0.015, 16), 'chrome', [0, plateY + 0.15, rear - 0.01 + (tall ? 0 : 0.02)], LYING);
  if (tall) builder.at(roundBox(0.36, 0.015, 0.02, 0.005), 'black', [0.08, belt + 0.1, glassRear[0] + 0.02], [0, 0, 0.15]);
}
