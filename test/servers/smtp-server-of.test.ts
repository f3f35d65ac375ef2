import { smtpServerOf } from '../../packages/servers/src/email-server/smtp-server.js';
import { aRegistration } from './application-surroundings.js';

describe('the SMTP server of an E-mail Server', () => {
  const mailServer = {
    application: 'MailServer',
    type: 'ThirdPartyServer',
    host: '127.0.0.1',
    port: 8130,
    secure: false,
  };

  it('is the mail server among the Connections where no SMTP_URL is given', () => {
    expect(smtpServerOf(aRegistration({}, [mailServer]), '')).toMatchObject({ host: '127.0.0.1', port: 8130 });
  });

  it.each([
    ['smtp://127.0.0.1:2525', { host: '127.0.0.1', port: 2525, secure: false, requireTLS: false }],
    ['smtp://mail.example.test', { host: 'mail.example.test', secure: false, requireTLS: false }],
    ['smtps://[::1]:465', { host: '::1', port: 465, secure: true, requireTLS: false }],
    [
      'smtps://us%40er:p%3Ass@mail.example.test',
      { host: 'mail.example.test', secure: true, requireTLS: false, auth: { user: 'us@er', pass: 'p:ss' } },
    ],
  ])('is that of SMTP_URL %s', (url, expected) => {
    expect(smtpServerOf(aRegistration({}, [mailServer]), url)).toEqual(expected);
  });

  it('gets a password over TLS only, except on this machine', () => {
    const requires = (url: string): boolean => smtpServerOf(aRegistration({}), url).requireTLS;

    expect(requires('smtp://user:password@mail.example.test:587')).toBe(true);
    expect(requires('smtp://user:password@127.0.0.1:2525')).toBe(false);
  });

  it.each(['mail.example.test', 'http://user:password@mail.example.test', 'smtp://', 'user:password@host'])(
    'is refused as %s, without repeating a password',
    (url) => {
      const attempt = (): unknown => smtpServerOf(aRegistration({}), url);

      expect(attempt).toThrow('SMTP_URL: expected smtp://');
      expect(attempt).not.toThrow('password@mail');
    },
  );
});
