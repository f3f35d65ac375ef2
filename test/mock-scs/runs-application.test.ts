import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runsApplication } from '../../packages/mock-scs/src/agent/runs-application.js';

describe('whether a process runs an application', () => {
  it.each([
    ['is told by its option --name', ['--name', 'chat-1'], true],
    ['is told by its option --name=', ['--name=chat-1'], true],
    ['is not told by the name alone', ['chat-1'], false],
    ['is not told by the name of another application', ['--name', 'chat-10'], false],
  ])('%s', async (_case, words, expected) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e6)', '--', ...words]);
    await once(child, 'spawn');

    expect(runsApplication(child.pid ?? 0, 'chat-1')).toBe(expected);

    child.kill();
    await once(child, 'exit');
  });
});
