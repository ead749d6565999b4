// The asphalt and its wear: stains, tyre tracks, patches and cracks.
import * as THREE from 'three';
import { noiseLayer, paintNoise, paintedTexture, tileableNoise } from './texture.js';

const ASPHALT_GREY = 104;

export function addRoadSurface(group, extent, lanes, random, matte) {
  const ground = new THREE.Mesh(new THREE.PlaneGeometry(480, 480), matte({ map: asphaltTexture(random) }));
  ground.position.z = -40;
  const { left, right } = extent;
  const wear = matte({ map: wearTexture(extent, lanes, random), transparent: true, depthWrite: false });
  const overlay = new THREE.Mesh(new THREE.PlaneGeometry(right - left, 90), wear);
  overlay.position.set((right + left) / 2, 0.004, -38);
  overlay.renderOrder = 1;
  for (const mesh of [ground, overlay]) {
    mesh.rotation.x = -Math.PI / 2;
    mesh.receiveShadow = true;
    group.add(mesh);
  }
}

function asphaltTexture(random) {
  const grain = tileableNoise(1024, 1024, random, 3, 64);
  const large = tileableNoise(1024, 1024, random, 5, 3);
  const paint = (context, width, height) =>
    paintNoise(context, width, height, grain, (value, index) => {
      const grey = ASPHALT_GREY + (value - 0.5) * 60 + (random() - 0.5) * 52 + (large[index] - 0.5) * 20;
      return [grey, grey * 0.99, grey * 0.96];
    });
  return paintedTexture(1024, 1024, paint, { repeat: [120, 120], anisotropy: 8 });
}

function wearTexture(extent, lanes, random) {
  const noise = tileableNoise(512, 512, random, 6, 4);
  const paint = (context, width, height) => {
    const stains = noiseLayer(512, noise, (value) => [28, 27, 25, Math.max(0, value - 0.42) * 330]);
    context.drawImage(stains, 0, 0, width, height);
    const column = (x) => ((x - extent.left) / (extent.right - extent.left)) * width;
    for (const lane of lanes) {
      const middle = (lane.from_x_m + lane.to_x_m) / 2;
      for (const side of [-0.75, 0.75]) paintTrack(context, column(middle + side), 22, 0.24, height);
      paintTrack(context, column(middle), 16, 0.3, height);
    }
    paintPatches(context, width, height, random);
    paintCracks(context, width, height, random);
  };
  return paintedTexture(1024, 2048, paint, { anisotropy: 8 });
}

function paintTrack(context, centre, halfWidth, darkness, height) {
  const gradient = context.createLinearGradient(centre - halfWidth, 0, centre + halfWidth, 0);
  gradient.addColorStop(0, 'rgba(22,21,20,0)');
  gradient.addColorStop(0.5, `rgba(22,21,20,${darkness})`);
  gradient.addColorStop(1, 'rgba(22,21,20,0)');
  context.fillStyle = gradient;
  context.fillRect(centre - halfWidth, 0, halfWidth * 2, height);
}

function paintPatches(context, width, height, random) {
  for (let patch = 0; patch < 7; patch++) {
    const colour = random() < 0.5 ? '20,20,20' : '120,118,112';
    context.fillStyle = `rgba(${colour},${0.12 + random() * 0.14})`;
    context.fillRect(random() * width, random() * height, 60 + random() * 220, 40 + random() * 160);
  }
}

function paintCracks(context, width, height, random) {
  context.strokeStyle = 'rgba(12,12,12,.5)';
  context.lineWidth = 2;
  for (let crack = 0; crack < 14; crack++) {
    let x = random() * width;
    let y = random() * height;
    context.beginPath();
    context.moveTo(x, y);
    for (let bend = 0; bend < 9; bend++) {
      x += (random() - 0.5) * 60;
      y += random() * 40;
      context.lineTo(x, y);
    }
    context.stroke();
  }
}
