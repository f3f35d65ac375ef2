import type { Fault } from './fault.js';

/** A row in one of its kinds. */
export type RequiredRow = Pick<Fault, 'row' | 'kind'>;

const numbers: Readonly<Record<Fault['kind'], readonly number[]>> = {
  proxy: [3, 4, 5, 6, 17, 21],
  simulated: [
    ...[7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 22, 23, 24, 28, 29, 30, 31, 33],
    ...[35, 36, 37, 38, 39, 42, 43, 44, 46, 47],
  ],
  processes: [1, 2, 13, 18, 19, 20, 22, 24, 25, 26, 27, 29, 31, 32, 34, 40, 41, 42, 45, 48],
};

const ofKind = (kind: Fault['kind']): readonly RequiredRow[] =>
  numbers[kind].map((number) => ({ row: `F${number}`, kind }));

/** The whole table, F1 to F48; a row of two kinds occurs twice. */
export const requiredRows: readonly RequiredRow[] = [
  ...ofKind('simulated'),
  ...ofKind('proxy'),
  ...ofKind('processes'),
];
