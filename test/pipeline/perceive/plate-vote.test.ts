// One plate from many readings: what wins, how sure it is, what grammar may put right and what it may not.
import { describe, expect, it } from 'vitest';
import type { PlateColour, PlateReading } from '../../../domain/sighting.ts';
import { mediaMs, plateText } from '../../../domain/units.ts';
import type { VehicleKind } from '../../../domain/vehicle.ts';
import { votePlate } from '../../../pipeline/perceive/plate-vote.ts';

type Part = { readonly at?: number; readonly lines?: 1 | 2; readonly colour?: PlateColour; /** Probability of each character that is read. */ readonly p?: number; /** What it trusts itself; p unless told. */ readonly score?: number; /** Other shares, by place. */ readonly also?: Readonly<Record<number, Readonly<Record<string, number>>>> };

function read(text: string, { at = 0, lines = 1, colour = 'white', p = 0.95, score = p, also = {} }: Part = {}): PlateReading {
  const chars = [...text].map((symbol, i) => ({ [symbol]: p, ...also[i] }));
  return { at: mediaMs(at), text: plateText(text), lines, colour, score, chars, box: { x1: at, y1: 0, x2: at + 60, y2: 20 }, lineHeightPx: 14 };
}

describe('vote', () => {
  it('knows nothing from nothing', () => {
    expect(votePlate([], 'car')).toBeNull();
  });

  it.each<readonly [string, readonly PlateReading[], VehicleKind, { readonly text: string; readonly support: number; readonly repaired?: readonly number[] }]>([
    ['a single clear reading', [read('61A12345')], 'car', { text: '61A12345', support: 1 }],
    ['two against one', [read('61A12345'), read('61A12345'), read('61A12346')], 'car', { text: '61A12345', support: 2 }],
    ['two unsure against one sure', [read('61A12348', { p: 0.4, also: { 7: { 5: 0.35 } } }), read('61A12348', { p: 0.4, also: { 7: { 5: 0.35 } } }), read('61A12345', { p: 0.999 })], 'car', { text: '61A12345', support: 1 }],
    ['three that hardly trust themselves against one that does', [...Array.from({ length: 3 }, () => read('61A12347', { p: 0.8, score: 0.3 })), read('61A12345', { p: 0.99 })], 'car', { text: '61A12345', support: 1 }],
    ['shares that never won a place may win it together', [read('61A12345', { p: 0.5, also: { 7: { 6: 0.45, 5: 0.5 } } }), read('61A12347', { p: 0.5, also: { 7: { 6: 0.45, 7: 0.5 } } })], 'car', { text: '61A12346', support: 0 }],
    ['a letter O where a digit must stand is put right and marked', [read('61A1234O')], 'car', { text: '61A12340', support: 0, repaired: [7] }],
    ['an 8 where a letter must stand is put right and marked', [read('61812345')], 'car', { text: '61B12345', support: 0, repaired: [2] }],
    ['the second series place of a motorcycle is never put right', [read('61BO12345', { lines: 2 })], 'motorcycle', { text: '61BO12345', support: 1, repaired: [] }],
    ['61B1 234.56 stays a motorcycle\'s', [read('61B123456', { lines: 2 })], 'motorcycle', { text: '61B123456', support: 1 }],
    ['a province code that is not in use is left for a person', [read('46A12345')], 'car', { text: '46A12345', support: 1, repaired: [] }],
    ['a reading of another length only counts against it', [read('61A12345'), read('61A12345'), read('61A1234')], 'car', { text: '61A12345', support: 2 }],
  ])('%s', (_, readings, kind, expected) => {
    const vote = votePlate(readings, kind);
    expect({ text: vote?.text, support: vote?.support, ...(expected.repaired === undefined ? {} : { repaired: vote?.repaired }) }).toEqual(expected);
    expect(vote?.total).toBe(readings.length);
  });

  it('tells a car and an old motorcycle of one text apart by kind and lines', () => {
    expect(votePlate([read('61B12345')], 'car')?.format).toBe('car');
    expect(votePlate([read('61B12345', { lines: 2 })], 'motorcycle')?.format).toBe('moto_letter_digit');
  });

  it('is as sure as its weakest place', () => {
    const sure = votePlate([read('61A12345', { p: 0.99 })], 'car');
    const weak = votePlate([read('61A12345', { p: 0.99, also: { 7: { 5: 0.55, 6: 0.4 } } })], 'car');
    expect(weak?.score).toBeLessThan(0.65);
    expect(sure?.score).toBeGreaterThan(0.95);
  });

  it('names the runner-up where a place is torn', () => {
    expect(votePlate([read('61A12345', { also: { 7: { 5: 0.55, 6: 0.4 } } })], 'car')?.runnerUp).toBe('61A12346');
  });

  it('is not made certain by repeating one doubtful frame', () => {
    const doubtful = read('61A12345', { also: { 7: { 5: 0.55, 6: 0.45 } } });
    expect(votePlate(Array.from({ length: 8 }, () => doubtful), 'car')?.score).toBeLessThan(0.75);
  });

  it('keeps the moment and the box of the best reading that agrees', () => {
    const vote = votePlate([read('61A12345', { at: 100, p: 0.8 }), read('61A12345', { at: 200, p: 0.97 }), read('61A12346', { at: 300, p: 0.99, also: { 7: { 6: 0.6, 5: 0.39 } } })], 'car');
    expect(vote?.bestAt).toBe(200);
    expect(vote?.bestBox.x1).toBe(200);
  });

  it('takes the colour of the surer readings', () => {
    expect(votePlate([read('61A12345', { colour: 'yellow', p: 0.9 }), read('61A12345', { colour: 'unknown', p: 0.9 }), read('61A12345', { colour: 'yellow', p: 0.9 })], 'car')?.colour).toBe('yellow');
  });
});
