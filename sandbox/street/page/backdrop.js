// The static world drawn once: its pixels for each colour of the signal, in full shade, and how far away each of them is.
import * as THREE from 'three';
import { FullScreenQuad } from 'three/addons/postprocessing/Pass.js';

/** The world is drawn several times, moved by parts of a pixel, and averaged: as smooth as drawing it larger, and cheaper. */
const MOVES = { sharp: [[-0.25, -0.25], [0.25, -0.25], [-0.25, 0.25], [0.25, 0.25]], shaded: [[0, 0]] };

const VERTEX = /* glsl */ `
  varying vec2 at;
  void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }`;

/** Distance along the camera's axis in centimetres, as two bytes. */
const MEASURE = /* glsl */ `
  uniform sampler2D depths; uniform float near; uniform float far; varying vec2 at;
  void main() {
    float depth = texture2D(depths, at).r * 2.0 - 1.0;
    float cm = min(65535.0, floor(100.0 * 2.0 * near * far / (far + near - depth * (far - near))));
    gl_FragColor = vec4(floor(cm / 256.0) / 255.0, mod(cm, 256.0) / 255.0, 0.0, 1.0);
  }`;

/** Pixels (RGBA, bottom row first) by state of the signal, `shaded` where no sun falls, `distances` in the first two bytes of each pixel. */
export function paintBackdrop({ renderer, scene, camera, sun, signal, headBox, width, height }, states) {
  const frame = [0, 0, width, height];
  // The sun stands still: its shadows are drawn once.
  renderer.shadowMap.autoUpdate = false;
  renderer.shadowMap.needsUpdate = true;
  const paint = (moves, [x, y, wide, tall]) => {
    renderer.setViewport(0, 0, wide, tall);
    renderer.setScissor(0, 0, wide, tall);
    renderer.setScissorTest(true);
    const sum = new Uint16Array(wide * tall * 4);
    const drawn = new Uint8Array(wide * tall * 4);
    for (const [right, down] of moves) {
      camera.setViewOffset(width, height, x + right, height - y - tall + down, wide, tall);
      renderer.render(scene, camera);
      const gl = renderer.getContext();
      gl.readPixels(0, 0, wide, tall, gl.RGBA, gl.UNSIGNED_BYTE, drawn);
      for (let index = 0; index < sum.length; index++) sum[index] += drawn[index];
    }
    camera.clearViewOffset();
    return Uint8Array.from(sum, (value) => Math.round(value / moves.length));
  };
  signal?.show(states[0]);
  const first = paint(MOVES.sharp, frame);
  const pictures = [first, ...states.slice(1).map((state) => {
    signal.show(state);
    // Only the signal's surroundings differ between its states.
    const place = around(headBox, width, height);
    return patched(first, width, paint(MOVES.sharp, place), place);
  })];
  const lit = sun.intensity > 0;
  sun.intensity = 0;
  const shaded = lit ? paint(MOVES.shaded, frame) : null;
  const distances = measure(renderer, scene, camera, width, height);
  renderer.shadowMap.autoUpdate = true;
  return { pictures, shaded, distances };
}

function measure(renderer, scene, camera, width, height) {
  const drawn = new THREE.WebGLRenderTarget(width, height);
  drawn.depthTexture = new THREE.DepthTexture(width, height);
  const told = new THREE.WebGLRenderTarget(width, height, { depthBuffer: false });
  const uniforms = { depths: { value: drawn.depthTexture }, near: { value: camera.near }, far: { value: camera.far } };
  const quad = new FullScreenQuad(new THREE.ShaderMaterial({ uniforms, vertexShader: VERTEX, fragmentShader: MEASURE, toneMapped: false }));
  renderer.setScissorTest(false);
  renderer.setRenderTarget(drawn);
  scene.overrideMaterial = new THREE.MeshBasicMaterial();
  renderer.render(scene, camera);
  scene.overrideMaterial = null;
  renderer.setRenderTarget(told);
  quad.render(renderer);
  const pixels = new Uint8Array(width * height * 4);
  renderer.readRenderTargetPixels(told, 0, 0, width, height, pixels);
  renderer.setRenderTarget(null);
  for (const target of [drawn, told]) target.dispose();
  return pixels;
}

function patched(picture, width, patch, [x, y, wide, tall]) {
  const copy = picture.slice();
  for (let row = 0; row < tall; row++) copy.set(patch.subarray(row * wide * 4, (row + 1) * wide * 4), ((y + row) * width + x) * 4);
  return copy;
}

/** The signal head with its hoods: x, y from the bottom, width, height. */
function around([x1, y1, x2, y2], width, height) {
  const margin = 20;
  const left = Math.max(0, Math.floor(Math.min(x1, x2) - margin));
  const right = Math.min(width, Math.ceil(Math.max(x1, x2) + margin));
  const top = Math.max(0, Math.floor(Math.min(y1, y2) - margin));
  const bottom = Math.min(height, Math.ceil(Math.max(y1, y2) + margin));
  return [left, height - bottom, right - left, bottom - top];
}
