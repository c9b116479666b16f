import type * as english from '../en/push.js';

export const push: Record<keyof typeof english.push, string> = {
  accept: 'Aceptar',
  decline: 'Rechazar',
  ended: 'La oferta terminó',
  notSent: 'No enviado: sin conexión',
  declined: 'Rechazada',
  yours: 'El turno es suyo',
  signIn: 'Inicie sesión para responder',
  notAccepted: 'No se aceptó',
  notDeclined: 'No se rechazó',
};
