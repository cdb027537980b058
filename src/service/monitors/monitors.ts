import { fail, toFailure } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { isMailAddress } from '../../base/mail-server.ts';
import type { Progress } from '../../base/progress.ts';
import { parseUrl } from '../../model/url.ts';
import { targetOf } from '../../query/target.ts';
import { liveRelease } from '../../store/releases.ts';
import type { AddMonitor, ChangeMonitor, MonitorEvents, MonitorFeed, MonitorView, NewMonitorView } from '../backend.ts';
import type { Deliveries } from './deliveries.ts';
import { feedOf, isFeedToken } from './feed.ts';
import { look, type Looking } from './look.ts';
import { pageText } from './page-text.ts';
import type { MonitorStore } from './monitor-store.ts';

interface MonitorsOptions {
  readonly store: MonitorStore;
  readonly deliveries: Deliveries;
  readonly looking: Looking;
  /** Whether there is a mail server. */
  readonly mails: boolean;
  /** Who answers for requests to the web; without it nothing is rechecked. */
  readonly contact: string | undefined;
}

/** Watches targets: each release is compared with the one before, and what differs is kept in a feed and delivered. */
export class Monitors {
  readonly #store: MonitorStore;
  readonly #deliveries: Deliveries;
  readonly #looking: Looking;
  readonly #mails: boolean;
  readonly #contact: string | undefined;

  constructor({ store, deliveries, looking, mails, contact }: MonitorsOptions) {
    this.#store = store;
    this.#deliveries = deliveries;
    this.#looking = looking;
    this.#mails = mails;
    this.#contact = contact;
  }

  /** With a first look when there is a release. Throws `invalid_target`, `invalid_input`, `contact_missing`, `mail_not_set` and `too_many_monitors`. */
  async add({ target, name, webhook, mail, every_hours, pages }: AddMonitor): Promise<NewMonitorView> {
    const { text } = targetOf(target);
    const settings = {
      name: name ?? text,
      webhook: webhookOf(webhook) ?? null,
      mail: this.#recipients(mail) ?? [],
      every_hours: every_hours ?? null,
      pages: pages ?? limits.recheckPagesDefault,
    };
    if (settings.every_hours !== null) this.#mayFetch();
    const row = this.#store.add(text, settings);
    await this.#look(row.id);
    return { ...this.#store.view(row.id), secret: row.secret };
  }

  /** Throws `not_found`, `invalid_input`, `contact_missing` and `mail_not_set`. */
  change(id: string, { webhook, mail, ...change }: ChangeMonitor): MonitorView {
    if (typeof change.every_hours === 'number') this.#mayFetch();
    const recipients = this.#recipients(mail);
    this.#store.set(id, {
      ...change,
      mail: recipients,
      ...(webhook !== undefined && { webhook: webhook === null ? null : webhookOf(webhook) }),
    });
    return this.#store.view(id);
  }

  list(): MonitorView[] {
    return this.#store.views();
  }

  remove(id: string): MonitorView {
    const view = this.#store.view(id);
    this.#store.remove(id);
    return view;
  }

  /** Events behind `cursor`, oldest first; the cursor of the answer leads on, also when there are none yet. */
  events(id: string, cursor: string | undefined, limit: number = limits.rowsPerAnswerDefault): MonitorEvents {
    this.#store.row(id);
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) fail('invalid_cursor');
    const events = this.#store.events(id, Number(cursor ?? 0), Math.min(limit, limits.rowsPerAnswerMax));
    return { monitor_id: id, events, cursor: String(events.at(-1)?.event_id ?? cursor ?? 0) };
  }

  /** Throws `not_found`, in the same words for a monitor that is not there and for a wrong token. */
  feed(id: string, token: string): MonitorFeed {
    const row = this.#store.list().find((one) => one.id === id);
    if (row === undefined || !isFeedToken(row.secret, token)) return fail('not_found', { what: 'A feed with this address' });
    return feedOf(row, this.#store.newestEvents(id, limits.feedItemsMax));
  }

  /**
   * Every monitor looks at the live release, when it has not yet, and what it saw is delivered. A look that fails is noted and made
   * up for by the next one: it must not fail the refresh that it follows.
   */
  async lookAll(progress: Progress): Promise<void> {
    for (const { id, name } of this.#store.list()) {
      try {
        await this.#look(id);
      } catch (thrown) {
        const { code, message } = toFailure(thrown);
        if (code === 'cancelled') throw thrown;
        this.#store.lookFailed(id, message);
        progress.note({ level: 'warning', text: `monitor ${name} could not look: ${message}`, fields: { monitor: id, code } });
      }
    }
    await this.#deliveries.wake();
  }

  /** Takes up deliveries that wait since an earlier process. */
  resume(): void {
    void this.#deliveries.wake();
  }

  async close(): Promise<void> {
    await this.#deliveries.close();
  }

  #mayFetch(): void {
    if (this.#contact === undefined) fail('contact_missing');
  }

  /** Each once. Throws `invalid_input` and `mail_not_set`. */
  #recipients(mail: readonly string[] | undefined): string[] | undefined {
    if (mail === undefined) return undefined;
    const wrong = mail.find((address) => !isMailAddress(address));
    if (wrong !== undefined) fail('invalid_input', { reason: `"${pageText(wrong, 100)}" is no e-mail address.` });
    if (mail.length > limits.monitorMailMax)
      fail('limit_out_of_range', { name: 'mail', value: mail.length, min: 0, max: limits.monitorMailMax });
    if (mail.length > 0 && !this.#mails) fail('mail_not_set');
    return [...new Set(mail)];
  }

  async #look(id: string): Promise<void> {
    const row = this.#store.row(id);
    const live = liveRelease(this.#looking.accounts);
    // After a rollback the live release is older than what was looked at: nothing new is known.
    if (live === null || live.id <= (row.release ?? 0)) return;
    this.#store.looked(row, live.id, await look(this.#looking, row, live));
  }
}

/** Throws `invalid_input`. */
function webhookOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const url = parseUrl(address);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return fail('invalid_input', { reason: '"webhook" must be an http(s) address without a user name.' });
  return url.href;
}
