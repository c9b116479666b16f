import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { redact } from './redaction.js';
import { requestContext } from './request-context.js';

/** One JSON object a line, with the id of the request it belongs to, and nothing of what redaction knows. */
export class RedactingLogger extends ConsoleLogger {
  constructor(logLevels: LogLevel[]) {
    super({ json: true, colors: false, logLevels });
  }

  protected override getJsonLogObject(
    message: unknown,
    options: Parameters<ConsoleLogger['getJsonLogObject']>[1],
  ): ReturnType<ConsoleLogger['getJsonLogObject']> {
    const line = super.getJsonLogObject(redact(message), options);
    if (line.stack !== undefined) line.stack = redact(line.stack);
    const requestId = requestContext.getStore()?.requestId;
    return requestId === undefined ? line : { ...line, requestId };
  }
}
