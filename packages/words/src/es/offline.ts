import type * as english from '../en/offline.js';

export const offline: Record<keyof typeof english.offline, string> = {
  device: 'Está sin conexión. Lo que ve es de su última conexión.',
  server: 'El servidor no responde. No se pierde nada; lo intentamos de nuevo cada pocos segundos.',
  newVersion: 'Hay una versión nueva',
  whenItSuits: 'Cárguela cuando le convenga.',
  loadNow: 'Cargar ahora',
  oldPage:
    'Aegis se renovó mientras esta página estaba abierta. Cárguela de nuevo antes de seguir; lo que ha escrito se conserva.',
  loadAgain: 'Cargar de nuevo',
};
