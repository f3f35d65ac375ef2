import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MockScs } from '@eservices-lb/mock-scs';
import { eventually } from '../../estate/eventually.js';
import type { Fault } from '../fault.js';
import { aSmallControlServer, chat, optionsFor } from './a-small-control-server.js';
import { onAFullDisk } from './on-a-full-disk.js';
import { startWebNode } from './start-web-node.js';
import type { WebNodeProcess } from './start-web-node.js';

/** Where nobody listens. */
const nowhere = 'http://127.0.0.1:1';
const isRoot = process.getuid?.() === 0;

export const viewFile: Fault = {
  row: 'F48',
  kind: 'processes',
  fault: 'the view file may not be written, its disk is full, a directory is in its way, or it is spoilt at the start',
  condition:
    'the web node starts without, warns once, serves all the same, and a spoilt view is passed over by its checksum',
  async play(seed) {
    const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-view-'));
    // Their view is longer than the page of memory that the full disk has.
    const chatServers = Array.from({ length: 40 }, (_, index) => ({ name: `chat-${index + 1}`, port: 9101 + index }));
    await using scs = await aSmallControlServer(chatServers);
    try {
      await cannotWrite(scs, directory);
      await hasNoRoom(scs, directory);
      await isADirectory(scs, directory);
      await isSpoilt(scs, join(directory, 'last.view'), seed);
      return { 'ways it is spoilt': Object.keys(spoilings).length };
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

/** EACCES: for a user who may read the directory, and nothing else. */
async function cannotWrite(scs: MockScs, directory: string): Promise<void> {
  const locked = join(directory, 'locked');
  mkdirSync(locked);
  chmodSync(directory, 0o755);
  chmodSync(locked, 0o555);
  await using web = await startWebNode();
  if (isRoot) await web.ask('becomeNobody');
  await web.ask('create', optionsFor(scs, { viewFile: join(locked, 'last.view') }));
  await expectToServe(scs, web, /could not be written to .*EACCES/);
  expect(readdirSync(locked)).toEqual([]);
}

/** ENOSPC, where there can be a full disk. */
async function hasNoRoom(scs: MockScs, directory: string): Promise<void> {
  const full = join(directory, 'full');
  mkdirSync(full);
  const { code, ...start } = onAFullDisk(full);
  await using web = await startWebNode(undefined, start);
  await web.ask('create', optionsFor(scs, { viewFile: join(full, 'last.view') }));
  await expectToServe(scs, web, new RegExp(`could not be written to .*${code}`));
  expect(await web.ask('files', full)).toEqual([]);
}

/** EISDIR, both when it is read and when it is replaced. */
async function isADirectory(scs: MockScs, directory: string): Promise<void> {
  const path = join(directory, 'in-the-way');
  mkdirSync(path);
  await using web = await startWebNode(optionsFor(scs, { viewFile: path }));
  await expectToServe(scs, web, /could not be written to .*(?:EISDIR|ENOTEMPTY|EEXIST)/);
  await using early = await startWebNode(optionsFor(scs, { scs: [nowhere], viewFile: path }));
  expect(await early.outcome('ready', { timeoutMs: 2_000 })).toBe('DIRECTORY_UNAVAILABLE');
  expect(await early.ask('warnings')).toEqual([expect.stringMatching(/is not used: .*EISDIR/)]);
  expect(readdirSync(directory)).not.toContainEqual(expect.stringMatching(/\.tmp$/));
}

const spoilings: Readonly<Record<string, (text: string, seed: number) => string>> = {
  'a character is another': (text, seed) => {
    const at = (seed * 7_919) % text.length;
    return text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
  },
  'it is cut off': (text, seed) => text.slice(0, (seed * 104_729) % text.length),
};

async function isSpoilt(scs: MockScs, path: string, seed: number): Promise<void> {
  await using writer = await startWebNode(optionsFor(scs, { viewFile: path }));
  await writer.ask('ready');
  const good = await eventually('the view file', () => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  });
  await writer.kill();
  await using informed = await startWebNode(optionsFor(scs, { scs: [nowhere], viewFile: path }));
  await informed.ask('ready');
  expect((await informed.ask('select', chat)).application).toMatch(/^chat-/);

  for (const spoil of Object.values(spoilings)) {
    writeFileSync(path, spoil(good, seed));
    await using early = await startWebNode(optionsFor(scs, { scs: [nowhere], viewFile: path }));
    expect(await early.outcome('ready', { timeoutMs: 2_000 })).toBe('DIRECTORY_UNAVAILABLE');
    expect(await early.ask('warnings')).toEqual([expect.stringMatching(/is not used: .*checksum/)]);
  }
  await using late = await startWebNode(optionsFor(scs, { viewFile: path }));
  await late.ask('ready');
  await eventually('a good view file again', () => (readFileSync(path, 'utf8').includes('chat-1') ? true : undefined));
  expect(await late.ask('warnings')).toEqual([]);
}

/** It has warned, and goes on: what happens afterwards is known. */
async function expectToServe(scs: MockScs, web: WebNodeProcess, warning: RegExp): Promise<void> {
  await web.ask('ready');
  scs.world.report('chat-1', 'service-unavailable');
  scs.world.report('chat-1', 'running');
  const warnings = await eventually('the warning', async () => {
    const all = await web.ask('warnings');
    return all.length > 0 ? all : undefined;
  });
  expect(warnings).toEqual([expect.stringMatching(warning)]);
  await eventually('the last status', async () => {
    const { revision, source } = await web.ask('health');
    return revision === scs.world.version.revision && source === 'live' ? true : undefined;
  });
  expect((await web.ask('select', chat)).application).toMatch(/^chat-/);
}
