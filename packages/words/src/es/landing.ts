import type * as english from '../en/landing.js';

export const landing: Record<keyof typeof english.landing, string> = {
  title: 'Aegis: guardias de seguridad con licencia, cuando los necesita',
  description:
    'Reserve un guardia de seguridad con licencia cerca de usted, vea quién viene y dónde está, y pague solo por el tiempo trabajado.',
  claim: 'Un guardia con licencia, cuando y donde lo necesite.',
  how: 'Diga dónde y cuándo. Preguntamos de inmediato a guardias verificados cercanos; usted ve quién viene y a qué distancia está, y paga solo por el tiempo trabajado.',
  book: 'Reservar un guardia',
  work: 'Trabajar como guardia',
  duty: 'Ir a mi servicio',
  overview: 'Abrir el resumen',
  'place.title': 'Díganos el lugar',
  'place.text':
    'Una dirección o un punto en el mapa, ahora o más tarde. Antes de reservar ve cuántos guardias podrían ir, y el precio.',
  'watch.title': 'Vea llegar al guardia',
  'watch.text':
    'Una persona revisa cada licencia. En camino y en el sitio usted ve dónde está el guardia; su posición prueba su llegada.',
  'pay.title': 'Pague por el tiempo trabajado',
  'pay.text': 'Se retiene el importe en su tarjeta al reservar y se cobra después del turno, {steps}.',
  price:
    'De {hour} por hora, el guardia recibe {guards}; {fee} mantienen el servicio. <link>Conecte su propio programa</link>',
  'proof.area': 'En todo Estados Unidos: el precio y cuántos guardias vendrían se muestran antes de reservar.',
  'proof.licence': 'Una persona nuestra ha visto cada licencia y su imagen, y la mira de nuevo cuando cambia o vence.',
  'proof.arrival': 'La entrada se prueba con la posición, o con un código que solo usted ve.',
  'proof.receipt':
    'Cada turno termina con horas que ambas partes ven y un recibo firmado que cualquiera puede comprobar.',
  read: 'Para leer',
  'to.help': 'Ayuda',
  'to.terms': 'Condiciones',
  'to.privacy': 'Privacidad',
  noScript: 'Aegis necesita JavaScript. Permítalo en esta página.',
};
