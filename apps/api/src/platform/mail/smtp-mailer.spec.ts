import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { SmtpMailer } from './smtp-mailer.js';

interface Received {
  from: string;
  to: string[];
  user: string | undefined;
  source: string;
}

const servers: SMTPServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((resolve) => server.close(resolve));
});

/** A mail server of this machine, which takes everything unless `options` say otherwise. */
async function listen(options: SMTPServerOptions = {}): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          user: session.user as string | undefined,
          source: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.server.address() as AddressInfo).port, received };
}

const FROM = 'Aegis <no-reply@aegis.example>';
const MAIL = { to: 'kim@test.example', subject: 'Confirm your address', text: 'Grüße\n.\nthe end' };

describe('mail by SMTP', () => {
  it('arrives once, whole, from and to whom it says', async () => {
    const { port, received } = await listen();
    await new SmtpMailer(`smtp://127.0.0.1:${port}`, FROM).send(MAIL);
    expect(received).toMatchObject([{ from: 'no-reply@aegis.example', to: ['kim@test.example'] }]);
    const source = received[0]?.source ?? '';
    expect(source).toMatch(/^From: Aegis <no-reply@aegis\.example>\r$/m);
    expect(source).toMatch(/^Subject: Confirm your address\r$/m);
    expect(source).toContain('Content-Type: text/plain; charset=utf-8');
    // A line of a single dot would end the mail, were it not doubled on the way.
    expect(source).toContain('the end');
    expect(source).not.toContain('text/html');
  });

  it('carries both forms of a message, its name and the way to end it, and lets nothing into the headers', async () => {
    const { port, received } = await listen();
    await new SmtpMailer(`smtp://127.0.0.1:${port}`, FROM).send({
      ...MAIL,
      subject: 'Gate\r\nBcc: spy@evil.example',
      html: '<h1>Gate</h1>',
      unsubscribeUrl: 'https://aegis.example/api/v1/notifications/unsubscribe/t/shift\r\nX-Evil: yes',
      messageId: '<0193@aegis.example>',
    });
    const [headers = '', body = ''] = (received[0]?.source ?? '').split(/\r\n\r\n(.*)/s);
    expect(headers).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(headers).toMatch(/^Message-ID: <0193@aegis\.example>$/im);
    expect(headers).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
    expect(headers).not.toMatch(/^(Bcc|X-Evil):/m);
    expect(body).toContain('Content-Type: text/plain; charset=utf-8');
    expect(body).toContain('<h1>Gate</h1>');
    expect(received.map(({ to }) => to)).toEqual([['kim@test.example']]);
  });

  it('carries an entry for the calendar, to be shown and to be kept', async () => {
    const { port, received } = await listen();
    const text = 'BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n';
    await new SmtpMailer(`smtp://127.0.0.1:${port}`, FROM).send({ ...MAIL, calendar: { method: 'CANCEL', text } });
    const { source = '' } = received[0] ?? {};
    expect(source).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=CANCEL$/m);
    expect(source).toMatch(/^Content-Disposition: attachment; filename=aegis\.ics$/m);
  });

  it('signs in with what the URL says', async () => {
    const { port, received } = await listen({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        password === 'p@ss/word' ? done(null, { user: username }) : done(new Error('wrong password')),
    });
    await new SmtpMailer(`smtp://post:p%40ss%2Fword@127.0.0.1:${port}`, FROM).send(MAIL);
    expect(received).toMatchObject([{ user: 'post' }]);
    const wrong = new SmtpMailer(`smtp://post:other@127.0.0.1:${port}`, FROM).send(MAIL);
    await expect(wrong).rejects.toThrow(/Invalid login/);
  });

  it.each([
    ['a second address', 'kim@test.example, spy@evil.example'],
    ['a header', 'kim@test.example\r\nBcc: spy@evil.example'],
    ['a name in front', 'spy@evil.example <kim@test.example>'],
  ])('goes to nobody else when the address is followed by %s', async (_what, to) => {
    const { port, received } = await listen();
    await new SmtpMailer(`smtp://127.0.0.1:${port}`, FROM).send({ ...MAIL, to }).catch(() => 'refused');
    expect(received.flatMap((mail) => mail.to)).not.toContain('spy@evil.example');
    for (const { source } of received) expect(source).not.toMatch(/^Bcc:/m);
  });

  it('puts no line of a subject among the headers', async () => {
    const { port, received } = await listen();
    await new SmtpMailer(`smtp://127.0.0.1:${port}`, FROM).send({ ...MAIL, subject: 'One\r\nBcc: spy@evil.example' });
    expect(received.map(({ to }) => to)).toEqual([['kim@test.example']]);
    expect(received[0]?.source).not.toMatch(/^Bcc:/m);
  });

  it('fails when the server refuses, and when there is none', async () => {
    const refusing = await listen({ onRcptTo: (_address, _session, done) => done(new Error('no such mailbox')) });
    const refused = new SmtpMailer(`smtp://127.0.0.1:${refusing.port}`, FROM).send(MAIL);
    await expect(refused).rejects.toThrow('no such mailbox');
    expect(refusing.received).toEqual([]);
    await expect(new SmtpMailer('smtp://127.0.0.1:1', FROM).send(MAIL)).rejects.toThrow(/ECONNREFUSED/);
  });
});
