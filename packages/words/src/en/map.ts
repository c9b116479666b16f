/** Maps, for those who see them and those who hear them, and the search for places. */
export const map = {
  site: 'The site',
  guardSeen: 'The guard, seen {ago}',
  cluster: '{count, plural, one {# job} other {# jobs}} here: come nearer',
  cannotDraw: 'This browser cannot draw the map. Everything it shows is also said in words here.',
  coordinates: 'The exact spot, by latitude and longitude',
  coordinatesHow: 'As a map on a phone copies it: 37.80440, -122.27120',
  noCoordinates: 'Two numbers, as 37.80440, -122.27120',
  choose: 'Choose on the map',
  center: 'Put pin in the middle',
  loading: 'The map is being loaded',
  search: 'Address, ZIP code or town',

  outlines: 'Outlines: U.S. Census Bureau',
  streets: '© OpenStreetMap contributors, Protomaps',
  noStreets: 'Streets cannot be shown now; these are the outlines of the land.',
} as const;
