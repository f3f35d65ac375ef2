import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@eservices-lb/sdk';
import { applicationSchema } from '@eservices-lb/sdk/wire';
import { CaptureTally } from '../../../packages/servers/src/interaction-server/capture-points/capture-tally.js';
import { startFileCapturePoint } from '../../../packages/servers/src/interaction-server/capture-points/file/file-capture-point.js';
import { SettledFiles } from '../../../packages/servers/src/interaction-server/capture-points/file/settled-files.js';
import type { CapturedInput } from '../../../packages/servers/src/interaction-server/capture-points/intake/captured-input.js';
import type { Intake, Taken } from '../../../packages/servers/src/interaction-server/capture-points/intake/intake.js';
import { eventually } from '../../estate/eventually.js';
import { silentLog } from '../application-surroundings.js';
import { aFileCapturePoint, aWatchedFolder } from './a-file-capture-point.js';

/** Takes whatever can be read, in memory. */
class Taker implements Pick<Intake, 'take'> {
  readonly taken: (string | undefined)[] = [];
  atOnce = 0;
  mostAtOnce = 0;

  async take(input: CapturedInput): Promise<Taken> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    try {
      const { subject } = await input.content();
      this.taken.push(subject);
      const key = { interactionId: input.identity, tenant: 'Environment', media: 'email' };
      return { submission: { ...key, service: '', subject: '', attributes: {} }, isNew: true };
    } finally {
      this.atOnce -= 1;
    }
  }
}

