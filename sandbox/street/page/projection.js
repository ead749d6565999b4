// Ground truth of one frame: where on the picture each vehicle, its plate and the signal's lamps are.
import * as THREE from 'three';
import { PLATE_MM } from './plate.js';

const round = (value) => Math.round(value * 100) / 100;

/** Full-frame pixels, origin top-left. */
export function projector(camera, width, height) {
  const clip = new THREE.Vector3();
  const project = (point) => {
    clip.copy(point).project(camera);
    return [round(((clip.x + 1) / 2) * width), round(((1 - clip.y) / 2) * height)];
  };
  const toClip = new THREE.Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
  return { project, toClip, camera, width, height };
}

/** Amodal box [x1, y1, x2, y2] of everything visible of the vehicle, hidden parts included; null when out of frame. */
export function vehicleBox(vehicle, view) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const matrix = new THREE.Matrix4().multiplyMatrices(view.toClip, vehicle.root.matrixWorld);
  const groups = [vehicle.body, vehicle.riders.moving, vehicle.riders.standing].filter((group) => group?.visible);
  for (const group of groups) growBox(box, verticesOf(vehicle, group), matrix.elements, view);
  if (box.some(Number.isNaN)) throw new Error(`vehicle ${vehicle.description.id} has no finite box: its shape has broken vertices`);
  const behindCamera = box[0] === Infinity;
  const outside = behindCamera || box[2] <= 0 || box[3] <= 0 || box[0] >= view.width || box[1] >= view.height;
  return outside ? null : box.map(round);
}

/** All vertices of a group in the vehicle's own frame, gathered once. */
function verticesOf(vehicle, group) {
  const known = vehicle.vertices.get(group);
  if (known !== undefined) return known;
  const parts = group.children.map((mesh) => mesh.geometry.attributes.position.array);
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  vehicle.vertices.set(group, all);
  return all;
}

function growBox(box, points, m, { width, height }) {
  for (let index = 0; index < points.length; index += 3) {
    const x = points[index];
    const y = points[index + 1];
    const z = points[index + 2];
    const w = m[3] * x + m[7] * y + m[11] * z + m[15];
    if (w < 0.1) continue;
    const right = (((m[0] * x + m[4] * y + m[8] * z + m[12]) / w + 1) / 2) * width;
    const down = ((1 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / w) / 2) * height;
    if (right < box[0]) box[0] = right;
    if (right > box[2]) box[2] = right;
    if (down < box[1]) box[1] = down;
    if (down > box[3]) box[3] = down;
  }
}

/** Corners, clockwise from its top left, of the plate that faces the camera best, and how squarely it does (1 = straight on). */
export function plateQuad({ plates, description }, view) {
  const [width, height] = PLATE_MM[description.plate.layout];
  const seen = plates.map((plate) => {
    const normal = new THREE.Vector3(0, 0, 1).transformDirection(plate.matrixWorld);
    const towards = view.camera.position.clone().sub(plate.getWorldPosition(new THREE.Vector3())).normalize();
    return { plate, facing: round(normal.dot(towards)) };
  });
  const { plate, facing } = seen.sort((a, b) => b.facing - a.facing)[0];
  const corner = (right, up) =>
    view.project(new THREE.Vector3((right * width) / 2000, (up * height) / 2000, 0).applyMatrix4(plate.matrixWorld));
  return { quad: [corner(-1, 1), corner(1, 1), corner(1, -1), corner(-1, -1)], facing };
}

/** The front of the signal's housing. */
export function headBox({ box }, view) {
  const corners = [[-0.21, 0.6], [0.21, -0.6]].map(([x, y]) => view.project(box.localToWorld(new THREE.Vector3(x, y, 0.1))));
  return corners.flat();
}
