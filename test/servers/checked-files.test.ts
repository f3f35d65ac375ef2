import { checkedFiles } from '../../packages/servers/src/email-server/checked-files.js';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const file = (name: string, bytes: Buffer, type = '') => ({ name, type, bytes });

describe('the files of an e-mail', () => {
  it.each([
    ['a picture', file('a.png', png, 'image/png'), 'image/png'],
    ['a PDF', file('A.PDF', Buffer.from('%PDF-1.7\n'), 'application/octet-stream'), 'application/pdf'],
    ['a text', file('a.txt', Buffer.from('Grüße')), 'text/plain'],
    ['an archive', file('a.zip', Buffer.from('504b0304140000000000', 'hex')), 'application/zip'],
  ])('are taken: %s, under the type that it really has', (_what, sent, type) => {
    expect(checkedFiles([sent])).toEqual([{ ...sent, type }]);
  });

  it.each([
    ['a program', file('a.exe', Buffer.from('MZ'))],
    ['a page', file('a.html', Buffer.from('<script>'))],
    ['a page that is called a picture', file('a.png', Buffer.from('<script>'), 'image/png')],
    ['a picture that is called a page', file('a.png', png, 'text/html')],
    ['a name without ending', file('README', Buffer.from('text'))],
    ['text with control characters', file('a.txt', Buffer.from('a\u0000b'))],
  ])('are refused: %s', (_what, sent) => {
    expect(() => checkedFiles([sent])).toThrow(expect.objectContaining({ code: 'FILE_TYPE' }) as Error);
  });

  it('are refused where they are larger than 10 MB together', () => {
    const half = file('a.txt', Buffer.alloc(5 * 1024 * 1024 + 1, 'x'));

    expect(() => checkedFiles([half, half])).toThrow(expect.objectContaining({ code: 'FILES_TOO_LARGE' }) as Error);
  });
});
