declare module 'virtual:counties' {
  /** Of a state: west, south, east and north of its counties, and the lines between them as [lng, lat]. */
  interface CountiesOfState {
    box: readonly [number, number, number, number];
    load: () => Promise<[number, number][][]>;
  }
  const states: readonly CountiesOfState[];
  export default states;
}
