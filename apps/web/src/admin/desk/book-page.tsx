import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { client } from '../../data/client';
import { isGone } from '../../data/problems';
import { type BookingForm, type Draft, draftOf, useBookingForm } from '../../customer/book/booking-form';
import { useBookingLook } from '../../customer/book/booking-look';
import classes from '../../customer/book/book.module.css';
import { Price } from '../../customer/book/price';
import { type Quote, useQuote } from '../../customer/book/quote';
import { Section } from '../../customer/book/section';
import { What } from '../../customer/book/what';
import { When } from '../../customer/book/when';
import { ContactFields } from '../../jobs/contact-fields';
import { SiteFields } from '../../jobs/site-fields';
import { say } from '../../layout/messages';
import { useFirstMistake } from '../../layout/first-mistake';
import { Page as Frame } from '../../layout/page';
import { NotFound } from '../../layout/page-failed';
import { Load, Problem } from '../../layout/states';
import { money } from '../../words/money';
import { words } from '../../words/words';
import { nameOf, type User } from '../user-words';
import { usePersonOnDesk } from './desk-query';
import { ReasonField } from '../../layout/reason-field';

/** A booking for a customer who is on the phone, on their card. */
export function Page() {
  const { id = '' } = useParams();
  const person = usePersonOnDesk(id);
  if (isGone(person.error)) return <NotFound />;
  return <Load from={person}>{({ user }) => <BookingFor customer={user} />}</Load>;
}

function BookingFor({ customer }: { customer: User }) {
  const [reason, setReason] = useState('');
  const form = useBookingForm();
  const quote = useQuote(form);
  const book = useBookFor(customer);
  const draft = draftOf(form.values);
  const total = quote.pinned?.totalAmountCents;
  const mistake = useFirstMistake();
  const send = (): void => {
    if (draft && total !== undefined)
      book.mutate({ draft: { ...draft, quotedAmountCents: total }, reason: reason.trim() });
  };
  const look = useBookingLook(form, total, send, nameOf(customer));
  const submit = form.onSubmit(look.press, mistake.onMistakes);
  const isPricing = draft !== null && total === undefined && quote.isFetching;
  const error = book.error ?? quote.error;
  return (
    <Frame title={words('admin.book.title', { person: nameOf(customer) })} subtitle={words('admin.book.how')} wide>
      {mistake.spoken}
      <form onSubmit={submit} noValidate>
        <div className={classes['columns']}>
          <Stack gap="md">
            <Where form={form} quote={quote.data} />
            <When form={form} />
            <What form={form} />
          </Stack>
          <Stack gap="md" className={classes['summary']}>
            <Price form={form} quote={quote.data} without={quote.without} />
            <Section step={5} title={words('admin.book.why')}>
              <ReasonField description={words('jobs.cancel.bothRead')} value={reason} onChange={setReason} />
            </Section>
            {error && <Problem error={error} />}
            <Button
              type="submit"
              size="lg"
              fullWidth
              loading={book.isPending || isPricing}
              disabled={reason.trim() === ''}
            >
              {total === undefined ? words('booking.book') : words('booking.bookFor', { amount: money(total) })}
            </Button>
          </Stack>
        </div>
      </form>
      {look.question}
    </Frame>
  );
}

function Where({ form, quote }: { form: BookingForm; quote: Quote | undefined }) {
  return (
    <Section step={1} title={words('booking.where.title')}>
      <Stack gap="sm">
        <SiteFields
          site={form.values}
          error={form.errors['address'] ?? form.errors['position']}
          nearestMeters={quote?.nearestMeters ?? null}
          onChange={(change) => form.setValues(change)}
        />
        <TextInput
          label={words('jobs.facts.notes')}
          description={words('jobs.optional')}
          {...form.getInputProps('notes')}
        />
        <ContactFields value={form.values.contact} onChange={(contact) => form.setFieldValue('contact', contact)} />
      </Stack>
    </Section>
  );
}

/** A second press is the same booking, as long as nothing of it is changed. */
function useBookFor({ id: customerId }: User) {
  const navigate = useNavigate();
  const key = useRef({ text: '', value: '' });
  return useMutation({
    mutationFn: ({ draft: job, reason }: { draft: Draft; reason: string }) => {
      const body = { customerId, reason, job };
      const text = JSON.stringify(body);
      if (key.current.text !== text) key.current = { text, value: crypto.randomUUID() };
      return client.desk.book({ body, idempotencyKey: key.current.value });
    },
    onSuccess: (job) => {
      void say({ title: words('admin.book.done'), message: words('admin.book.doneHow') });
      void navigate(`/admin/jobs/${job.id}`);
    },
  });
}
