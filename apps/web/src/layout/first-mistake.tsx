import { VisuallyHidden } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { type ReactElement, type RefObject, type SyntheticEvent, useEffect, useState } from 'react';
import { fieldErrorsOf } from '../data/problems';

interface FirstMistake {
  /** Given to the form's `onSubmit`, for when it is not sent. */
  onMistakes: (mistakes: Record<string, unknown>, values: unknown, event?: SyntheticEvent) => void;
  /** What a screen reader says; anywhere on the page. */
  spoken: ReactElement;
}

/** A form that cannot be sent leads to the first field that is wrong: on a phone it may be screens above the button. */
export function useFirstMistake(): FirstMistake {
  const [told, setTold] = useState<{ words: string; form: Element | null }>({ words: '', form: null });
  // Once the fields are marked.
  useEffect(() => {
    const field = told.form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-error] input');
    field?.scrollIntoView({ block: 'center', behavior: 'instant' });
    field?.focus({ preventScroll: true });
  }, [told]);
  const onMistakes: FirstMistake['onMistakes'] = (mistakes, _values, event) => {
    const words = Object.values(mistakes).find((mistake) => typeof mistake === 'string');
    setTold({ words: words ?? '', form: event?.currentTarget ?? null });
  };
  return { onMistakes, spoken: <VisuallyHidden role="alert">{told.words}</VisuallyHidden> };
}

/**
 * Of a form that keeps what is typed itself: what the server refuses, for its fields. Once the fields are marked the first of them
 * has the focus.
 * @param error of what was sent
 * @param looked of what was only asked about while somebody types: it takes nobody away from their field
 */
export function useRefusedFields(
  form: RefObject<HTMLFormElement | null>,
  error: unknown,
  looked?: unknown,
): (path: string) => string | undefined {
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, error]);
  const mistakes = fieldErrorsOf(error ?? looked);
  // What is done for somebody else comes as a part of it.
  return (path) => mistakes[path] ?? mistakes[`edit.${path}`];
}

/** What the server refuses is said at its fields, and leads to the first of them as a mistake does that is found here. */
export function showRefusal<Values>(
  form: Pick<UseFormReturnType<Values>, 'setErrors' | 'getInputNode'>,
  error: unknown,
): void {
  const mistakes = fieldErrorsOf(error);
  form.setErrors(mistakes);
  const fields = Object.keys(mistakes).map((path) => form.getInputNode(path));
  fields.find((field) => field !== null)?.focus();
}
