import { Button, Divider, Group, NumberInput, Skeleton, Stack, Text } from '@mantine/core';
import { HOURLY_RATE_CENTS } from '@aegis/contract/limits';
import type { ReactNode } from 'react';
import { CreditLine } from '../../account/credit';
import { useRules } from '../../data/server-config';
import { distanceBand } from '../../words/distance';
import { money } from '../../words/money';
import { billingWords } from '../../words/rules';
import type { BookingForm } from './booking-form';
import type { NoPrice, Quote } from './quote';
import { Section } from './section';
import { richWords, words } from '../../words/words';

const BOLD = { b: (part: ReactNode) => <b>{part}</b> };

export function Price({ form, quote, without }: { form: BookingForm; quote: Quote | undefined; without: NoPrice }) {
  const { hours, rate } = form.values;
  const suggested = quote?.suggestedHourlyRateCents ?? null;
  return (
    <Section step={4} title={words('booking.price.title')}>
      <Stack gap="sm">
        <NumberInput
          label={words('jobs.edit.rate')}
          description={words('booking.price.offerHow')}
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
            {words('booking.price.suggested', { amount: money(suggested) })}
          </Button>
        )}
        <Lines quote={quote} without={without} hours={hours} rate={Number(rate)} />
        <Guards quote={quote} />
      </Stack>
    </Section>
  );
}

function Lines({
  quote,
  without,
  hours,
  rate,
}: {
  quote: Quote | undefined;
  without: NoPrice;
  hours: number;
  rate: number;
}) {
  const rules = useRules();
  if (!quote)
    return without === 'asking' ? (
      <Skeleton h={96} role="progressbar" aria-label={words('booking.price.loading')} />
    ) : (
      <Text c="dimmed" size="sm">
        {words(without === 'unknown' ? 'booking.price.unknown' : 'booking.price.later')}
      </Text>
    );
  return (
    <Stack gap={6} aria-live="polite">
      <Line
        label={words('booking.price.hours', { hours, rate: money(Math.round(rate * 100)) })}
        amount={money(quote.totalAmountCents)}
      />
      <Line label={words('booking.price.guard')} amount={money(quote.guardPayoutCents)} quiet />
      <Line label={words('booking.price.service')} amount={money(quote.platformFeeCents)} quiet />
      <Divider />
      <Line label={<b>{words('jobs.money.atMost')}</b>} amount={<b>{money(quote.totalAmountCents)}</b>} />
      <Text size="xs" c="dimmed">
        {words('booking.price.charged', { billing: billingWords(rules) })}
      </Text>
      <CreditLine />
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
        {words('booking.price.nobody')}
      </Text>
    );
  return (
    <Text size="sm" role="status" className="figures">
      {nearestMeters === null
        ? richWords('booking.price.guards', BOLD, { count: eligibleGuards })
        : richWords('booking.price.guardsNearest', BOLD, {
            count: eligibleGuards,
            distance: distanceBand(nearestMeters),
          })}
    </Text>
  );
}
