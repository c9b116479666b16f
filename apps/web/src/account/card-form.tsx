import { Button, Stack, Text, useComputedColorScheme } from '@mantine/core';
import { loadStripe, type Stripe, type StripeElements } from '@stripe/stripe-js';
import { useEffect, useRef, useState } from 'react';

/**
 * Stripe's own fields: the card's number goes from them to Stripe and never passes through this page or our server. Not a form,
 * because it also lies inside the form of a booking: a browser sends the outer form in place of one inside it.
 */
export function CardForm({
  clientSecret,
  publishableKey,
  onSaved,
}: {
  clientSecret: string;
  publishableKey: string;
  onSaved: () => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const parts = useRef<{ stripe: Stripe; elements: StripeElements } | null>(null);
  const [words, setWords] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const theme = useComputedColorScheme('light') === 'dark' ? 'night' : 'stripe';
  useEffect(() => {
    void loadStripe(publishableKey).then(
      (stripe) => {
        if (!stripe || !place.current) return;
        const elements = stripe.elements({ clientSecret, appearance: { theme } });
        elements.create('payment').mount(place.current);
        parts.current = { stripe, elements };
      },
      () => setWords('The card form of Stripe did not load. Check your connection and open it again.'),
    );
  }, [clientSecret, publishableKey, theme]);
  const save = async (): Promise<void> => {
    if (!parts.current) return;
    setBusy(true);
    const { stripe, elements } = parts.current;
    const { error } = await stripe.confirmSetup({
      elements,
      redirect: 'if_required',
      confirmParams: { return_url: location.href },
    });
    setBusy(false);
    if (error) setWords(error.message ?? 'The card was not saved. Try another one.');
    else onSaved();
  };
  return (
    <Stack gap="sm" role="group" aria-label="Your card">
      <div ref={place} />
      {words !== null && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {words}
        </Text>
      )}
      <Button loading={isBusy} onClick={() => void save()}>
        Save card
      </Button>
    </Stack>
  );
}
