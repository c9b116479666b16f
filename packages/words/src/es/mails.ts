import type * as english from '../en/mails.js';

export const mails: Record<keyof typeof english.mails, string> = {
  why: 'Recibe este mensaje porque tiene una cuenta en Aegis.',
  open: 'Ver en Aegis',
  stop: 'No recibir más correos de este tipo',
  digest: '{count, plural, one {Un asunto requiere su atención} other {# asuntos requieren su atención}}',
  'verification.subject': 'Confirme su correo electrónico',
  'verification.text':
    'Confirme que esta dirección es suya:\n\n{link}\n\nEl enlace sirve una sola vez, durante {hours, plural, one {# hora} other {# horas}}. Si usted no abrió una cuenta, ignore este correo.',
  'reset.subject': 'Cree una contraseña nueva',
  'reset.text':
    'Alguien, probablemente usted, pidió una contraseña nueva. Créela aquí:\n\n{link}\n\nEl enlace sirve una sola vez, durante {minutes, plural, one {# minuto} other {# minutos}}. Si no fue usted, ignore este correo: no cambia nada.',
  'passwordChanged.subject': 'Se cambió su contraseña',
  'passwordChanged.text':
    'Se cambió la contraseña de su cuenta y se cerró la sesión en todos los demás dispositivos. Si no fue usted, cree de inmediato una contraseña nueva y escriba a soporte.',
  'newAddress.subject': 'Confirme su nuevo correo electrónico',
  'newAddress.text':
    'Alguien, probablemente usted, quiere usar esta dirección para su cuenta en Aegis. Confírmela aquí:\n\n{link}\n\nEl enlace sirve una sola vez, durante {hours, plural, one {# hora} other {# horas}}. Si no fue usted, ignore este correo: no cambia nada.',
  'addressChangeAsked.subject': 'Se cambiará su correo electrónico',
  'addressChangeAsked.text':
    'Alguien que conoce su contraseña, probablemente usted, pidió otro correo electrónico para su cuenta. El cambio se hará cuando se confirme la dirección nueva. Si no fue usted, cree de inmediato una contraseña nueva y escriba a soporte.',
  'addressChangeBySupport.subject': 'Se cambiará su correo electrónico',
  'addressChangeBySupport.text':
    'Se pidió a nuestro soporte, probablemente usted, otro correo electrónico para su cuenta. El cambio se hará cuando se confirme la dirección nueva. Si no fue usted, escriba a soporte de inmediato.',
  'addressChanged.subject': 'Se cambió su correo electrónico',
  'addressChanged.text':
    'Desde ahora su cuenta usa otro correo electrónico; a esta dirección no se enviará nada más. Si no fue usted, escriba a soporte de inmediato.',
  'guesses.subject': 'Contraseñas incorrectas en su cuenta',
  'guesses.text':
    'En un día alguien intentó entrar en su cuenta con una contraseña incorrecta {times, plural, one {una vez} other {# veces}}. Nadie entró de esa forma. Si no fue usted y su contraseña es corta o la usa también en otro lugar, cree otra: {link}. No le avisaremos de nuevo mientras continúe.',
  'secondFactorOn.subject': 'Un segundo factor protege su cuenta',
  'secondFactorOn.text':
    'Desde ahora se pide un código de su autenticador cuando alguien entra en su cuenta; se cerró la sesión en todos los demás dispositivos. Si no fue usted, cree de inmediato una contraseña nueva y escriba a soporte.',
  'secondFactorOff.subject': 'Su cuenta ya no tiene segundo factor',
  'secondFactorOff.text':
    'Ya no se pide un código al entrar en su cuenta; se cerró la sesión en todos los demás dispositivos. Si no fue usted, cree de inmediato una contraseña nueva y escriba a soporte.',
  'closing.subject': 'Su cuenta está cerrada',
  'closing.text':
    'Su cuenta está cerrada, se cerró su sesión en todas partes y se borraron sus posiciones. El {day} se borrará todo lo demás que lleve su nombre; los importes de pagos anteriores quedan en los libros sin su nombre.\n\nPara conservar la cuenta, inicie sesión antes de ese día:\n\n{link}',
  'inactivity.subject': 'Su cuenta se cerrará',
  'inactivity.text':
    'Hace casi un año que no inicia sesión. Si no quiere que su cuenta se cierre el {day}, inicie sesión antes de ese día:\n\n{link}',
  'export.subject': 'Sus datos están listos',
  'export.text': 'Reunimos todo lo que guardamos sobre usted. Inicie sesión y descárguelo antes del {day}:\n\n{link}',
  'passkeyAdded.subject': 'Se agregó una llave de acceso a su cuenta',
  'passkeyAdded.text':
    'Desde ahora la llave de acceso “{name}” abre su cuenta, sin contraseña. Si no fue usted, cambie la contraseña de inmediato, quite las llaves que no conozca y escriba a soporte.',
  'passkeyRemoved.subject': 'Se quitó una llave de acceso de su cuenta',
  'passkeyRemoved.text':
    'La llave de acceso “{name}” ya no abre su cuenta; se cerró la sesión en los demás dispositivos. Si no fue usted, cambie la contraseña de inmediato, quite las llaves que no conozca y escriba a soporte.',
};
