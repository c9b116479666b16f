import { Button, Stack, Text, useComputedColorScheme } from '@mantine/core';
import type { Stripe, StripeElements } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { useEffect, useRef, useState } from 'react';
import { language } from '../words/speech';
import { words } from '../words/words';

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
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const theme = useComputedColorScheme('light') === 'dark' ? 'night' : 'stripe';
  useEffect(() => {
    void loadStripe(publishableKey).then(
      (stripe) => {
        if (!stripe || !place.current) return;
        const elements = stripe.elements({ clientSecret, appearance: { theme }, locale: language() });
        elements.create('payment').mount(place.current);
        parts.current = { stripe, elements };
      },
      () => setFailure(words('account.cards.formFailed')),
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
    if (error) setFailure(error.message ?? words('account.cards.notSaved'));
    else onSaved();
  };
  return (
    <Stack gap="sm" role="group" aria-label={words('account.cards.form')}>
      <div ref={place} />
      {failure !== null && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {failure}
        </Text>
      )}
      <Button loading={isBusy} onClick={() => void save()}>
        {words('account.cards.save')}
      </Button>
    </Stack>
  );
}
