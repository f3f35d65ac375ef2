import { applicationSchema } from '@eservices-lb/sdk/wire';
import type { Status } from '@eservices-lb/sdk/wire';
import { reportCapturePoints } from '../../packages/mock-scs/src/control/report-capture-points.js';
import { WorkBoard } from '../../packages/mock-scs/src/control/work-board.js';

describe('the status of a Capture Point (CP-1)', () => {
  const statuses = new Map<string, Status>();
  const reports: string[] = [];
  const applications = [
    { name: 'File', type: 'CapturePoint' },
    { name: 'Modelled', type: 'CapturePoint', simulated: true },
    { name: 'ChatServer', type: 'ChatServer' },
  ].map((each, at) => applicationSchema.parse({ dbid: at + 1, ...each }));
  const world = {
    configuration: { applications },
    heard: (name: string) => ({ application: name, status: statuses.get(name) ?? 'stopped' }) as never,
    report(name: string, status: Status) {
      statuses.set(name, status);
      reports.push(`${name} ${status}`);
    },
  };
  let board: WorkBoard;
  const shows = (server: string, ...capturePoints: readonly [string, string][]): void => {
    const shown = capturePoints.map(([application, state]) => ({ application, state }));
    board.show(server, { kind: 'interaction-server', capturePoints: shown });
  };

  beforeEach(() => {
    statuses.clear();
    reports.length = 0;
    board = new WorkBoard(
      () => 1,
      () => reportCapturePoints(world, board.all),
    );
  });

  it.each([
    ['running', 'running'],
    ['waiting', 'service-unavailable'],
    ['failed', 'service-unavailable'],
  ])('is, of one that is %s, %s', (state, status) => {
    shows('IXN', ['File', state]);

    expect(reports).toEqual([`File ${status}`]);
  });

  it('is stopped when its server shows it no more, or is gone; nothing is said twice', () => {
    shows('IXN', ['File', 'running']);
    shows('IXN', ['File', 'running']);
    shows('IXN');
    shows('IXN', ['File', 'running']);
    board.forget('IXN');

    expect(reports).toEqual(['File running', 'File stopped', 'File running', 'File stopped']);
  });

  it('is that of the server which runs it well, while a pair changes over', () => {
    shows('IXN', ['File', 'running']);
    shows('IXN_B', ['File', 'waiting']);
    board.forget('IXN');
    shows('IXN_B', ['File', 'running']);

    expect(reports).toEqual(['File running', 'File service-unavailable', 'File running']);
  });

  it('is nothing that is said of other applications, of modelled ones, or by what is no work of an Interaction Server', () => {
    shows('IXN', ['ChatServer', 'running'], ['Modelled', 'running'], ['Nobody', 'running']);
    board.show('Other', { kind: 'interaction-server', capturePoints: 'many' });
    board.show('Another', { kind: 'proxy', capturePoints: [{ application: 'File', state: 'running' }] });

    expect(reports).toEqual([]);
  });
});
