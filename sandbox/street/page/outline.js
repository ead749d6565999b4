// The horizontal outline of a vehicle body at one height: rounded corners, bowed ends, mirrored left and right.
import * as THREE from 'three';

/**
 * A level: height y, half width w, rear end zr, front end zf, corner radii rr and rf, and how far rear, front and
 * sides bow outward (bowR, bowF, bowS). `cuts` says where rear, side and front are cut into faces, as parts of their length.
 * Each edge carries a tag [part of the outline, index of the face in it, side].
 */
export function outlineAt(level, cuts) {
  const half = halfOutline(level, cuts);
  bow(half.points, level);
  const { y } = level;
  const right = half.points.map(([x, z]) => new THREE.Vector3(x, y, z));
  const left = half.points.slice(1, -1).reverse().map(([x, z]) => new THREE.Vector3(-x, y, z));
  const tags = [...half.tags.map((tag) => [...tag, 1]), ...half.tags.toReversed().map((tag) => [...tag, -1])];
  return { points: [...right, ...left], tags };
}

/** From the middle of the rear along the right side to the middle of the front. */
function halfOutline({ w, zr, zf, rr: rearRadius = 0.2, rf: frontRadius = 0.3 }, { rear, side, front = [0, 0.5, 1], seg = 5 }) {
  const rr = Math.min(rearRadius, w);
  const rf = Math.min(frontRadius, w);
  const points = [];
  const tags = [];
  const push = (x, z, tag) => {
    if (points.length > 0) tags.push(tag);
    points.push([x, z]);
  };
  rear.forEach((part, index) => push(part * (w - rr), zr, ['rear', index - 1]));
  for (let step = 1; step <= seg; step++) {
    const angle = (Math.PI / 2) * (1 - step / seg);
    push(w - rr + rr * Math.cos(angle), zr - rr + rr * Math.sin(angle), ['rear corner', step - 1]);
  }
  side.slice(1).forEach((part, index) => push(w, zr - rr + (zf + rf - (zr - rr)) * part, ['side', index]));
  for (let step = 1; step <= seg; step++) {
    const angle = (-Math.PI / 2) * (step / seg);
    push(w - rf + rf * Math.cos(angle), zf + rf + rf * Math.sin(angle), ['front corner', step - 1]);
  }
  for (let index = front.length - 2; index >= 0; index--) push(front[index] * (w - rf), zf, ['front', index]);
  return { points, tags };
}

function bow(points, { w, zr, zf, bowR = 0, bowF = 0, bowS = 0 }) {
  const middle = (zr + zf) / 2;
  const halfLength = (zr - zf) / 2;
  for (const point of points) {
    const [x, z] = point;
    const central = 1 - Math.min(1, (x / w) ** 2);
    point[1] += z > middle ? bowR * central : -bowF * central;
    if (w > 0.01) point[0] += bowS * (1 - Math.min(1, ((z - middle) / halfLength) ** 2)) * (x / w);
  }
}
