// The static world drawn once: its colours for each state of the signal, its colours in full shade, and its depth.
import * as THREE from 'three';
import { FullScreenQuad } from 'three/addons/postprocessing/Pass.js';

/** The world is drawn at twice the size and averaged: its fine texture is drawn once, so smoothness costs nothing. */
const OVERSAMPLING = 2;

const VERTEX = /* glsl */ `
  varying vec2 at;
  void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }`;

/** Averages the large picture and does the tone mapping once and for all; the result is what the screen shows. */
const DEVELOP = /* glsl */ `
  #include <tonemapping_pars_fragment>
  uniform sampler2D source; varying vec2 at;
  void main() {
    vec3 mapped = ACESFilmicToneMapping(texture2D(source, at).rgb);
    gl_FragColor = sRGBTransferOETF(vec4(mapped, 1.0));
  }`;

const SHOW = /* glsl */ `
  uniform sampler2D colours; uniform sampler2D depths; varying vec2 at;
  void main() {
    gl_FragColor = texture2D(colours, at);
    gl_FragDepth = texture2D(depths, at).r;
  }`;

/** Draws the world's pictures. `states` are the signal's colours; only the signal's surroundings differ between them. */
export function paintBackdrop({ renderer, scene, camera, sun, signal, headBox, width, height }, states) {
  const large = new THREE.WebGLRenderTarget(width * OVERSAMPLING, height * OVERSAMPLING, { type: THREE.HalfFloatType });
  large.depthTexture = new THREE.DepthTexture(width * OVERSAMPLING, height * OVERSAMPLING);
  const uniforms = { source: { value: large.texture }, toneMappingExposure: { value: renderer.toneMappingExposure } };
  const develop = new FullScreenQuad(
    new THREE.ShaderMaterial({ uniforms, vertexShader: VERTEX, fragmentShader: DEVELOP, toneMapped: false }),
  );
  const paint = () => {
    const target = new THREE.WebGLRenderTarget(width, height, { depthBuffer: false });
    renderer.setRenderTarget(large);
    renderer.render(scene, camera);
    renderer.setRenderTarget(target);
    develop.render(renderer);
    renderer.setRenderTarget(null);
    return target.texture;
  };
  const pictures = new Map();
  for (const state of states) {
    signal.show(state);
    large.scissorTest = pictures.size > 0;
    large.scissor.copy(scissorAround(headBox, height));
    pictures.set(state, paint());
  }
  large.scissorTest = false;
  sun.intensity = 0;
  const shaded = paint();
  return { pictures, shaded, depths: large.depthTexture };
}

/** The signal head with its hoods, in the large picture's pixels counted from the bottom. */
function scissorAround([x1, y1, x2, y2], height) {
  const margin = 20;
  const corner = [x1 - margin, height - y2 - margin, x2 - x1 + 2 * margin, y2 - y1 + 2 * margin];
  return new THREE.Vector4(...corner.map((value) => Math.round(value * OVERSAMPLING)));
}

/** A mesh that fills the frame with the world's picture and its depth, so that vehicles stand in it. */
export function backdropMesh(backdrop) {
  const material = new THREE.ShaderMaterial({
    uniforms: { colours: { value: null }, depths: { value: backdrop.depths } },
    vertexShader: VERTEX,
    fragmentShader: SHOW,
    depthFunc: THREE.AlwaysDepth,
  });
  const mesh = new THREE.Mesh(new THREE.PlaneGeometry(2, 2), material);
  mesh.frustumCulled = false;
  mesh.renderOrder = -1;
  return { mesh, show: (state) => (material.uniforms.colours.value = backdrop.pictures.get(state)) };
}

/**
 * The road where vehicles' shadows fall: it shows the world's shaded picture where the sun does not reach,
 * so a shadow that falls into a tree's shadow does not darken it twice.
 */
export function shadowCatcher(backdrop, { width, height, stopZ, right }) {
  const material = new THREE.ShadowMaterial();
  material.onBeforeCompile = (shader) => {
    shader.uniforms.shaded = { value: backdrop.shaded };
    shader.fragmentShader = shader.fragmentShader
      .replace('void main() {', `uniform sampler2D shaded;\nvoid main() {`)
      .replace(
        /gl_FragColor = vec4\( color, opacity \*.*;/,
        `gl_FragColor = vec4(texture2D(shaded, gl_FragCoord.xy / vec2(${width}.0, ${height}.0)).rgb, 1.0 - getShadowMask());`,
      )
      .replace('#include <tonemapping_fragment>', '')
      .replace('#include <colorspace_fragment>', '')
      .replace('#include <fog_fragment>', '');
  };
  const mesh = new THREE.Mesh(new THREE.PlaneGeometry(26, 44), material);
  mesh.rotation.x = -Math.PI / 2;
  mesh.position.set(right - 11, 0.02, stopZ - 11);
  mesh.receiveShadow = true;
  mesh.renderOrder = 1;
  return mesh;
}
