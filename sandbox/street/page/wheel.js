// A road wheel: tyre, rim with five spokes, hub.
import * as THREE from 'three';
import { cylinder, roundBox } from './solids.js';

const SPOKES = 5;

/** At (x, z), standing on the ground; the outer side looks away from x = 0. */
export function addWheel(builder, x, z, radius, width) {
  const side = Math.sign(x) || 1;
  const lying = [0, 0, Math.PI / 2];
  builder.at(tyre(radius, width), 'tyre', [x, radius, z]);
  builder.at(cylinder(radius * 0.63, width * 0.7), 'black', [x, radius, z], lying);
  const face = x + side * width * 0.36;
  for (let spoke = 0; spoke < SPOKES; spoke++) {
    const angle = (spoke * 2 * Math.PI) / SPOKES;
    const place = [face, radius + Math.cos(angle) * radius * 0.3, z + Math.sin(angle) * radius * 0.3];
    builder.at(roundBox(0.03, radius * 0.6, radius * 0.2, 0.01), 'rim', place, [angle, 0, 0]);
  }
  builder.at(new THREE.TorusGeometry(radius * 0.62, 0.02, 6, 24), 'rim', [x + side * width * 0.4, radius, z], [0, Math.PI / 2, 0]);
  builder.at(cylinder(radius * 0.14, 0.04, 12), 'rim', [face, radius, z], lying);
}

function tyre(radius, width) {
  const section = [[0.62, -0.5], [0.9, -0.5], [0.98, -0.4], [1, -0.2], [1, 0.2], [0.98, 0.4], [0.9, 0.5], [0.62, 0.5]];
  const points = section.map(([out, across]) => new THREE.Vector2(radius * out, width * across));
  return new THREE.LatheGeometry(points, 24).rotateZ(Math.PI / 2);
}
