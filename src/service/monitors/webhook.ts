import { Failure } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { Guard } from '../../sources/guard.ts';
import type { MonitorEvent } from '../backend.ts';
import { version } from '../version.ts';
import type { Problem } from './delivery-problem.ts';
import type { MonitorRow } from './monitor-store.ts';
import { signatureHeaders } from './signature.ts';

/** Posts events to a monitor's webhook, signed, under the delivery's id. null when it has taken them. */
export async function postWebhook(
  guard: Guard,
  { id: monitor, webhook, secret, target }: MonitorRow,
  id: string,
  events: readonly MonitorEvent[],
  signal: AbortSignal,
): Promise<Problem | null> {
  if (webhook === null) return { reason: 'the monitor has no webhook any more', final: true };
  const at = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({
    type: 'monitor.events',
    timestamp: new Date(at * 1000).toISOString(),
    data: { monitor_id: monitor, target, events },
  });
  try {
    const answer = await guard.exchange(webhook, {
      method: 'POST',
      content: body,
      headers: {
        'content-type': 'application/json',
        'user-agent': `openbacklinks/${version}`,
        ...signatureHeaders(secret, id, at, body),
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(limits.webhookMs)]),
    });
    answer.body.on('error', () => {}).destroy();
    if (answer.status >= 200 && answer.status < 300) return null;
    // 410 means that nobody wants it any more (Standard Webhooks); a redirect is not followed.
    return { reason: `the receiver answered ${answer.status}`, final: answer.status === 410 };
  } catch (thrown) {
    if (thrown instanceof Failure) return { reason: thrown.message, final: true };
    return { reason: thrown instanceof Error ? thrown.message : String(thrown), final: false };
  }
}
