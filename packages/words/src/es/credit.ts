import type * as english from '../en/credit.js';

export const credit: Record<keyof typeof english.credit, string> = {
  section: 'Crédito',
  give: 'Dar crédito',
  none: 'Aún no se ha dado ninguno.',
  left: 'Quedan {amount}',
  row: '{amount} dados, quedan {left}',
  by: '{reason} ({who}, {at})',
  job: 'El turno',
  take: 'Retirar',
  giveTo: 'Crédito para {person}',
  how: 'Paga sus próximos turnos antes que su tarjeta, y lo que una tarjeta rechaza ahora. Se le dice cuánto es, no por qué.',
  giveSum: 'Dar {amount}',
  given: '{amount} de crédito dados',
  givenHow: 'Se avisa al cliente.',
  takeHow: '{amount} aún no se han usado. Lo que ya pagó turnos queda pagado.',
};
