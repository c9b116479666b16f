import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('aegis');
let isOn = false;

/** From now on spans are made: the packages that keep and send them are loaded. */
export function turnOnSpans(): void {
  isOn = true;
}

export const areSpansOn = (): boolean => isOn;

/** What is under way in W3C's form (`traceparent`), to be carried to where it goes on; undefined where nothing is traced. */
export function carriedTrace(): string | undefined {
  if (!isOn) return undefined;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

export interface SpanOf {
  /** Of a pattern and never of a person: names and attributes leave the house. */
  name: string;
  kind: keyof typeof SpanKind;
  attributes?: Attributes;
  /** Where it was begun, when that was elsewhere. */
  parent?: string | undefined;
}

/** Does `work` in a span, within which further spans and carried traces belong to it; without more ado where nothing is traced. */
export function inSpan<T>({ name, kind, attributes = {}, parent }: SpanOf, work: () => Promise<T>): Promise<T> {
  if (!isOn) return work();
  const from = parent === undefined ? context.active() : propagation.extract(ROOT_CONTEXT, { traceparent: parent });
  return tracer.startActiveSpan(name, { kind: SpanKind[kind], attributes }, from, async (span) => {
    try {
      return await work();
    } catch (error) {
      // Its kind alone: what it says may name somebody.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : typeof error });
      throw error;
    } finally {
      span.end();
    }
  });
}
