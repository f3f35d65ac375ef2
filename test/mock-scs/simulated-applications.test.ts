import { ImpossibleActionError, SimulatedApplications, World } from '@eservices-lb/mock-scs';
import type { WorldEvent } from '@eservices-lb/mock-scs';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { anEstateOf } from './small-estate.js';

function aSimulation(application: Readonly<Record<string, unknown>> = {}) {
  const clock = new ManualClock();
  const world = new World({ configuration: anEstateOf({ name: 'chat-1', simulated: true, ...application }), epoch: 1 });
  const seen: string[] = [];
  world.subscribe((event: WorldEvent) => {
    if (event.name === 'status') seen.push(`${event.body.status} ${event.body.mode}`);
  });
  return { clock, world, seen, simulated: new SimulatedApplications({ world, clock }) };
}

describe('a simulated application', () => {
  it('starts as a process would, in the time that its annex says', () => {
    const { clock, seen, simulated } = aSimulation({ annex: { simulation: { 'start-ms': '400' } } });

    simulated.start('chat-1');
    clock.advance(399);
    expect(seen).toEqual(['start-pending primary', 'initializing primary']);

    clock.advance(1);
    expect(seen.at(-1)).toBe('running primary');
  });

  it('does not start when its startup time-out is over before', () => {
    const { clock, seen, world, simulated } = aSimulation({
      startupTimeout: 0.1,
      annex: { simulation: { 'start-ms': '400' } },
    });

    simulated.start('chat-1');
    clock.advance(1000);

    expect(seen).toEqual(['start-pending primary', 'stopped primary']);
    expect(world.notices).toMatchObject([{ code: 'START_TIMED_OUT' }]);
  });

  it('finishes its work at a graceful stop, exiting, and only then stops', () => {
    const { clock, seen, simulated } = aSimulation({ annex: { simulation: { 'drain-ms': '500', 'stop-ms': '50' } } });
    simulated.startAtOnce('chat-1');

    simulated.command('chat-1', 'stop-gracefully');
    clock.advance(499);
    expect(seen).toEqual(['running primary', 'suspending exiting']);

    clock.advance(51);
    expect(seen.slice(2)).toEqual(['stop-pending exiting', 'stopped primary']);
  });

  it('suspends, and resumes before or after it is suspended', () => {
    const { clock, seen, simulated } = aSimulation({ annex: { simulation: { 'drain-ms': '500' } } });
    simulated.startAtOnce('chat-1');

    simulated.command('chat-1', 'suspend');
    simulated.command('chat-1', 'resume');
    clock.advance(1000);
    simulated.command('chat-1', 'suspend');
    clock.advance(500);

    expect(seen.map((each) => each.split(' ')[0])).toEqual([
      'running',
      'suspending',
      'running',
      'suspending',
      'suspended',
    ]);
  });

  it('starts again by itself after an accident, where its configuration says so', () => {
    const { clock, world, simulated } = aSimulation({ autoRestart: true });
    simulated.startAtOnce('chat-1');

    simulated.kill('chat-1');
    expect(world.status('chat-1').status).toBe('stopped');
    clock.advance(1100);

    expect(world.status('chat-1').status).toBe('running');
  });

  it('stays stopped after an accident otherwise, and after a stop always', () => {
    const { clock, world, simulated } = aSimulation({ autoRestart: false });
    simulated.startAtOnce('chat-1');
    simulated.kill('chat-1');
    clock.advance(5000);

    expect(world.status('chat-1').status).toBe('stopped');
    expect(() => {
      simulated.stop('chat-1');
    }).toThrow(ImpossibleActionError);
  });

  it('is not started twice', () => {
    const { simulated } = aSimulation();
    simulated.start('chat-1');

    expect(() => {
      simulated.start('chat-1');
    }).toThrow('it is start-pending');
  });

  it('leaves no timer behind when it is deleted or the control server ends', () => {
    const { clock, world, simulated } = aSimulation();
    simulated.start('chat-1');
    world.remove('application', 'chat-1');
    clock.advance(1000);
    expect(clock.pending).toBe(0);

    simulated.close();
    expect(clock.pending).toBe(0);
  });
});
