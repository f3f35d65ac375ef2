import { crc32 } from 'node:zlib';

const form = /^([0-9a-f]{8}) (.*)$/s;

/** A line of JSON behind its CRC-32, so that one that was written in part is told from a whole one. */
export const checkedLine = (value: unknown): string => {
  const json = JSON.stringify(value);
  return `${checksum(json)} ${json}\n`;
};

/** @throws Error where the line is not as it was written */
export function readCheckedLine(line: string): unknown {
  const [, expected, json] = form.exec(line) ?? [];
  if (json === undefined || checksum(json) !== expected) throw new Error('its checksum is wrong');
  return JSON.parse(json) as unknown;
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
