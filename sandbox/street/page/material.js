// Materials by name: fixed ones such as `tyre`, and `kind:#colour` ones such as `paint:#a61c22`.
import * as THREE from 'three';
import { noiseLayer, paintNoise, paintedTexture, tileableNoise } from './texture.js';

/**
 * Lambert and Phong with a small cube map instead of physical materials: a software rasteriser spends most of its time
 * on each pixel's shading, and these cost a fraction.
 */
const matt = (color, extra = {}) => new THREE.MeshLambertMaterial({ color, ...extra });

/** Returns a function from material name to material; equal names share one material. */
export function materialsBySeed(random, surroundings, { night } = { night: false }) {
  const known = new Map(Object.entries({ ...mattMaterials(), ...lampMaterials(night), ...shinyMaterials(surroundings), redwhite: reflectiveTape() }));
  const coloured = colouredMaterials(random, surroundings);
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

/** `reflectivity`: the share of the surroundings added to the surface's own colour. */
function shiny(surroundings, color, shininess, reflectivity, specular = '#555') {
  return new THREE.MeshPhongMaterial({ color, shininess, specular, envMap: surroundings, combine: THREE.AddOperation, reflectivity });
}

function colouredMaterials(random, surroundings) {
  const folds = foldTexture(random);
  const panel = panelTexture(random);
  return {
    paint: (color) => shiny(surroundings, color, 80, 0.14),
    gloss: (color) => shiny(surroundings, color, 60, 0.08),
    cloth: (color) => matt(color, { map: folds }),
    panel: (color) => matt(color, { map: panel }),
    skin: (color) => matt(color),
    other: (color) => matt(color ?? '#888'),
  };
}

function shinyMaterials(surroundings) {
  return {
    rim: shiny(surroundings, '#6d7075', 40, 0.25),
    glass: shiny(surroundings, '#12171a', 120, 0.22),
    glassS: shiny(surroundings, '#0d1113', 120, 0.2),
    mirror: shiny(surroundings, '#141618', 60, 0.15),
    chrome: shiny(surroundings, '#55585c', 120, 0.6),
    chromeD: shiny(surroundings, '#3a3d40', 80, 0.4),
    chrome2: shiny(surroundings, '#7c8085', 40, 0.2),
    seat: shiny(surroundings, '#161617', 30, 0.04, '#222'),
  };
}

function mattMaterials() {
  return {
    tyre: matt('#17181a'),
    black: matt('#0b0c0d'),
    plastic: matt('#1d1f21'),
    chassis: matt('#25272a'),
    grille: matt('#151618'),
    gap: matt('#101113'),
    hair: matt('#15110f'),
  };
}

function lampMaterials(night) {
  const glowing = (color, emissive, emissiveIntensity) => matt(color, { emissive, emissiveIntensity });
  return {
    tail: night ? glowing('#8a0812', '#ff0510', 0.5) : glowing('#7d0b10', '#300004', 0.6),
    tailOn: glowing('#8a0812', '#ff0510', night ? 1.4 : 0.22),
    reflector: matt('#9a1416'),
    amber: glowing('#c76a12', '#401c00', 0.5),
    head: night ? glowing('#dfe6ea', '#fff3d8', 2.5) : matt('#dfe6ea'),
    reverse: matt('#d8dadb'),
    taxi: glowing('#f4f4f0', '#555', 0.3),
    led: glowing('#140a06', '#e85a10', 0.5),
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
  return matt('#fff', { map: paintedTexture(128, 16, paint, { repeat: [1.2, 1] }) });
}
