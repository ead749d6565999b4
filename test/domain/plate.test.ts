// The plate grammar on the samples of the domain notes, and how plates are written out.
import { describe, expect, it } from 'vitest';
import { displayPlate, formatsOf } from '../../domain/plate.ts';
import { plateText } from '../../domain/units.ts';

describe('formatsOf', () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['61A-123.45', ['car', 'car_blue', 'moto_letter_digit']],
    ['61A-1234', ['car_legacy4']],
    ['61LD-123.45', ['special', 'moto_2letters']],
    ['T80-235.88', ['temp']],
    ['61-AA 123.45', ['moto_2letters']],
    ['29-AR 002.33', ['moto_2letters']],
    ['61-B1 123.45', ['moto_letter_digit', 'moto_blue']],
    ['61-B1 2345', ['car', 'car_blue', 'moto_letter_digit']],
    ['61-MĐ1 123.45', ['moto_electric_legacy']],
    ['80-441-NG-02', ['foreign_car']],
    ['29-121-NN-101', ['foreign_moto']],
    ['TM 12-34', ['military']],
    ['46A-123.45', []],
    ['61O-123.45', []],
    ['61W-123.45', []],
  ];
  it.each(rows)('%s can be %j', (text, expected) => {
    expect(formatsOf(plateText(text)).map(({ name }) => name).sort()).toEqual([...expected].sort());
  });

  it('lets the vehicle and the lines decide what the text cannot', () => {
    const text = plateText('61B12345');
    expect(formatsOf(text, { kind: 'motorcycle', lines: 2, colour: 'white' }).map(({ name }) => name)).toEqual(['moto_letter_digit']);
    expect(formatsOf(text, { kind: 'car', lines: 1, colour: 'white' }).map(({ name }) => name)).toEqual(['car']);
    expect(formatsOf(text, { kind: 'car', colour: 'blue' }).map(({ name }) => name)).toEqual(['car_blue']);
  });
});

describe('displayPlate', () => {
  it.each([
    ['61A12345', '61A-123.45'],
    ['61B112345', '61-B1 123.45'],
    ['61AA12345', '61-AA 123.45'],
    ['61A1234', '61A-1234'],
    ['80441NG02', '80441NG02'],
  ])('%s is written %s', (text, shown) => {
    expect(displayPlate(plateText(text))).toBe(shown);
  });
});