describe('File Capture Point', () => {
  let folder: ReturnType<typeof aWatchedFolder>;
  let intake: Taker;
  const worksOff = async (difference: object = {}) => {
    const capturePoint = await aFileCapturePoint({ folder: folder.path, intake, ...difference });
    await eventually('the end of the work', () =>
      folder.inbox().filter((name) => /\.(?:json|xml|txt)$/.test(name)).length + folder.work().length > 0
        ? undefined
        : true,
    );
    await capturePoint.close();
    return capturePoint.tally;
  };
  const reasons = () =>
    folder
      .setAside()
      .filter((name) => name.endsWith('.reason.txt'))
      .map((name) => readFileSync(join(folder.path, 'set-aside', name), 'utf8').split(':')[0]);
  const aFile = (subject = '') => JSON.stringify({ subject });

  beforeEach(() => {
    folder = aWatchedFolder();
    intake = new Taker();
  });
  afterEach(() => {
    folder.remove();
  });

  it('captures JSON and XML, and keeps the files', async () => {
    folder.put('a.json', aFile('one'));
    folder.put('b.XML', '<interaction><subject>two</subject></interaction>');

    expect(await worksOff()).toMatchObject({ captured: 2, setAside: 0 });
    expect([...intake.taken].sort()).toEqual(['one', 'two']);
    expect(folder.done()).toEqual([expect.stringMatching(/~a\.json$/), expect.stringMatching(/~b\.XML$/)]);
  });

  it('takes a file of the same name again: it is another one', async () => {
    folder.put('a.json', aFile('today'));
    await worksOff();
    folder.put('a.json', aFile('today'));
    await worksOff();

    expect(intake.taken).toEqual(['today', 'today']);
    expect(folder.done()).toHaveLength(2);
  });

  it('deletes what is captured where the option says so', async () => {
    folder.put('a.json', aFile());

    await worksOff({ afterCapture: 'delete' });

    expect([folder.done(), folder.work(), folder.setAside()]).toEqual([[], [], []]);
  });

  it.each<[string, string, string | Uint8Array, string]>([
    ['half a JSON', 'a.json', '{"media"', 'MALFORMED_JSON'],
    ['no XML', 'a.xml', 'hello', 'MALFORMED_XML'],
    ['a bomb of entities', 'a.xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'DOCUMENT_TYPE_DECLARED'],
    ['nothing', 'a.json', '', 'EMPTY'],
    ['bytes', 'a.json', Uint8Array.of(0xff, 0, 0x80), 'NOT_UTF_8'],
    ['too much', 'a.json', ' '.repeat(10_001), 'TOO_LARGE'],
    ['another kind of file', 'a.txt', 'hello', 'UNKNOWN_FORMAT'],
  ])(
    'sets a file aside that holds %s, with the reason beside it, and goes on',
    async (_case, name, content, reason) => {
      folder.put(name, content);
      folder.put('z.json', aFile('good'));

      expect(await worksOff()).toMatchObject({ captured: 1, setAside: 1 });
      expect(reasons()).toEqual([reason]);
      expect(folder.setAside()).toHaveLength(2);
    },
  );

  it('follows no link: not of a file, not of a folder of its own', async () => {
    const secret = join(folder.path, '.secret');
    writeFileSync(secret, aFile('secret'));
    symlinkSync(secret, join(folder.path, 'link.json'));

    expect(await worksOff()).toMatchObject({ captured: 0, setAside: 1 });
    expect(reasons()).toEqual(['LINK']);
    expect(readFileSync(secret, 'utf8')).toBe(aFile('secret'));

    const other = aWatchedFolder();
    symlinkSync(folder.path, join(other.path, 'done'));
    await expect(aFileCapturePoint({ folder: other.path, intake })).rejects.toThrow('is no folder');
    other.remove();
  });

  it('leaves alone what is no file, and what nobody has finished', async () => {
    mkdirSync(join(folder.path, 'folder.json'));
    execFileSync('mkfifo', [join(folder.path, 'pipe.json')]);
    for (const name of ['.hidden.json', 'a.json.tmp', 'b.json.part', 'c.json~'])
      writeFileSync(join(folder.path, name), '{');
    folder.put('z.json', aFile('good'));

    const capturePoint = await aFileCapturePoint({ folder: folder.path, intake });
    await eventually('the good one', () => (capturePoint.tally.captured === 1 ? true : undefined));
    await capturePoint.close();

    expect(capturePoint.tally.setAside).toBe(0);
    expect(folder.inbox()).toHaveLength(6);
  });

  it.each([
    ['spaces, quotes and a line break', Buffer.from(`a "b" '\n'.json`)],
    ['bytes that are no text', Buffer.from([0x61, 0xff, 0xfe, ...Buffer.from('.json')])],
    ['two hundred characters', Buffer.from(`${'ä'.repeat(100)}.json`)],
  ])('captures a file whose name has %s', async (_case, name) => {
    writeFileSync(Buffer.concat([Buffer.from(`${folder.path}/`), name]), aFile('one'));

    const capturePoint = await aFileCapturePoint({ folder: folder.path, intake });
    await eventually('the capture', () => (capturePoint.tally.captured === 1 ? true : undefined));
    await capturePoint.close();

    expect(folder.done()).toHaveLength(1);
  });

  it('goes on after somebody has removed all its folders', async () => {
    const capturePoint = await aFileCapturePoint({ folder: folder.path, intake });
    folder.put('a.json', aFile('before'));
    await eventually('the first', () => (folder.done().length === 1 ? true : undefined));

    rmSync(folder.path, { recursive: true });
    mkdirSync(folder.path);
    folder.put('b.json', aFile('after'));

    await eventually('the second', () => (intake.taken.includes('after') ? true : undefined));
    await capturePoint.close();
  });

  it('leaves alone what another Capture Point of the same folder has claimed', async () => {
    mkdirSync(join(folder.path, '.work', '18'), { recursive: true });
    writeFileSync(join(folder.path, '.work', '18', `${'0'.repeat(32)}~theirs.json`), aFile('theirs'));
    folder.put('ours.json', aFile('ours'));

    await worksOff();

    expect(intake.taken).toEqual(['ours']);
  });

  it('works off ten thousand files, the oldest first, few at a time', async () => {
    const count = 10_000;
    for (let number = 0; number < count; number++) {
      const file = join(folder.path, `${(number * 7_919) % count}.json`);
      writeFileSync(file, aFile(String(number)));
      utimesSync(file, 1_700_000_000 + number, 1_700_000_000 + number);
    }

    const capturePoint = await aFileCapturePoint({
      folder: folder.path,
      intake,
      concurrency: 4,
      afterCapture: 'delete',
    });
    await eventually('the end of the work', () => (intake.taken.length >= count ? true : undefined), {
      withinMs: 60_000,
    });
    await capturePoint.close();

    expect(intake.mostAtOnce).toBeLessThanOrEqual(4);
    // One that takes long is overtaken by those of the others' turns; nobody is ahead of their own.
    const ahead = intake.taken.filter((subject, at) => Number(subject) - at > 4);
    expect(ahead).toEqual([]);
    expect(new Set(intake.taken).size).toBe(count);
  }, 90_000);

  it('takes a file when nobody has written to it for a while, and is told of it by the folder', async () => {
    const tally = new CaptureTally();
    const settings = { 'capture-point-type': 'file', folder: 'inbox', 'settle-time': '150', 'poll-interval': '3600' };
    const capturePoint = await startFileCapturePoint({
      application: applicationSchema.parse({ dbid: 1, name: 'CP', type: 'CapturePoint', options: { settings } }),
      ...{
        pair: 17,
        intake,
        tally,
        directory: folder.path,
        environment: {},
        database: { query: () => Promise.reject(new Error()) },
      },
      ...{ clock: systemClock, random: () => 0.5, log: silentLog },
    });
    const file = join(folder.path, 'inbox', 'slow.json');
    writeFileSync(file, '{"subject":');
    const written = eventually('the second half', () => (intake.taken.length === 0 ? true : undefined));
    await written;
    appendFileSync(file, '"whole"}');

    await eventually('the capture', () => (tally.captured === 1 ? true : undefined));
    await capturePoint.close();

    expect(intake.taken).toEqual(['whole']);
    expect(tally.setAside).toBe(0);
  });
});

describe('files that are settled', () => {
  it('are those that have not changed for the time, whatever the clock of their file system says', async () => {
    const folder = aWatchedFolder();
    let now = 1;
    const clock = { now: () => now, wallClock: () => 1_700_000_000_000 + now };
    const files = new SettledFiles(folder.path, 500, clock);
    const file = join(folder.path, 'a.json');
    const names = async () => (await files.find()).map(({ name }) => name);
    writeFileSync(file, '1');
    utimesSync(file, 1_800_000_000, 1_800_000_000);

    expect(await names()).toEqual([]);
    now += 400;
    writeFileSync(file, '12');
    utimesSync(file, 1_800_000_000, 1_800_000_000);
    expect(await names()).toEqual([]);
    now += 400;
    expect(await names()).toEqual([]);
    expect(files.isUnsettled).toBe(true);
    now += 100;
    expect(await names()).toEqual(['a.json']);

    writeFileSync(join(folder.path, 'old.json'), '1');
    utimesSync(join(folder.path, 'old.json'), 1_600_000_000, 1_600_000_000);
    expect(await names()).toEqual(['old.json', 'a.json']);
    folder.remove();
  });
});
