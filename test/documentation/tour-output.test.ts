import { isAsTold } from './tour-output.js';
import { tourPart } from './tour-parts.js';

describe('what the tour says that commands print', () => {
  it.each([
    ['the same', 'one\ntwo\n', 'one\ntwo\n'],
    ['a part of a line that varies', 'at 127.0.0.1:8111, revision 42\n', 'at 127.0.0.1:8111, revision …\n'],
    ['lines that vary', 'first\nsome\nmore\nlast\n', 'first\n…\nlast\n'],
    ['no lines where lines vary', 'first\nlast\n', 'first\n…\nlast\n'],
    ['blanks and empty lines at ends', 'one  \n\n', 'one\n'],
  ])('allows %s', (_what, printed, told) => {
    expect(isAsTold(printed, told)).toBe(true);
  });

  it.each([
    ['another text', 'two\n', 'one\n'],
    ['one line more', 'one\ntwo\n', 'one\n'],
    ['one line less', 'one\n', 'one\ntwo\n'],
    ['a line that varies in more than is said', 'at 1, revision 2\n', 'at 3, revision …\n'],
    ['signs that a pattern would take for others', 'a1c\n', 'a.c\n'],
  ])('does not allow %s', (_what, printed, told) => {
    expect(isAsTold(printed, told)).toBe(false);
  });

  it('belongs to the commands before it, each found by its line', () => {
    const page = '# Title\n\n```sh\none\n```\n\nProse.\n\n```sh\ntwo\n```\n\n```text\n2\n```\n';

    expect(tourPart('page.md', page)).toEqual({
      title: 'Title',
      blocks: [
        { place: 'page.md:3', commands: 'one\n', output: undefined },
        { place: 'page.md:9', commands: 'two\n', output: '2\n' },
      ],
    });
  });
});
