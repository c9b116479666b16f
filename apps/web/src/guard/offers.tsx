import { Button, Group, RingProgress, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { jobKeys } from '../jobs/job-keys';
import { Empty, Load, Problem } from '../layout/states';
import { distance } from '../words/distance';
import { CLEARANCES, JOB_TYPES, skillWords } from '../words/market';
import { money } from '../words/money';
import { capital } from '../words/capital';
import { countdown, span, zoneAt } from '../words/time';
import { useNow } from '../words/use-now';
import { isolated, words } from '../words/words';
import { GoneOffers } from './gone-offers';
import classes from './offers.module.css';

type Offer = WireAnswer<typeof api.offers.mine>['items'][number];

const EVERY_MS = 3000;

/** @param isWanted off duty nothing is asked for beside the page of offers */
export function useOffers(isWanted = true) {
  const refetchInterval = usePolling(EVERY_MS);
  return useQuery({
    queryKey: ['offers'],
    queryFn: ({ signal }) => client.offers.mine({ signal }),
    refetchInterval,
    enabled: isWanted,
    meta: { told: true },
  });
}

export function Offers({ isOnDuty }: { isOnDuty: boolean }) {
  const offers = useOffers();
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  return (
    <section aria-label={words('guard.offers.section')} aria-live="polite">
      <Load from={offers} skeleton={<Skeleton h={160} role="progressbar" aria-label={words('guard.offers.loading')} />}>
        {({ items }) => (
          <Stack gap="md">
            {items.length === 0 ? (
              <Empty title={words('guard.offers.none')}>
                {words(isOnDuty ? 'guard.offers.noneOn' : 'guard.offers.noneOff')}
              </Empty>
            ) : (
              <Stack gap="md">
                {items.map((offer) => (
                  <OfferPanel
                    key={offer.id}
                    offer={offer}
                    onAnswered={() => setAnswered((before) => new Set([...before, offer.job.id]))}
                  />
                ))}
              </Stack>
            )}
            <GoneOffers live={items.map(({ job }) => ({ jobId: job.id, title: job.title }))} answered={answered} />
          </Stack>
        )}
      </Load>
    </section>
  );
}

function OfferPanel({ offer, onAnswered }: { offer: Offer; onAnswered: () => void }) {
  const { job, distanceMeters, payoutCents } = offer;
  const needs = [
    CLEARANCES[job.requiredClearanceLevel].toLowerCase(),
    ...job.requiredSkills.map(skillWords),
    ...job.specialRequirements.map(isolated),
  ];
  return (
    <article className="panel" aria-label={words('guard.offer.of', { job: job.title })}>
      <Group justify="space-between" align="baseline" wrap="nowrap">
        <Title order={2} size="h4">
          {job.title}
        </Title>
        <Text className="figures" fw={600} flex="none">
          {distance(distanceMeters)}
        </Text>
      </Group>
      <Text size="sm" className="figures">
        {JOB_TYPES[job.jobType as keyof typeof JOB_TYPES] ?? job.jobType}, {job.durationHours} h
      </Text>
      <Text size="sm" className="figures">
        {capital(span(job.startTime, job.endTime, zoneAt(job.location)))}
      </Text>
      <Text size="sm" c="dimmed">
        {job.locationAddress}
      </Text>
      <Group justify="space-between" mt="sm" className="figures">
        <div>
          <Text size="sm" c="dimmed">
            {words('guard.offer.earn')}
          </Text>
          <Text fw={700} size="xl">
            {money(payoutCents)}
          </Text>
        </div>
        <Countdown offer={offer} />
      </Group>
      <Text size="sm" mt={4}>
        {words('guard.offer.needs', { needs: needs.join(', ') })}
      </Text>
      <Answer offer={offer} onAnswered={onAnswered} />
    </article>
  );
}

/** The whole time to answer is not told: the ring is full at the first look. */
function Countdown({ offer }: { offer: Offer }) {
  const now = useNow();
  const left = Math.max(0, (Date.parse(offer.expiresAt) - now) / 1000);
  const [whole] = useState(Math.max(left, 60));
  return (
    <Group gap={6} wrap="nowrap" role="timer" aria-label={words('guard.offer.timeLeft')}>
      <RingProgress
        size={44}
        thickness={5}
        roundCaps
        sections={[{ value: Math.min(100, (left / whole) * 100), color: left < 15 ? 'orange' : 'signal' }]}
        aria-hidden
      />
      <Text fw={600}>{countdown(left)}</Text>
    </Group>
  );
}

/** Not shown as done before the server has said so: somebody else may be first. */
function Answer({ offer, onAnswered }: { offer: Offer; onAnswered: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const params = { id: offer.id };
  const refresh = (): void => void queries.invalidateQueries({ queryKey: ['offers'] });
  const accept = useMutation({
    mutationFn: () => client.offers.accept({ params, idempotencyKey: key.current }),
    onSuccess: (job) => {
      onAnswered();
      queries.setQueryData(jobKeys.job(job.id), job);
      void queries.invalidateQueries({ queryKey: jobKeys.lists });
      void navigate(`/jobs/${job.id}`);
    },
    onError: refresh,
  });
  const decline = useMutation({
    mutationFn: () => client.offers.decline({ params }),
    onSuccess: onAnswered,
    onSettled: refresh,
  });
  const isBusy = accept.isPending || decline.isPending;
  const error = accept.error ?? decline.error;
  return (
    <Stack gap="sm" mt="md" className={classes['answer'] ?? ''}>
      {error && <Problem error={error} />}
      <Group grow>
        <Button variant="default" onClick={() => decline.mutate()} disabled={isBusy} loading={decline.isPending}>
          {words('guard.offer.decline')}
        </Button>
        <Button onClick={() => accept.mutate()} disabled={isBusy} loading={accept.isPending}>
          {words('guard.offer.accept')}
        </Button>
      </Group>
    </Stack>
  );
}
