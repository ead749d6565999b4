// Materials by name: fixed ones such as `tyre`, and `kind:#colour` ones such as `paint:#a61c22`.
import * as THREE from 'three';
import { noiseLayer, paintNoise, paintedTexture, tileableNoise } from './texture.js';

const standard = (options) => new THREE.MeshStandardMaterial(options);

/** Returns a function from material name to material; equal names share one material. */
export function materialsBySeed(random) {
  const known = new Map(Object.entries({ ...trimMaterials(), ...lampMaterials(), redwhite: reflectiveTape() }));
  const coloured = colouredMaterials(random);
  return (name) => {
    let material = known.get(name);
    if (material === undefined) {
      const [kind, colour] = name.split(':');
      material = (coloured[kind] ?? coloured.other)(colour);
      known.set(name, material);
    }
    return material;
  };
}

function colouredMaterials(random) {
  const folds = foldTexture(random);
  const bumps = folds.clone();
  bumps.colorSpace = THREE.NoColorSpace;
  bumps.needsUpdate = true;
  const panel = panelTexture(random);
  return {
    paint: (color) => standard({ color, metalness: 0.25, roughness: 0.28, envMapIntensity: 1.0 }),
    gloss: (color) => standard({ color, metalness: 0.1, roughness: 0.25 }),
    cloth: (color) => standard({ color, roughness: 0.92, map: folds, bumpMap: bumps, bumpScale: 1.5 }),
    panel: (color) => standard({ color, roughness: 0.55, map: panel }),
    skin: (color) => standard({ color, roughness: 0.65 }),
    other: (color) => standard({ color: color ?? '#888', roughness: 0.7 }),
  };
}

function trimMaterials() {
  return {
    tyre: standard({ color: '#17181a', roughness: 0.9 }),
    rim: standard({ color: '#a9adb2', metalness: 0.8, roughness: 0.35 }),
    black: standard({ color: '#0b0c0d', roughness: 0.8 }),
    plastic: standard({ color: '#1d1f21', roughness: 0.65 }),
    seat: standard({ color: '#161617', roughness: 0.5 }),
    chassis: standard({ color: '#25272a', roughness: 0.7, metalness: 0.3 }),
    glass: standard({ color: '#39434a', roughness: 0.1, metalness: 0.75, envMapIntensity: 0.8 }),
    glassS: standard({ color: '#2c353b', roughness: 0.1, metalness: 0.7, envMapIntensity: 0.8 }),
    mirror: standard({ color: '#1a1c1e', roughness: 0.2, metalness: 0.3 }),
    chrome: standard({ color: '#c9ccd0', metalness: 0.9, roughness: 0.2 }),
    chromeD: standard({ color: '#8b8e92', metalness: 0.9, roughness: 0.3 }),
    chrome2: standard({ color: '#9ea3a8', metalness: 0.5, roughness: 0.5 }),
    grille: standard({ color: '#151618', roughness: 0.9 }),
    gap: standard({ color: '#101113', roughness: 0.9 }),
    hair: standard({ color: '#15110f', roughness: 0.6 }),
  };
}

function lampMaterials() {
  return {
    tail: standard({ color: '#7d0b10', roughness: 0.2, emissive: '#300004', emissiveIntensity: 0.6 }),
    tailOn: standard({ color: '#b00814', roughness: 0.25, emissive: '#ff0510', emissiveIntensity: 0.85 }),
    reflector: standard({ color: '#9a1416', roughness: 0.3 }),
    amber: standard({ color: '#c76a12', roughness: 0.25, emissive: '#401c00', emissiveIntensity: 0.5 }),
    head: standard({ color: '#dfe6ea', roughness: 0.1, metalness: 0.3 }),
    reverse: standard({ color: '#d8dadb', roughness: 0.2 }),
    taxi: standard({ color: '#f4f4f0', roughness: 0.4, emissive: '#555', emissiveIntensity: 0.3 }),
    led: standard({ color: '#140a06', emissive: '#e85a10', emissiveIntensity: 0.5, roughness: 0.4 }),
  };
}

/** Folds of cloth, as light and dark bands that wander with the noise. */
function foldTexture(random) {
  const noise = tileableNoise(256, 256, random, 4, 3);
  const paint = (context, width, height) =>
    paintNoise(context, width, height, noise, (value, index) => {
      const fold = 0.5 + 0.5 * Math.sin(value * 16 + Math.floor(index / 256) * 0.035 + (index % 256) * 0.02);
      const grey = 178 + 49 * fold + 25 * value;
      return [grey, grey, grey];
    });
  return paintedTexture(256, 256, paint, { repeat: [1, 1] });
}

/** Slightly dirty sheet metal of truck bodies. */
function panelTexture(random) {
  const noise = tileableNoise(256, 256, random, 5, 4);
  const paint = (context, width, height) => {
    context.drawImage(
      noiseLayer(256, noise, (value) => [205 + 50 * value, 203 + 49 * value, 197 + 48 * value]),
      0,
      0,
    );
    context.globalAlpha = 0.12;
    context.fillStyle = '#4a3b2a';
    for (let streak = 0; streak < 40; streak++) {
      context.fillRect(random() * width, random() * height, 1 + random() * 2, 10 + random() * 60);
    }
  };
  return paintedTexture(256, 256, paint, { repeat: [0.4, 0.4] });
}

function reflectiveTape() {
  const paint = (context, width, height) => {
    for (let band = 0; band < 8; band++) {
      context.fillStyle = band % 2 ? '#c8201c' : '#eee';
      context.fillRect((band * width) / 8, 0, width / 8, height);
    }
  };
  return standard({ map: paintedTexture(128, 16, paint, { repeat: [1.2, 1] }), roughness: 0.4 });
}
