import type * as english from '../en/about.js';

export const about: Record<keyof typeof english.about, string> = {
  more: 'Más sobre Aegis',
  version: 'Versión de {version}',
  'terms.title': 'Condiciones',
  'terms.what': 'Qué es Aegis',
  'terms.whatText':
    'Un mercado: los clientes dicen dónde y cuándo se necesita un guardia, guardias con licencia que trabajan por su cuenta aceptan, y Aegis pregunta, paga y lleva el registro. No hay turno antes de que un guardia lo haya aceptado.',
  'terms.price': 'Cuánto cuesta',
  'terms.priceText':
    'Usted fija la tarifa. El {percent} % mantiene el servicio y está dentro del precio: de {hour} no paga más que {hour}. La tarjeta se retiene al reservar; se cobra el tiempo trabajado, {billing}, nunca más de lo retenido sin su consentimiento.',
  'terms.cancel': 'Cancelaciones',
  'terms.guards': 'A qué se comprometen los guardias',
  'terms.guardsText':
    'Tienen una licencia vigente del estado en que trabajan, que una persona nuestra ha visto, y comparten su posición desde que aceptan hasta la salida, en los turnos y nunca fuera de ellos.',
  'terms.emergency': 'No es un servicio de emergencias',
  'terms.emergencyText':
    'En peligro llame al 911. La alarma de un turno avisa a nuestra central y a la otra parte; no llama a la policía.',
  'privacy.title': 'Privacidad',
  'privacy.positions': 'Posiciones',
  'privacy.positionsText':
    'Las de los guardias se leen solo durante un turno, las ve su cliente hasta que termina y se borran después de {days} días. Nunca se lee dónde están los clientes; un turno tiene el lugar que ellos escriben.',
  'privacy.others': 'Qué ven otros de usted',
  'privacy.othersText':
    'La otra parte de un turno ve su nombre y, de los guardias, la foto, el estado de la licencia y la valoración. Antes de que un guardia acepte, los clientes ven cuántos hay y a qué distancia aproximada: ningún nombre.',
  'privacy.cards': 'Tarjetas y cuentas bancarias',
  'privacy.cardsText': 'Las guarda nuestro proveedor de pagos, Stripe. Aegis conoce los últimos cuatro dígitos.',
  'privacy.yours': 'Sus datos son suyos',
  'privacy.yoursText':
    'En su cuenta guarda todo lo que se conserva de usted, para leer y para programas, y cierra la cuenta: todo lo que escribió se borra {days} días después. Lo que la ley exige sobre el dinero se conserva sin su nombre.',
  'help.title': 'Ayuda',
  'help.danger': 'Estoy en peligro',
  'help.dangerText':
    'Llame primero al 911. Luego mantenga pulsada la alarma en la página del turno durante dos segundos: nuestra central y la otra parte ven dónde está.',
  'help.nobody': 'Nadie ha aceptado mi turno',
  'help.nobodyText':
    'Seguimos preguntando, cada vez más lejos, hasta el inicio. Una tarifa más alta encuentra más guardias; puede cambiarla en la página del turno. Si nadie viene, no paga nada.',
  'help.late': 'Mi guardia se retrasa',
  'help.lateText':
    'A los {late} minutos se avisa a ambos. A los {again} minutos usted elige entre esperar o que se pregunte a otro guardia; cancelar es gratis entonces.',
  'help.position': 'Mi teléfono no sabe que estoy en el sitio',
  'help.positionText':
    'Salga a cielo abierto y espere un poco. Si sigue igual, el cliente ve un código de seis cifras: escríbalo debajo del botón. Una duda sobre la posición nunca le cuesta el turno.',
  'help.hours': 'Las horas no son correctas',
  'help.hoursText':
    'Durante {hours} horas después del final cualquiera de las partes puede pedir otras en la página del turno, con el motivo. Si no se ponen de acuerdo, una persona nuestra decide según las pruebas.',
  'help.offline': 'No hay conexión',
  'help.offlineText':
    'Su turno sigue abierto en el teléfono. Las posiciones, la entrada, la salida y los mensajes se guardan ahí y se envían cuando vuelve la conexión.',
};
