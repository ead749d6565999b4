// Gathers geometries by material and merges them into one mesh for each.
import * as THREE from 'three';
import { mergeGeometries, mergeVertices } from 'three/addons/utils/BufferGeometryUtils.js';

const KEPT_ATTRIBUTES = ['position', 'normal', 'uv'];

export class Builder {
  constructor() {
    this.parts = new Map();
  }

  /** Adds a geometry as it is, or transformed by `matrix`. */
  add(geometry, material, matrix) {
    let part = geometry.index ? geometry.toNonIndexed() : geometry;
    if (matrix) part = part.clone().applyMatrix4(matrix);
    for (const name of Object.keys(part.attributes)) if (!KEPT_ATTRIBUTES.includes(name)) part.deleteAttribute(name);
    if (!part.attributes.normal) part.computeVertexNormals();
    if (!part.attributes.uv) {
      part.setAttribute('uv', new THREE.BufferAttribute(new Float32Array(part.attributes.position.count * 2), 2));
    }
    if (!this.parts.has(material)) this.parts.set(material, []);
    this.parts.get(material).push(part);
  }

  /** Adds a geometry at a place, turned (radians about x, y, z) and scaled. */
  at(geometry, material, place, turn = [0, 0, 0], scale = [1, 1, 1]) {
    const rotation = new THREE.Quaternion().setFromEuler(new THREE.Euler(...turn));
    this.add(geometry, material, new THREE.Matrix4().compose(new THREE.Vector3(...place), rotation, new THREE.Vector3(...scale)));
  }

  build(materialOf) {
    const group = new THREE.Group();
    for (const [material, parts] of this.parts) {
      // Merged vertices: a software rasteriser pays for each of them twice, once in the shadow map.
      const mesh = new THREE.Mesh(mergeVertices(mergeGeometries(parts, false), 1e-4), materialOf(material));
      mesh.castShadow = mesh.receiveShadow = true;
      mesh.userData.material = material;
      group.add(mesh);
    }
    return group;
  }
}
