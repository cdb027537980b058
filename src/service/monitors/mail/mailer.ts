import { createTransport } from 'nodemailer';
import { limits } from '../../../base/limits.ts';
import type { MailServer } from '../../../base/mail-server.ts';
import type { Problem } from '../delivery-problem.ts';
import type { Digest } from './digest.ts';

/**
 * Sends through the operator's mail server. The server is named by the operator and may be anywhere, so the guard has no say; what it is
 * told is one recipient and headers of one line each. `id` becomes the Message-ID, the same with every try.
 */
export class Mailer {
  readonly #server: MailServer;

  constructor(server: MailServer) {
    this.#server = server;
  }

  /** null when the server has taken it. */
  async send(id: string, to: string, { subject, text, html }: Digest, signal: AbortSignal): Promise<Problem | null> {
    const { host, port, security, user, password, from } = this.#server;
    const transport = createTransport({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(user !== undefined && { auth: { user, pass: password } }),
      connectionTimeout: limits.mailMs,
      greetingTimeout: limits.mailMs,
      socketTimeout: limits.mailMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const stop = (): void => transport.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await transport.sendMail({
        from,
        // As an object it is one mailbox, however it is spelled.
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${from.address.slice(from.address.indexOf('@') + 1)}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return null;
    } catch (thrown) {
      return problemOf(thrown);
    } finally {
      signal.removeEventListener('abort', stop);
      transport.close();
    }
  }
}

/** A mailbox or a message that is refused for good is not tried again; a server that is away, or does not let us in, is. */
function problemOf(thrown: unknown): Problem {
  const {
    message = String(thrown),
    responseCode = 0,
    command = '',
  } = thrown as { message?: string; responseCode?: number; command?: string };
  const final = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  return { reason: `the mail server: ${message}`.replace(/\s+/g, ' ').slice(0, limits.deliveryErrorCharsMax), final };
}
