import { Failure, failureTable, type FailureCode } from '../base/errors.ts';

/** A failure that was written down or came over the wire: its code and its message, made into what it was. */
export function toldFailure(code: string, message: string): Failure {
  return isCode(code) ? new ToldFailure(code, message) : new ToldFailure('unexpected', message);
}

class ToldFailure extends Failure {
  constructor(code: FailureCode, message: string) {
    super(code);
    this.message = message;
  }
}

function isCode(code: string): code is FailureCode {
  return Object.hasOwn(failureTable, code);
}
