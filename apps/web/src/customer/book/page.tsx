import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { client } from '../../data/client';
import { useUser } from '../../data/session';
import { useRules } from '../../data/server-config';
import { useFirstMistake } from '../../layout/first-mistake';
import { Page as Frame } from '../../layout/page';
import { jobKeys } from '../../jobs/job-keys';
import { isGone } from '../../data/problems';
import { useJob } from '../../jobs/job-queries';
import { Load, Problem } from '../../layout/states';
import { money } from '../../words/money';
import { useCards } from '../../account/cards';
import { cancellationWords } from '../../words/rules';
import { type Booking, bookingLike, type Draft, draftOf, useKeptBooking } from './booking-form';
import { useBookingLook } from './booking-look';
import { CardChoice } from './card-choice';
import { Guide } from './guide';
import classes from './book.module.css';
import { Price } from './price';
import { useQuote } from './quote';
import { Section } from './section';
import { What } from './what';
import { When } from './when';
import { Where } from './where';
import { words } from '../../words/words';

/** With `?again=` and the id of a job of theirs: filled with what it was. */
export function Page() {
  const [search] = useSearchParams();
  const again = search.get('again');
  return again === null ? <BookingPage /> : <BookAgain id={again} />;
}

function BookAgain({ id }: { id: string }) {
  const job = useJob(id);
  if (isGone(job.error)) return <BookingPage />;
  return (
    <Load from={job} wide>
      {(found) => <BookingPage filled={bookingLike(found)} again={id} />}
    </Load>
  );
}

const NOTHING: Partial<Booking> = {};

function BookingPage({ filled = NOTHING, again = 'new' }: { filled?: Partial<Booking>; again?: string }) {
  const { id: userId } = useUser();
  const name = useMemo(() => ({ userId, form: `book.${again}` }), [userId, again]);
  const { form, forget } = useKeptBooking(name, filled);
  const quote = useQuote(form);
  const book = useBook(forget);
  const mistake = useFirstMistake();
  const cards = useCards();
  const [cardId, setCardId] = useState<string | null>(null);
  const draft = draftOf(form.values);
  const total = quote.pinned?.totalAmountCents;
  const send = (): void => {
    if (draft && total !== undefined)
      book.mutate({ ...draft, quotedAmountCents: total, ...(cardId !== null && { cardId }) });
  };
  const look = useBookingLook(form, total, send);
  const submit = form.onSubmit(look.press, mistake.onMistakes);
  const isPricing = draft !== null && total === undefined && quote.isFetching;
  const needsCard = cards.data?.items.length === 0;
  return (
    <Frame title={words('booking.title')} wide>
      <Guide />
      {mistake.spoken}
      <form onSubmit={submit} noValidate>
        <div className={classes['columns']}>
          <Stack gap="md">
            <Where form={form} nearestMeters={quote.data?.nearestMeters ?? null} />
            <When form={form} />
            <What form={form} />
          </Stack>
          <Stack gap="md" className={classes['summary']}>
            <Price form={form} quote={quote.data} without={quote.without} />
            <Section step={5} title={words('booking.card')}>
              <CardChoice value={cardId} onChange={setCardId} />
            </Section>
            {book.error && <Problem error={book.error} />}
            {quote.error && !book.error && <Problem error={quote.error} onRetry={() => void quote.refetch()} />}
            <Confirm total={total} isBusy={book.isPending || isPricing} needsCard={needsCard} />
          </Stack>
        </div>
      </form>
      {look.question}
    </Frame>
  );
}

function Confirm({ total, isBusy, needsCard }: { total: number | undefined; isBusy: boolean; needsCard: boolean }) {
  const rules = useRules();
  return (
    <>
      <Button
        type="submit"
        size="lg"
        fullWidth
        className={`${classes['confirm']} floating`}
        loading={isBusy}
        disabled={needsCard}
      >
        {total === undefined ? words('booking.book') : words('booking.bookFor', { amount: money(total) })}
      </Button>
      <Text size="xs" c="dimmed" ta="center">
        {needsCard ? words('booking.addCard') : cancellationWords(rules)}
      </Text>
    </>
  );
}

/** A second press, or a repeat after a lost answer, is the same booking: the key stays as long as the draft does. */
function useBook(forget: () => boolean) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const key = useRef({ draft: '', value: '' });
  return useMutation({
    mutationFn: (draft: Draft) => {
      const text = JSON.stringify(draft);
      if (key.current.draft !== text) key.current = { draft: text, value: crypto.randomUUID() };
      return client.jobs.create({ body: draft, idempotencyKey: key.current.value });
    },
    onSuccess: (job) => {
      const isFirst = forget();
      queries.setQueryData(jobKeys.job(job.id), job);
      void queries.invalidateQueries({ queryKey: jobKeys.lists });
      // A second press is given the same answer: another entry of the history would make Back lead to where one is.
      void navigate(`/jobs/${job.id}`, { replace: !isFirst });
    },
    // The price may be another one by now: it is shown again before anything is booked.
    onError: () => void queries.invalidateQueries({ queryKey: ['quote'] }),
  });
}
