import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure, toFailure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { errorAnswer } from './envelope.ts';

/** What routes and the server library throw. A code is not always a text: an AbortError's is a number. */
type Thrown = Error & { readonly code?: unknown; readonly statusCode?: number };

/** Answers what was thrown as a failure in the envelope. What went wrong on our side is logged with its cause, once, here. */
export function answerFailure(thrown: Thrown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = failureOf(thrown, request.id);
  if (failure.http >= 500) request.log.error({ code: failure.code, err: failure.cause ?? failure }, failure.message);
  if (failure.code === 'unauthenticated' && !reply.hasHeader('www-authenticate'))
    reply.header('www-authenticate', 'Bearer realm="openbacklinks"');
  if (failure.params.retry_after !== undefined) reply.header('retry-after', String(failure.params.retry_after));
  void reply.code(failure.http).send(errorAnswer(request.id, failure));
}

/** Bytes that are no HTTP: the caller is told so and the connection ends. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const failure = new Failure('invalid_input', { reason: 'The request is not valid HTTP, is too slow, or its head is too large.' });
  const body = JSON.stringify(errorAnswer(randomUUID(), failure));
  const head = [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** The server library's own refusals, in our words; anything unknown is unexpected. */
function failureOf(thrown: Thrown, requestId: string): Failure {
  if (thrown instanceof Failure) return thrown;
  if (thrown.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Failure('request_too_large', { max: limits.requestBytesMax }, thrown);
  const isRefusal = typeof thrown.code === 'string' && thrown.code.startsWith('FST_') && (thrown.statusCode ?? 500) < 500;
  return isRefusal
    ? new Failure('invalid_input', { reason: `The request cannot be read: ${thrown.message}.` }, thrown)
    : toFailure(thrown, requestId);
}
