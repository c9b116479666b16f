import { useSecondLook } from '../../layout/second-look';
import { money } from '../../words/money';
import { words } from '../../words/words';
import { type BookingForm, centsOf } from './booking-form';

/**
 * Of a booking that is dear: with how its price came about.
 * @param totalCents undefined while it has none
 * @param person on whose card it is held, when it is booked for somebody else
 */
export function useBookingLook(form: BookingForm, totalCents: number | undefined, book: () => void, person?: string) {
  const { hours, rate } = form.values;
  const amount = money(totalCents ?? 0);
  const told = { amount, hours, rate: money(centsOf(rate)) };
  return useSecondLook({
    amountCents: totalCents,
    action: words('booking.bookFor', { amount }),
    text:
      person === undefined
        ? words('booking.secondLook.text', told)
        : words('booking.secondLook.theirs', { ...told, person }),
    onAgree: book,
  });
}
