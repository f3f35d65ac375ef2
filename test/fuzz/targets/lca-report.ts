import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import type { WebSocket } from 'ws';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { statusCodes } from '@eservices-lb/sdk/wire';
import { reportSchema } from '../../../packages/mock-scs/src/lca/messages.js';
import type { Report } from '../../../packages/mock-scs/src/lca/messages.js';
import { ApplicationLink } from '../../../packages/mock-scs/src/lca-server/application-link.js';
import { hold } from '../../oracles/hold.js';
import { expectSame } from '../expectations.js';
import type { BytesTarget } from '../fuzz-target.js';
import { anyJson, nastyText } from '../shapes/nasty-text.js';
import { maybe, nearly } from '../shapes/nearly.js';

const status = fc.constantFrom(...Object.keys(statusCodes));
const figures = { load: maybe(fc.double()), sessions: maybe(fc.integer()) };

export const lcaReport: BytesTarget = {
  name: 'lca-report',
  property: 'what an application server says is a report, whole, or ends its link with 1008; nothing else happens',
  reads: 'bytes',
  dictionary: ['"type":"register"', '"type":"status"', '"type":"work"', '"pid":1', '"secret":""', '"work":{'],
  shaped: fc
    .oneof(
      nearly({
        type: fc.constant('register'),
        application: nastyText,
        secret: nastyText,
        pid: fc.integer(),
        ...figures,
        status: maybe(status),
      }),
      nearly({ type: fc.constant('status'), status, ...figures }),
      nearly({ type: fc.constant('mode'), mode: fc.constantFrom('primary', 'backup', 'exiting') }),
      nearly({ type: fc.constant('work'), work: fc.dictionary(nastyText, anyJson, { maxKeys: 3 }) }),
      nearly({ type: fc.constant('training-job-finished'), name: nastyText }),
      nearly({ type: fc.constant('database'), workedWith: maybe(nearly({ name: nastyText, identity: nastyText })) }),
    )
    .map((report) => Buffer.from(JSON.stringify(report))),
  oracle: (input) => {
    const socket = Object.assign(new EventEmitter(), { closings: 0, close: () => void (socket.closings += 1) });
    const reports: Report[] = [];
    const never = (): void => {
      throw new Error('the link says that it is over, or silent');
    };
    const events = {
      onReport: (report: Report) => reports.push(report),
      onSilent: never,
      onHeardAgain: never,
      onClosed: never,
    };
    new ApplicationLink(socket as unknown as WebSocket, { clock: new ManualClock(), heartbeatMs: 1_000 }, events);
    socket.emit('message', input, false);
    socket.emit('message', input, true);

    const [report] = reports;
    hold(reports.length + socket.closings === 2, 'a message is neither a report nor the end');
    if (report === undefined) return 'refused';
    expectSame(reportSchema.parse(JSON.parse(JSON.stringify(report))), report, 'a report is read again as another');
    if ('load' in report && report.load !== undefined)
      hold(report.load >= 0 && Number.isFinite(report.load), 'a load is none');
    return 'taken';
  },
};
