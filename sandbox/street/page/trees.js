// Street trees: a trunk and a crown of leaf cards.
import * as THREE from 'three';
import { Builder } from './builder.js';
import { limb } from './limb.js';
import { paintedTexture } from './texture.js';

const LEAF_CARDS = 46;

export function addTrees(group, extent, random, matte) {
  const leaves = matte({ map: leafTexture(random), alphaTest: 0.5, side: THREE.DoubleSide });
  const bark = matte({ color: '#5a4a3b' });
  const plant = (x, z, height) => addTree({ group, random, leaves, bark }, x, z, height);
  const { left, right, far, facing } = extent;
  // None near the stop line: a crown would hide the signal head from the camera.
  for (const z of [6, -4]) {
    plant(right + 3.2, z, 6 + random());
    plant(left - 2.2, z, 6 + random());
  }
  // A camera that faces the traffic looks down the street that others have behind them.
  for (let z = 40; facing && z > 8; z -= 8) {
    plant(right + 2, z + random() * 2, 6 + random());
    plant(left - 2, z + random() * 2, 6 + random());
  }
  for (let z = far - 9; z > -110; z -= 9) {
    plant(right + 1.8, z + random() * 2, 5.5 + random() * 1.5);
    plant(left - 1.8, z + random() * 2, 5.5 + random() * 1.5);
  }
}

function addTree({ group, random, leaves, bark }, x, z, height) {
  const trunk = new Builder();
  limb(trunk, 'bark', [[x, 0, z, 0.2], [x + 0.1, height * 0.35, z, 0.15], [x - 0.1, height * 0.6, z + 0.1, 0.11], [x + 0.2, height * 0.85, z, 0.05]], 8, 3);
  const crown = new THREE.InstancedMesh(new THREE.PlaneGeometry(1.9, 1.9), leaves, LEAF_CARDS);
  const card = new THREE.Object3D();
  for (let index = 0; index < LEAF_CARDS; index++) {
    const around = random() * 2 * Math.PI;
    const out = Math.cbrt(random());
    const up = Math.acos(2 * random() - 1);
    const flat = Math.sin(up) * out * 2.3;
    card.position.set(x + Math.cos(around) * flat, height * 0.78 + Math.cos(up) * out * 1.7, z + Math.sin(around) * flat);
    card.rotation.set(random() * 6, random() * 6, random() * 6);
    card.updateMatrix();
    crown.setMatrixAt(index, card.matrix);
  }
  crown.castShadow = crown.receiveShadow = true;
  group.add(trunk.build(() => bark), crown);
}

function leafTexture(random) {
  const paint = (context) => {
    for (let leaf = 0; leaf < 130; leaf++) {
      const around = random() * 2 * Math.PI;
      const out = Math.sqrt(random()) * 105;
      const green = 70 + random() * 70;
      context.save();
      context.translate(128 + Math.cos(around) * out, 128 + Math.sin(around) * out);
      context.rotate(random() * 6.3);
      context.fillStyle = `rgb(${green * 0.55},${green},${green * 0.32})`;
      context.beginPath();
      context.ellipse(0, 0, 5 + random() * 5, 11 + random() * 9, 0, 0, 7);
      context.fill();
      context.restore();
    }
  };
  return paintedTexture(256, 256, paint);
}
