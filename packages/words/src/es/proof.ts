import type * as english from '../en/proof.js';

export const proof: Record<keyof typeof english.proof, string> = {
  genuine: 'El recibo del turno {job} es auténtico.',
  proved: 'Probado:',
  notProved: 'No probado:',
  refused: 'RECHAZADO: {reason}',
  'name.customer': 'el nombre del cliente',
  'name.guard': 'el nombre del guardia',
  'name.place': 'el lugar',
  'name.positions': 'las posiciones del guardia',
  'name.reason': 'las palabras de una corrección',
  'proved.entries':
    'La plataforma ha firmado {count, plural, one {la única entrada} other {las # entradas}}; ninguna está cambiada, falta ni está fuera de orden a fecha de {until}.',
  'proved.agreed':
    'Un dispositivo con la sesión {party, select, guard {del guardia} other {del cliente}} aceptó {minutes} minutos por {money} el {at}{counts, select, yes {} other {; ahora cuentan otras horas}}.',
  'proved.shown': '{name}: {value}.',
  'proved.booked': 'Reservado desde {from} hasta {until} por {money}.',
  'proved.worked':
    'En el trabajo desde {from} hasta {until}; cuentan {minutes} minutos y se cobran {billed}: se deben {money}.',
  'proved.notWorked': 'No se trabajó; se deben {money}.',
  'proved.corrections': 'Se preguntó por las horas {count, plural, one {una vez} other {# veces}}.',
  'proved.money': 'Cobrado {charged}, devuelto {givenBack}, pagado al guardia {paid}, a fecha de {at}.',
  'open.later': 'Lo que pasó después de {until}: un archivo posterior puede decir más.',
  'open.device': 'Quién tenía un dispositivo en la mano: la plataforma dice de quién era la sesión.',
  'open.truth': 'Que fuera verdad lo que se dijo a la plataforma y lo que enviaron los teléfonos.',
  'open.silent':
    'Que {party, select, guard {el guardia} other {el cliente}} estuviera de acuerdo: ningún dispositivo suyo ha firmado.',
  'open.outdated': 'Que {party, select, guard {el guardia} other {el cliente}} aceptara las horas que cuentan ahora.',
  'open.sealed': '{name}: sellado; puede mostrarlo quien tenga su sal, y nadie cuando se haya borrado.',
  many: '{count}, mostradas en el archivo',
  'refused.keys': 'El archivo de claves no lo es: use /.well-known/aegis-receipts.json.',
  'refused.keysNotJson': 'El archivo de claves no es JSON.',
  'refused.notWhole': 'El archivo no está entero: no es JSON.',
  'refused.notReceipt': 'El archivo no es un recibo: {where} {what}',
  'refused.strangeKey':
    '{entry, select, head {La cabecera} other {La entrada {entry}}} está firmada con la clave {key}, que no es de la plataforma.',
  'refused.changed':
    '{entry, select, head {La cabecera} other {La entrada {entry}}} se cambió después de firmarla, o no la firmó la plataforma.',
  'refused.retired':
    '{entry, select, head {La cabecera} other {La entrada {entry}}} está firmada con la clave {key} cuando ya estaba retirada.',
  'refused.otherHead': 'La cabecera es de otro turno.',
  'refused.cut': 'Se quitaron o añadieron entradas: eran {before} cuando se hizo el archivo, aquí hay {here}.',
  'refused.otherJob': 'La entrada {entry} es de otro turno.',
  'refused.order': 'Faltan entradas o están en otro orden: en el lugar {place} está la que era la número {number}.',
  'refused.chain': 'La entrada {entry} no sigue a la que está antes aquí.',
  'refused.device':
    'La firma del dispositivo {party, select, guard {del guardia} other {del cliente}} no es de estas horas.',
  'refused.opening': 'Lo que el archivo muestra como {of} no es aquello a lo que se comprometió.',
};
