import { badParameter, parameterMissing } from './errors.js';
import { isForm, type Form } from './form-body.js';

const INTEGER = /^-?\d+$/;

/** The text of a parameter; undefined when it is absent or empty. */
export function text(form: Form, name: string): string | undefined {
  const value = form[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw badParameter('parameter_invalid_string', `Invalid string: ${name}`, name);
  return value;
}

export function requiredText(form: Form, name: string): string {
  const value = text(form, name);
  if (value === undefined) throw parameterMissing(name);
  return value;
}

/** For updates: an absent parameter leaves the field as it is, an empty one unsets it. */
export function changedText(form: Form, name: string, current: string | null | undefined): string | null {
  return form[name] === undefined ? (current ?? null) : (text(form, name) ?? null);
}

export function oneOf<T extends string>(form: Form, name: string, allowed: readonly T[]): T | undefined {
  const value = text(form, name);
  if (value === undefined) return undefined;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    const message = `Invalid ${name}: must be one of ${allowed.join(', ')}`;
    throw badParameter('parameter_invalid_string', message, name);
  }
  return found;
}

export function integer(form: Form, name: string): number | undefined {
  const value = text(form, name);
  if (value === undefined) return undefined;
  if (!INTEGER.test(value)) throw badParameter('parameter_invalid_integer', `Invalid integer: ${value}`, name);
  return Number(value);
}

/** An amount in the smallest unit of its currency: at least 1. */
export function amount(form: Form, name: string): number | undefined {
  const value = integer(form, name);
  if (value !== undefined && value < 1) {
    throw badParameter('parameter_invalid_integer', 'This value must be greater than or equal to 1.', name);
  }
  return value;
}

export function requiredAmount(form: Form, name: string): number {
  const value = amount(form, name);
  if (value === undefined) throw parameterMissing(name);
  return value;
}

export function flag(form: Form, name: string): boolean | undefined {
  const value = text(form, name);
  if (value === undefined) return undefined;
  if (value !== 'true' && value !== 'false') {
    throw badParameter('parameter_invalid_boolean', `Invalid boolean: ${value}`, name);
  }
  return value === 'true';
}

export function group(form: Form, name: string): Form | undefined {
  const value = form[name];
  return isForm(value) ? value : undefined;
}

/** A list of texts, sent as `name[]=a` or `name[0]=a`. */
export function texts(form: Form, name: string): string[] {
  const value = form[name];
  if (value === undefined || value === '') return [];
  const values = isForm(value) ? Object.values(value) : Array.isArray(value) ? value : [value];
  return values.filter((item) => typeof item === 'string');
}

/** Metadata after this request: keys merge, an empty value removes its key, an empty `metadata` removes all. */
export function metadata(form: Form, current: Record<string, string> | null = {}): Record<string, string> {
  if (form['metadata'] === '') return {};
  const merged = { ...current };
  for (const [key, value] of Object.entries(group(form, 'metadata') ?? {})) {
    if (typeof value === 'string' && value !== '') merged[key] = value;
    else delete merged[key];
  }
  return merged;
}
