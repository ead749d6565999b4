// One coordinate's filter: it learns a speed, coasts by it, and grows unsure with time.
import { describe, expect, it } from 'vitest';
import { correctAxis, predictAxis, startAxis, surprise } from '../../../pipeline/perceive/kalman.ts';

describe('kalman axis', () => {
  it.each([[40], [100], [170], [500]])('learns 200 px/s from sights every %d ms', (stepMs) => {
    let axis = startAxis(0, 4, 500);
    for (let at = stepMs; at <= 2500; at += stepMs) axis = correctAxis(predictAxis(axis, stepMs / 1000, 100), (200 * at) / 1000, 4);
    expect(axis.speed).toBeGreaterThan(185);
    expect(axis.speed).toBeLessThan(215);
  });

  it('is the same whether one second passes in one step or in ten', () => {
    const start = { value: 10, speed: 50, p00: 4, p01: 1, p11: 9, off: 0 };
    let many = start;
    for (let i = 0; i < 10; i += 1) many = predictAxis(many, 0.1, 0);
    const once = predictAxis(start, 1, 0);
    expect(many.value).toBeCloseTo(once.value, 9);
    expect(many.p00).toBeCloseTo(once.p00, 9);
    expect(many.p01).toBeCloseTo(once.p01, 9);
  });

  it('is less surprised by the same distance after a longer blind time', () => {
    const axis = startAxis(0, 4, 50);
    expect(surprise(predictAxis(axis, 1, 100), 60, 4)).toBeLessThan(surprise(predictAxis(axis, 0.1, 100), 60, 4));
  });

  it('believes an exact measurement', () => {
    expect(correctAxis(startAxis(0, 10, 10), 7, 1e-6).value).toBeCloseTo(7, 6);
  });
});
