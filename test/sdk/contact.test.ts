import type { DirectoryEvent } from '@eservices-lb/sdk';
import { Directory } from '../../packages/sdk/src/core/directory/directory.js';
import { aChatServer, aSnapshot, status } from './an-estate.js';

const snapshot = aSnapshot([aChatServer(1)]);
const version = { epoch: 1, revision: 1 };
const view: DirectoryEvent = { type: 'snapshot', snapshot };
const remembered: DirectoryEvent = { type: 'snapshot', snapshot, isRemembered: true };
const heartbeat: DirectoryEvent = { type: 'heartbeat', version };
const lost: DirectoryEvent = { type: 'lost', reason: 'connection refused' };
const warning: DirectoryEvent = { type: 'warning', about: 'file', message: 'it is odd' };
const change: DirectoryEvent = {
  type: 'status',
  change: { ...version, revision: 2, ...status('ChatServer_1', 'stopped') },
};
const refused = 'connection refused';

describe('the contact with the source', () => {
  // Events come at 1, 2, 3 … ms.
  it.each<
    [string, DirectoryEvent[], { hasView: boolean; isLive: boolean; lastHeard: number | undefined; reason: string }]
  >([
    ['no answer yet', [], { hasView: false, isLive: false, lastHeard: undefined, reason: 'no answer has come yet' }],
    ['a sign of life without a view', [heartbeat], { hasView: false, isLive: false, lastHeard: 1, reason: '' }],
    ['a view', [view], { hasView: true, isLive: true, lastHeard: 1, reason: '' }],
    ['a change after the view', [view, change], { hasView: true, isLive: true, lastHeard: 2, reason: '' }],
    ['a loss before any view', [lost], { hasView: false, isLive: false, lastHeard: undefined, reason: refused }],
    ['a loss', [view, lost], { hasView: true, isLive: false, lastHeard: 1, reason: refused }],
    ['a sign of life after a loss', [view, lost, heartbeat], { hasView: true, isLive: true, lastHeard: 3, reason: '' }],
    [
      'a view of earlier times',
      [remembered],
      { hasView: true, isLive: false, lastHeard: undefined, reason: 'no answer has come yet' },
    ],
    [
      'a view of earlier times after a loss',
      [lost, remembered],
      { hasView: true, isLive: false, lastHeard: undefined, reason: refused },
    ],
    [
      'a sign of life after a view of earlier times',
      [remembered, heartbeat],
      { hasView: true, isLive: true, lastHeard: 2, reason: '' },
    ],
    ['a warning', [warning], { hasView: false, isLive: false, lastHeard: undefined, reason: 'no answer has come yet' }],
    ['a warning after a loss', [view, lost, warning], { hasView: true, isLive: false, lastHeard: 1, reason: refused }],
  ])('after %s', (_case, events, contact) => {
    let now = 0;
    const directory = new Directory(
      () => ++now,
      () => undefined,
    );

    for (const event of events) directory.apply(event);

    expect(directory.contact).toEqual(contact);
  });

  it('is told of with every new view, and with nothing else', () => {
    const told: [number, string][] = [];
    const directory = new Directory(
      () => 1,
      ({ revision }, event) => told.push([revision, event.type]),
    );

    for (const event of [heartbeat, view, heartbeat, change, change, lost, warning]) directory.apply(event);

    expect(told).toEqual([
      [1, 'snapshot'],
      [2, 'status'],
    ]);
  });
});
