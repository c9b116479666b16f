import type * as english from '../en/share.js';

export const share: Record<keyof typeof english.share, string> = {
  title: 'Seguir un turno',
  reading: 'Consultando cómo va el turno.',
  note: 'Aegis. Esta página muestra lo que quiso compartir quien le envió el enlace.',
  guard: '{guard} cubre este turno',
  over: 'Este enlace terminó',
  overWhy: 'Termina con el turno, o se retiró. Pida otro a quien se lo envió.',
  notRead: 'Por ahora no se puede consultar cómo va el turno.',
  offline: 'Ahora no hay respuesta. Lo intentaremos de nuevo.',
  onSite: '{guard} está en el sitio.',
  onSiteSeen: '{guard} está en el sitio; visto {ago}.',
  silent: '{guard} registró su entrada en el sitio; se vio por última vez {ago}.',
  site: 'El sitio',
  siteRoughly: 'El sitio, aproximado',
  accepted: '{guard} aceptó. Su ubicación se muestra aquí cuando salga.',
  away: '{guard} está a {miles, plural, =0 {menos de una milla} one {cerca de # milla} other {cerca de # millas}}.',
  ago: '{minutes, plural, =0 {ahora mismo} one {hace un minuto} other {hace # minutos}}',
};
