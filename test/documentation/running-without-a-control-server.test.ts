import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fencedCode } from './fenced-code.js';

const guide = 'docs/guides/running-without-a-control-server.md';

describe('the guide to running without a control server', () => {
  it('has an example that works when pasted: the server that answers is selected, the other is not', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-'));
    const server = createServer((_request, response) => response.end('well')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const closedPort = (closed.address() as AddressInfo).port;
    closed.close();
    const estate = fencedCode(guide, 'estate-file').replace('9001', String(closedPort)).replace('9002', String(port));
    writeFileSync(join(directory, 'estate.yaml'), estate);
    writeFileSync(join(directory, 'example.mjs'), fencedCode(guide, 'file-source'));
    symlinkSync(join(__dirname, '../../node_modules'), join(directory, 'node_modules'));

    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: directory });

    server.close();
    rmSync(directory, { recursive: true });
    expect(stdout).toContain(`a new chat goes to ChatServer_2 at http://127.0.0.1:${port}\n`);
    expect(stdout).toMatch(/ChatServer_1: .*stopped.*\nChatServer_2: running\n/i);
    expect(stderr).toBe('');
  });
});
