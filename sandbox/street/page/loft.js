// Bodies made of outlines stacked from bottom to top, each face with a material of its own.
import * as THREE from 'three';
import { outlineAt } from './outline.js';

const CAP_STRIPS = 6;

/**
 * Adds a body to the builder.
 * @param levels outlines from bottom to top (see outline.js)
 * @param shape `rear`, `side`, `front`, `seg`: cuts of the outline; `materialOf(level, part, face)`: the face's material;
 *   `warp(point)`: moves a point; `cap`, `capBow`, `capBottom`: materials and bulge of the closing faces
 */
export function stackLoft(builder, levels, shape) {
  const rows = levels.map((level) => {
    const row = outlineAt(level, shape);
    if (shape.warp) row.points.forEach((point) => shape.warp(point));
    return row;
  });
  const { faces, normals } = skinOf(rows, shape.materialOf);
  for (const [material, skin] of facesByMaterial(faces, normals)) {
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute('position', new THREE.Float32BufferAttribute(skin.positions, 3));
    geometry.setAttribute('normal', new THREE.Float32BufferAttribute(skin.normals, 3));
    geometry.setAttribute('uv', new THREE.Float32BufferAttribute(skin.uvs, 2));
    builder.add(geometry, material);
  }
  if (shape.cap) builder.add(capGeometry(rows.at(-1).points, true, shape.capBow ?? 0), shape.cap);
  if (shape.capBottom) builder.add(capGeometry(rows[0].points, false, 0), shape.capBottom);
}

/** Triangles between neighbouring rows, and normals summed at each point so that the skin looks smooth. */
function skinOf(rows, materialOf) {
  const around = rows[0].points.length;
  const normals = rows.map(() => Array.from({ length: around }, () => new THREE.Vector3()));
  const faces = [];
  for (let level = 0; level + 1 < rows.length; level++) {
    for (let index = 0; index < around; index++) {
      const next = (index + 1) % around;
      const corners = [[level, index], [level, next], [level + 1, next], [level + 1, index]];
      const [part, face] = rows[0].tags[index];
      const material = materialOf(level, part, face);
      for (const triangle of [[0, 1, 2], [0, 2, 3]]) {
        const places = triangle.map((corner) => corners[corner]);
        const points = places.map(([row, column]) => rows[row].points[column]);
        const normal = normalOf(points);
        if (normal.lengthSq() < 1e-14) continue;
        for (const [row, column] of places) normals[row][column].add(normal);
        faces.push({ material, places, points });
      }
    }
  }
  normals.forEach((row) => row.forEach((normal) => normal.normalize()));
  return { faces, normals };
}

function normalOf([a, b, c]) {
  return new THREE.Vector3().crossVectors(new THREE.Vector3().subVectors(b, a), new THREE.Vector3().subVectors(c, a));
}

function facesByMaterial(faces, normals) {
  const skins = new Map();
  for (const { material, places, points } of faces) {
    if (!skins.has(material)) skins.set(material, { positions: [], normals: [], uvs: [] });
    const skin = skins.get(material);
    points.forEach((point, corner) => {
      const [row, column] = places[corner];
      const normal = normals[row][column];
      skin.positions.push(point.x, point.y, point.z);
      skin.normals.push(normal.x, normal.y, normal.z);
      skin.uvs.push(point.x + point.z, point.y);
    });
  }
  return skins;
}

/** Closes an outline from side to side in strips; `bulge` lifts its middle. */
function capGeometry(points, upward, bulge) {
  const half = points.length / 2;
  const positions = [];
  const uvs = [];
  for (let index = 0; index <= half; index++) {
    const right = points[index];
    const left = points[(points.length - index) % points.length];
    const along = Math.min(1, Math.sin(Math.PI * Math.min(1, index / half)) * 2.5);
    for (let strip = 0; strip <= CAP_STRIPS; strip++) {
      const part = strip / CAP_STRIPS;
      const point = right.clone().lerp(left, part);
      point.y += bulge * (1 - (2 * part - 1) ** 2) * along;
      positions.push(point.x, point.y, point.z);
      uvs.push(point.x, point.z);
    }
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(positions, 3));
  geometry.setAttribute('uv', new THREE.Float32BufferAttribute(uvs, 2));
  geometry.setIndex(capFaces(half, upward));
  geometry.computeVertexNormals();
  return geometry;
}

function capFaces(half, upward) {
  const faces = [];
  for (let index = 0; index < half; index++) {
    for (let strip = 0; strip < CAP_STRIPS; strip++) {
      const here = index * (CAP_STRIPS + 1) + strip;
      const next = here + CAP_STRIPS + 1;
      if (upward) faces.push(here, next, here + 1, here + 1, next, next + 1);
      else faces.push(here, here + 1, next, here + 1, next + 1, next);
    }
  }
  return faces;
}
