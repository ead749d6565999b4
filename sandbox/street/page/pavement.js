// The four pavement blocks of the junction with rounded corners and kerbs.
import * as THREE from 'three';
import { noiseLayer, paintedTexture, tileableNoise } from './texture.js';

const KERB_M = 0.18;
const CORNER_M = 3;
const DEPTH_M = 40;

export function addPavements(group, extent, random, matte) {
  const materials = [matte({ map: tileTexture(random) }), matte({ map: kerbTexture(random) })];
  const { left, right, near, far, junction } = extent;
  for (const [x0, x1] of [[right, right + DEPTH_M], [left - DEPTH_M, left]]) {
    addBlock(group, materials, x0, x1, -40, junction ? -(near + 0.5) : 120);
    if (junction) addBlock(group, materials, x0, x1, -(far - 0.5), 120);
  }
}

/** A block between x0 and x1 and, in shape coordinates (y = -z), between y0 and y1. */
function addBlock(group, materials, x0, x1, y0, y1) {
  const shape = new THREE.Shape();
  const corner = CORNER_M;
  shape.moveTo(x0 + corner, y0);
  shape.lineTo(x1 - corner, y0);
  shape.quadraticCurveTo(x1, y0, x1, y0 + corner);
  shape.lineTo(x1, y1 - corner);
  shape.quadraticCurveTo(x1, y1, x1 - corner, y1);
  shape.lineTo(x0 + corner, y1);
  shape.quadraticCurveTo(x0, y1, x0, y1 - corner);
  shape.lineTo(x0, y0 + corner);
  shape.quadraticCurveTo(x0, y0, x0 + corner, y0);
  const geometry = new THREE.ExtrudeGeometry(shape, { depth: KERB_M, bevelEnabled: false, curveSegments: 6 });
  const mesh = new THREE.Mesh(geometry, materials);
  mesh.rotation.x = -Math.PI / 2;
  mesh.receiveShadow = true;
  group.add(mesh);
}

function tileTexture(random) {
  const noise = tileableNoise(256, 256, random, 4, 8);
  const paint = (context, width, height) => {
    for (let row = 0; row < 8; row++) {
      for (let column = 0; column < 8; column++) {
        const grey = 132 + random() * 34;
        const odd = (row + column) % 2 === 1;
        context.fillStyle = odd ? `rgb(${grey + 8},${grey - 4},${grey - 16})` : `rgb(${grey},${grey - 2},${grey - 6})`;
        context.fillRect(row * 64 + 1, column * 64 + 1, 62, 62);
      }
    }
    const dirt = noiseLayer(256, noise, (value) => [30, 28, 25, Math.max(0, value - 0.4) * 300]);
    context.drawImage(dirt, 0, 0, width, height);
  };
  return paintedTexture(512, 512, paint, { repeat: [1 / 3.2, 1 / 3.2] });
}

function kerbTexture(random) {
  const paint = (context, width, height) => {
    for (let stone = 0; stone < 4; stone++) {
      context.fillStyle = stone % 2 ? '#a8a49b' : '#9b978f';
      context.fillRect(stone * 64, 0, 63, height);
    }
    for (let spot = 0; spot < 300; spot++) {
      context.fillStyle = `rgba(40,35,30,${random() * 0.2})`;
      context.fillRect(random() * width, random() * height, 4, 3);
    }
  };
  return paintedTexture(256, 32, paint, { repeat: [0.6, 1] });
}
