import type { FileContent } from '@aegis/contract';

/**
 * A picture as an address that holds it; null when it is none. In the address itself: one of a blob would have to be given back
 * when the last page that shows it is left.
 */
export async function pictureAddress({ content, contentType }: FileContent): Promise<string | null> {
  return content instanceof Uint8Array ? addressOf(new Blob([new Uint8Array(content)], { type: contentType })) : null;
}

const addressOf = (picture: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => (typeof reader.result === 'string' ? resolve(reader.result) : resolve(''));
    reader.onerror = () => reject(reader.error ?? new Error('the picture could not be read'));
    reader.readAsDataURL(picture);
  });
