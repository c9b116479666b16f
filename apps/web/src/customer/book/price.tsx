import { Button, Divider, Group, NumberInput, Skeleton, Stack, Text } from '@mantine/core';
import { HOURLY_RATE_CENTS } from '@aegis/contract/limits';
import type { ReactNode } from 'react';
import { useRules } from '../../data/server-config';
import { distanceBand } from '../../words/distance';
import { money } from '../../words/money';
import { billingWords } from '../../words/rules';
import type { BookingForm } from './booking-form';
import type { Quote } from './quote';
import { Section } from './section';

export function Price({ form, quote, isPriced }: { form: BookingForm; quote: Quote | undefined; isPriced: boolean }) {
  const { hours, rate } = form.values;
  const suggested = quote?.suggestedHourlyRateCents ?? null;
  return (
    <Section step={4} title="Price">
      <Stack gap="sm">
        <NumberInput
          label="You offer, an hour"
          description="More brings more guards; guards see only what they earn"
          prefix="$"
          decimalScale={2}
          fixedDecimalScale
          min={HOURLY_RATE_CENTS.least / 100}
          max={HOURLY_RATE_CENTS.most / 100}
          step={1}
          {...form.getInputProps('rate')}
        />
        {suggested !== null && suggested / 100 !== Number(rate) && (
          <Button
            variant="light"
            size="compact-md"
            onClick={() => form.setFieldValue('rate', suggested / 100)}
            style={{ alignSelf: 'flex-start' }}
          >
            Use the suggested {money(suggested)}
          </Button>
        )}
        <Lines quote={quote} isPriced={isPriced} hours={hours} rate={Number(rate)} />
        <Guards quote={quote} />
      </Stack>
    </Section>
  );
}

function Lines({
  quote,
  isPriced,
  hours,
  rate,
}: {
  quote: Quote | undefined;
  isPriced: boolean;
  hours: number;
  rate: number;
}) {
  const rules = useRules();
  if (!quote)
    return isPriced ? (
      <Skeleton h={96} role="progressbar" aria-label="The price is being calculated" />
    ) : (
      <Text c="dimmed" size="sm">
        The price appears when the place and the time are set.
      </Text>
    );
  return (
    <Stack gap={6} aria-live="polite">
      <Line label={`${hours} h at ${money(Math.round(rate * 100))}`} amount={money(quote.totalAmountCents)} />
      <Line label="of it for the guard" amount={money(quote.guardPayoutCents)} quiet />
      <Line label="of it for the service" amount={money(quote.platformFeeCents)} quiet />
      <Divider />
      <Line label={<b>At most</b>} amount={<b>{money(quote.totalAmountCents)}</b>} />
      <Text size="xs" c="dimmed">
        Charged is the time worked, {billingWords(rules)}.
      </Text>
    </Stack>
  );
}

function Line({ label, amount, quiet = false }: { label: ReactNode; amount: ReactNode; quiet?: boolean }) {
  return (
    <Group justify="space-between" wrap="nowrap" className="figures">
      <Text size="sm" c={quiet ? 'dimmed' : undefined}>
        {label}
      </Text>
      <Text size="sm" c={quiet ? 'dimmed' : undefined}>
        {amount}
      </Text>
    </Group>
  );
}

function Guards({ quote }: { quote: Quote | undefined }) {
  if (!quote) return null;
  const { eligibleGuards, nearestMeters } = quote;
  if (eligibleGuards === 0)
    return (
      <Text size="sm" c="var(--aegis-needs-you)" role="status">
        No guard near by fits right now. You can book all the same: we keep asking until the start. A higher rate, fewer
        skills or a later start find more.
      </Text>
    );
  return (
    <Text size="sm" role="status" className="figures">
      <b>
        {eligibleGuards} {eligibleGuards === 1 ? 'guard' : 'guards'}
      </b>{' '}
      would come for this{nearestMeters !== null && `, the nearest ${distanceBand(nearestMeters)} away`}.
    </Text>
  );
}
