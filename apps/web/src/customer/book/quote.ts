import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useEffect, useRef } from 'react';
import { client } from '../../data/client';
import { type BookingForm, type Draft, draftOf } from './booking-form';

export type Quote = WireAnswer<typeof api.jobs.quote>;

/** What stands where no price is yet: too little is entered, it is on its way, or it could not be asked for. */
export type NoPrice = 'entering' | 'asking' | 'unknown';

const TYPING_MS = 400;

/**
 * The price of what is entered so far; none until there is enough. `data` may be of what was entered a moment ago, so that the page
 * does not jump; `pinned` is of what is entered now, and the one that can be booked.
 */
export function useQuote(form: BookingForm) {
  const draft = draftOf(form.values);
  const [asked] = useDebouncedValue(draft === null ? null : JSON.stringify(draft), TYPING_MS);
  const quote = useQuery({
    queryKey: ['quote', asked],
    queryFn: ({ signal }) => client.jobs.quote({ body: JSON.parse(asked ?? '') as Draft, signal }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  useSuggestedRate(form, quote.data);
  // A price of what was entered before is none of what would be booked.
  const isOfThis = !quote.isPlaceholderData && asked === JSON.stringify(draft);
  const pinned = isOfThis ? quote.data : undefined;
  const isUnknown = quote.isError || quote.fetchStatus === 'paused';
  const without: NoPrice = draft === null ? 'entering' : isUnknown ? 'unknown' : 'asking';
  return { ...quote, data: asked === null ? undefined : quote.data, pinned, without };
}

/** The suggested rate is filled in until customers set one themselves. */
function useSuggestedRate(form: BookingForm, quote: Quote | undefined): void {
  const { setFieldValue } = form;
  const { rate } = form.values;
  const filledIn = useRef<number | string>(rate);
  const suggested = quote?.suggestedHourlyRateCents ?? null;
  useEffect(() => {
    // Only a new suggestion fills it in; a rate that was typed is the customer's.
    if (suggested === null || suggested / 100 === filledIn.current || rate !== filledIn.current) return;
    filledIn.current = suggested / 100;
    setFieldValue('rate', suggested / 100);
  }, [suggested, rate, setFieldValue]);
}
