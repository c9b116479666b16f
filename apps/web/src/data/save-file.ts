import type { FileContent } from '@aegis/contract';

/** Hands a file of the server to the person, under the server's name for it. */
export function saveFile({ content, contentType, fileName }: FileContent, otherwise: string): void {
  if (!(content instanceof Uint8Array)) throw new Error('the client reads files whole');
  const url = URL.createObjectURL(new Blob([new Uint8Array(content)], { type: contentType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName ?? otherwise;
  link.click();
  // A moment later: some browsers begin the download only after the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
