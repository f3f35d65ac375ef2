import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { SnapshotMessage } from '@eservices-lb/sdk/wire';
import { readView, writeView } from '../../../packages/sdk/src/edge/view-file-text.js';
import { hold } from '../../oracles/hold.js';
import { expectRefusal, expectSame } from '../expectations.js';
import type { TextTarget } from '../fuzz-target.js';
import { aSnapshotBody } from '../shapes/estate.js';
import { nastyText } from '../shapes/nasty-text.js';

const withChecksum = (body: string): string =>
  `eservices-lb view 1 sha256=${createHash('sha256').update(body).digest('hex')}\n${body}`;

export const viewFile: TextTarget = {
  name: 'view-file',
  property:
    'a view that was written is read as it was, without its secrets; what was not written whole by us is not used',
  reads: 'text',
  dictionary: ['eservices-lb view 1 sha256=', '\n', '{"epoch":1,"revision":1'],
  shaped: fc.oneof(
    { weight: 4, arbitrary: aSnapshotBody.map((body) => withChecksum(JSON.stringify(body))) },
    { weight: 1, arbitrary: nastyText.map(withChecksum) },
  ),
  oracle: (input) => {
    let view: SnapshotMessage;
    try {
      view = readView(input);
    } catch (error) {
      expectRefusal(error, Error);
      return 'refused';
    }
    const body = input.slice(input.indexOf('\n') + 1);
    hold(input === withChecksum(body), 'a view is used whose checksum is wrong');
    const kept = readView(writeView(view));
    expectSame(readView(writeView(kept)), kept, 'a view is read again as another');
    expectSame({ ...kept, applications: [] }, { ...view, applications: [] }, 'a view loses what is no secret');
    for (const { annex, startInfo, options } of kept.applications) {
      hold(Object.keys(annex).length === 0 && startInfo === undefined, 'a view keeps how an application is started');
      const names = Object.values(options).flatMap((section) => Object.keys(section));
      hold(!names.some((name) => /password|secret|token/i.test(name)), 'a view keeps a secret');
    }
    return 'taken';
  },
};
