import type * as english from '../en/map.js';

export const map: Record<keyof typeof english.map, string> = {
  site: 'El sitio',
  guardSeen: 'El guardia, visto {ago}',
  cluster: '{count, plural, one {# turno} other {# turnos}} aquí: acérquese',
  cannotDraw: 'Este navegador no puede dibujar el mapa. Todo lo que muestra también se dice aquí con palabras.',
  coordinates: 'El punto exacto, por latitud y longitud',
  coordinatesHow: 'Como lo copia el mapa de un teléfono: 37.80440, -122.27120',
  noCoordinates: 'Dos números, como 37.80440, -122.27120',
  choose: 'Elegir en el mapa',
  center: 'Marcador al centro',
  loading: 'Se está cargando el mapa',
  search: 'Dirección, código postal o ciudad',

  outlines: 'Contornos: U.S. Census Bureau',
  streets: '© colaboradores de OpenStreetMap, Protomaps',
  noStreets: 'Ahora no se pueden mostrar las calles; estos son los contornos de la tierra.',
};
