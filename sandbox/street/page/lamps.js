// A vehicle's lamps by night: halos about the head lamps and the light they throw on the road.
import * as THREE from 'three';
import { paintedTexture } from './texture.js';

/** Light is added to what is there: colours count, coverage stays. */
const adding = { transparent: true, depthWrite: false, fog: false, blending: THREE.CustomBlending, blendSrc: THREE.SrcAlphaFactor, blendDst: THREE.OneFactor, blendSrcAlpha: THREE.ZeroFactor, blendDstAlpha: THREE.OneFactor };
/** [across, up] in metres; the foremost point of the vehicle is added. */
const PLACES = { motorcycle: [[0, 0.98]], car: [[-0.62, 0.68], [0.62, 0.68]], bus: [[-0.9, 0.75], [0.9, 0.75]], truck: [[-0.8, 0.78], [0.8, 0.78]] };
const BEAM_M = { width: 3.2, length: 9 };

let shared = null;

/** `halo` is for the front alone: `poseLamps` shows it when the camera sees the lamps. */
export function addLamps(root, kind, length) {
  shared ??= { halo: glowTexture(0.5, 0.5), beam: glowTexture(0.5, 0.85) };
  const front = -length / 2 - 0.05;
  const halo = new THREE.Group();
  for (const [x, y] of PLACES[kind]) {
    const sprite = new THREE.Sprite(new THREE.SpriteMaterial({ map: shared.halo, color: '#fff3d8', ...adding }));
    sprite.position.set(x, y, front - 0.15);
    sprite.scale.setScalar(kind === 'motorcycle' ? 0.75 : 0.9);
    halo.add(sprite);
  }
  const beam = new THREE.Mesh(new THREE.PlaneGeometry(kind === 'motorcycle' ? BEAM_M.width * 0.6 : BEAM_M.width, BEAM_M.length), new THREE.MeshBasicMaterial({ map: shared.beam, color: '#55503f', ...adding }));
  beam.rotation.x = -Math.PI / 2;
  beam.position.set(0, 0.03, front - BEAM_M.length / 2);
  beam.renderOrder = 4;
  root.add(halo, beam);
  return halo;
}

/** Halos show from before, within about eighty degrees of straight ahead. */
export function poseLamps({ root, halo }, camera) {
  if (halo === null) return;
  const ahead = new THREE.Vector3(0, 0, -1).transformDirection(root.matrixWorld);
  halo.visible = ahead.dot(camera.position.clone().sub(root.position).normalize()) > 0.17;
}

/** Brightest at (x, y), nothing at the edges. */
function glowTexture(x, y) {
  return paintedTexture(128, 128, (context, width, height) => {
    const image = context.createImageData(width, height);
    for (let index = 0; index < width * height; index++) {
      const u = ((index % width) + 0.5) / width;
      const v = (Math.floor(index / width) + 0.5) / height;
      const away = Math.hypot((u - x) / 0.5, (v - y) / (v > y ? 1 - y : y));
      image.data.set([255, 255, 255, 255 * Math.max(0, 1 - away) ** 2.2], index * 4);
    }
    context.putImageData(image, 0, 0);
  });
}
