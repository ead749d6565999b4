// A camera file's mistakes are named with their line.
import { describe, expect, it } from 'vitest';
import { checkCamera } from '../../cameras/registry.ts';
import { cameraYaml } from '../factories/camera.ts';

describe('a camera file', () => {
  it('that is right is accepted, with defaults filled in', () => {
    const checked = checkCamera(cameraYaml());
    expect(checked).toMatchObject({ kind: 'good', camera: { camera: 'test-1', source: { sample_ms: 100, transport: 'tcp' } } });
  });

  const rows: readonly (readonly [string, (good: string) => string, number, RegExp])[] = [
    ['an unknown key', (good) => good.replace('route:', 'rout:\n  oops\nroute:'), 1, /rout/],
    ['a coordinate in pixels', (good) => good.replace('[0.1, 0.6]', '[192, 0.6]'), 14, /between 0 and 1/],
    ['a signal that is not declared', (good) => good.replace('signal: main', 'signal: mian'), 16, /"mian"/],
    ['YAML that does not parse', (good) => `${good}\n  : [`, 18, /./],
    ['an inspection that ends before it begins', (good) => good.replace('valid_to: 2027', 'valid_to: 2024'), 8, /lies before/],
  ];
  it.each(rows)('with %s is refused at its line', (_, spoil, line, message) => {
    const checked = checkCamera(spoil(cameraYaml()));
    if (checked.kind === 'good') throw new Error('expected mistakes');
    expect(checked.mistakes[0]?.message).toMatch(message);
    expect(Math.abs((checked.mistakes[0]?.line ?? 0) - line)).toBeLessThanOrEqual(2);
  });
});
