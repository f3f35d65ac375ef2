import fc from 'fast-check';
import { checkedLine } from '../../../packages/mock-scs/src/persistence/checked-line.js';
import { readJournal } from '../../../packages/mock-scs/src/persistence/read-journal.js';
import type { Journal } from '../../../packages/mock-scs/src/persistence/read-journal.js';
import { hold } from '../../oracles/hold.js';
import { expectSame } from '../expectations.js';
import type { Outcome, TextTarget } from '../fuzz-target.js';
import { aHost, anApplication, aTenant } from '../shapes/estate.js';
import { nastyText } from '../shapes/nasty-text.js';
import { nearly } from '../shapes/nearly.js';

const change = fc.oneof(
  nearly({ change: fc.constant('put'), kind: fc.constant('tenant'), object: aTenant }),
  nearly({ change: fc.constant('put'), kind: fc.constant('host'), object: aHost }),
  nearly({ change: fc.constant('put'), kind: fc.constant('application'), object: anApplication }),
  nearly({ change: fc.constant('deleted'), kind: fc.constantFrom('tenant', 'host'), dbid: fc.nat(9) }),
  nearly({ change: fc.constant('epoch'), epoch: fc.nat(9) }),
);
const write = (changes: readonly unknown[], first: number): string =>
  changes.map((each, at) => checkedLine({ sequence: first + at, change: each })).join('');

export const journal: TextTarget = {
  name: 'journal',
  property:
    'a journal yields its changes up to where it is damaged, in order and none twice, and what was read is read again to the same',
  reads: 'text',
  dictionary: ['\n', '00000000 {}', '{"sequence":', ',"change":{"change":"epoch","epoch":1}}'],
  shaped: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(fc.array(change, { maxLength: 4 }), fc.nat(2)).map(([all, first]) => write(all, first)),
    },
    { weight: 1, arbitrary: fc.array(nastyText).map((lines) => lines.join('\n')) },
  ),
  oracle: (input) => {
    const read = readJournal(input, 0);
    expectInOrder(read);
    const written = read.changes.map(({ sequence, change: each }) => checkedLine({ sequence, change: each })).join('');
    expectSame(readJournal(written, 0), { changes: read.changes }, 'a journal is read again to another');
    expectSame(
      readJournal(written.slice(0, -2), 0).changes,
      read.changes.slice(0, -1),
      'an interrupted write takes more than the last change',
    );
    return outcomeOf(read);
  },
};

function expectInOrder({ changes, damage }: Journal): void {
  for (const [at, { sequence }] of changes.entries()) hold(sequence === at + 1, 'changes are out of order');
  hold(damage === undefined || damage.length < 200, 'the damage is described at length');
}

const outcomeOf = ({ changes, damage }: Journal): Outcome =>
  damage !== undefined || changes.length === 0 ? 'refused' : 'taken';
