import { allocateJobs, startMockScs } from '@eservices-lb/mock-scs';
import type { World } from '@eservices-lb/mock-scs';
import { trainingJobSchema } from '@eservices-lb/sdk/wire';
import type { TrainingJob } from '@eservices-lb/sdk/wire';
import fc from 'fast-check';
import { anEstate } from './small-estate.js';

const aJob = (dbid: number, difference: Partial<TrainingJob> = {}): TrainingJob =>
  trainingJobSchema.parse({ dbid, name: `job-${dbid}`, tenant: 'Environment', ...difference });

const working = { isWorking: true, takesNew: true };

describe('training jobs (BK-3)', () => {
  it('are spread over the instances that run', () => {
    const jobs = [1, 2, 3, 4].map((dbid) => aJob(dbid));
    const servers = [
      { name: 'one', tenants: ['Environment'], ...working },
      { name: 'two', tenants: ['Environment'], ...working },
      { name: 'stopped', tenants: ['Environment'], isWorking: false, takesNew: false },
      { name: 'foreign', tenants: ['Resources'], ...working },
    ];

    const { changed } = allocateJobs(jobs, servers);

    expect(changed.map(({ application, progress }) => `${application ?? ''} ${progress}`)).toEqual([
      'one running',
      'two running',
      'one running',
      'two running',
    ]);
  });

  it('wait for an instance that is starting rather than for the jobs of another one, and are given out at last', () => {
    const jobs = [1, 2].map((dbid) => aJob(dbid));
    const one = { name: 'one', tenants: ['Environment'], ...working };
    const two = { name: 'two', tenants: ['Environment'], isWorking: false, takesNew: false };

    const whileStarting = allocateJobs(jobs, [one, { ...two, isStarting: true }]).changed;
    const afterwards = allocateJobs([whileStarting[0]!, jobs[1]!], [one, { ...two, ...working }]).changed;
    const inVain = allocateJobs([whileStarting[0]!, jobs[1]!], [one, two]).changed;

    expect(whileStarting).toMatchObject([{ name: 'job-1', application: 'one' }]);
    expect(afterwards).toMatchObject([{ name: 'job-2', application: 'two' }]);
    expect(inVain).toMatchObject([{ name: 'job-2', application: 'one' }]);
  });

  it('never change their instance, whatever runs', () => {
    const server = fc.record({ name: fc.constantFrom('one', 'two'), isWorking: fc.boolean(), takesNew: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.array(server, { maxLength: 2 }), { maxLength: 20 }), (looks) => {
        let jobs = [aJob(1), aJob(2), aJob(3)];
        for (const look of looks) {
          const servers = look.map((each) => ({ ...each, tenants: ['Environment'] }));
          const { changed } = allocateJobs(jobs, servers);
          for (const job of changed) {
            const before = jobs.find(({ name }) => name === job.name)?.application;
            if (before !== undefined) expect(job.application).toBe(before);
          }
          jobs = jobs.map((job) => changed.find(({ name }) => name === job.name) ?? job);
        }
      }),
    );
  });

  it('wait for their instance when it dies, say so, and go on when it is started again', async () => {
    const configuration = anEstate({
      trainingJobs: [aJob(1)],
      applications: [
        { name: 'one', type: 'TrainingServer', simulated: true },
        { name: 'two', type: 'TrainingServer', simulated: true },
      ],
    });
    await using scs = await startMockScs({ configuration });
    const job = (): TrainingJob => scs.world.object('trainingJob', 'job-1');
    scs.simulated.startAtOnce('one');
    scs.simulated.startAtOnce('two');
    expect(job()).toMatchObject({ application: 'one', progress: 'running' });

    scs.simulated.kill('one');
    expect(job()).toMatchObject({ application: 'one', progress: 'waiting' });
    expect(scs.world.notices).toMatchObject([{ code: 'JOB_WAITS', rule: 'BK-3' }]);

    scs.simulated.startAtOnce('one');
    expect(job()).toMatchObject({ application: 'one', progress: 'running' });
    expect(scs.world.notices).toMatchObject([{ code: 'JOB_WAITS' }, { code: 'JOB_GOES_ON', rule: 'BK-3' }]);
  });

  it.each<[string, 'running' | 'waiting', (world: World) => void]>([
    ['disabled (LB-7)', 'running', (world) => world.disable('application', 'one')],
    ['suspended', 'running', (world) => world.report('one', 'suspended')],
    ['unavailable', 'waiting', (world) => world.report('one', 'service-unavailable')],
    ['lost with its host', 'waiting', (world) => world.reportHost('localhost', 'disconnected')],
  ])('of an instance that is %s are %s', async (_case, progress, happens) => {
    const configuration = anEstate({
      trainingJobs: [aJob(1)],
      applications: [{ name: 'one', type: 'TrainingServer', simulated: true }],
    });
    await using scs = await startMockScs({ configuration });
    scs.simulated.startAtOnce('one');

    happens(scs.world);

    expect(scs.world.object('trainingJob', 'job-1').progress).toBe(progress);
  });

  it('end no control server whose configuration is given with an error in it: it is refused at the start, with the reason', async () => {
    const port = { id: 'default', port: 9000, protocol: '', secure: false };
    const sound = anEstate({
      trainingJobs: [aJob(1)],
      applications: [
        { name: 'one', type: 'TrainingServer', ports: [port] },
        { name: 'two', type: 'TrainingServer' },
      ],
    });
    const applications = sound.applications.map((each) => ({ ...each, ports: [port] }));

    const started = startMockScs({ configuration: { ...sound, applications } });

    await expect(started.then((scs) => scs.close())).rejects.toThrow(
      'The configuration was refused: application "two": port 9000 on host "localhost" belongs to "one".',
    );
  });

  it('are not begun by an instance that is disabled', () => {
    const { changed } = allocateJobs(
      [aJob(1)],
      [{ name: 'one', tenants: ['Environment'], isWorking: true, takesNew: false }],
    );

    expect(changed).toEqual([]);
  });
});
