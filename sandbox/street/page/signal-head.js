// A signal head of three round lamps on a pole beside the stop line.
import * as THREE from 'three';
import { roundBox } from './solids.js';

const LAMPS = ['red', 'amber', 'green'];
const LAMP_RADIUS_M = 0.145;
const LAMP_SPACING_M = 0.37;
const OFF = { red: '#3a0d0b', amber: '#3a2a08', green: '#08301a' };
const LIT = { red: '#ff0c06', amber: '#ffae00', green: '#00e05a' };
/** ACES tone mapping turns stronger red to orange and stronger green to white. */
const INTENSITY = { red: 1.7, amber: 1.8, green: 1.25 };

/** Adds the head at `[x, y, z]` (its middle lamp), turned to the camera, and returns its housing and `show(colour)`. */
export function addSignalHead(group, [x, y, z], facing, matte) {
  const pole = new THREE.Mesh(new THREE.CylinderGeometry(0.08, 0.11, y + 1.2, 12), matte({ color: '#7d8083' }));
  pole.position.set(x, (y + 1.2) / 2, z + (facing ? 0.2 : -0.2));
  const box = new THREE.Mesh(roundBox(0.42, 1.2, 0.2, 0.04), matte({ color: '#15171a' }));
  box.position.set(x, y, z);
  if (facing) box.rotation.y = Math.PI;
  pole.castShadow = box.castShadow = true;
  group.add(pole, box);
  const lamps = LAMPS.map((colour, index) => addLamp(box, colour, (1 - index) * LAMP_SPACING_M, matte));
  const show = (shown) => {
    for (const { colour, material } of lamps) {
      material.color.set(OFF[colour]);
      material.emissive.set(colour === shown ? LIT[colour] : '#000');
      material.emissiveIntensity = colour === shown ? INTENSITY[colour] : 0;
    }
  };
  return { show, box };
}

function addLamp(box, colour, height, matte) {
  const material = matte({ color: OFF[colour] });
  const mesh = new THREE.Mesh(new THREE.CircleGeometry(LAMP_RADIUS_M, 32), material);
  mesh.position.set(0, height, 0.11);
  const hood = new THREE.Mesh(
    new THREE.CylinderGeometry(0.165, 0.165, 0.2, 20, 1, true, Math.PI * 0.5, Math.PI),
    matte({ color: '#111214', side: THREE.DoubleSide }),
  );
  hood.rotation.x = Math.PI / 2;
  hood.position.set(0, height, 0.19);
  box.add(mesh, hood);
  return { colour, material };
}
