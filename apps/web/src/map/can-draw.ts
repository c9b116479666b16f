let known: boolean | undefined;

/**
 * Whether this browser draws maps (WebGL 2). Asked once, and before the library of the map is loaded: it would be a third of a
 * megabyte for nothing, and writes into the console that it cannot.
 */
export const canDrawMaps = (): boolean => (known ??= document.createElement('canvas').getContext('webgl2') !== null);
