import type * as english from '../en/calendar.js';

export const calendar: Record<keyof typeof english.calendar, string> = {
  name: 'Mis turnos con Aegis',
  requested: 'Ningún guardia ha aceptado todavía.',
  guarded: 'Un guardia ha aceptado.',
  yours: 'Usted es el guardia.',
  cancelled: 'Este turno está cancelado.',
  notYours: 'Usted ya no es el guardia de este turno.',
};
