import { badParameter } from './errors.js';
import type { Form } from './form-body.js';

/** What happens to each parameter: it has its effect, it has none, or the double does not have what it asks for. */
export type Acceptance = Readonly<Record<string, 'used' | 'ignored' | 'refused'>>;

/** Throws for a parameter that Stripe does not know, with Stripe's error, and for one that only the double lacks. */
export function checkAccepted(form: Form, accepted: Acceptance): void {
  for (const name of Object.keys(form)) {
    if (!Object.hasOwn(accepted, name)) {
      throw badParameter('parameter_unknown', `Received unknown parameter: ${name}`, name);
    }
    if (accepted[name] === 'refused') {
      throw badParameter('parameter_invalid', `The Stripe double does not have the parameter ${name}.`, name);
    }
  }
}
