import type { Form } from './form-body.js';

const HEADER_END = '\r\n\r\n';

/**
 * Reads `multipart/form-data` as the SDKs send it. Of a file its name, type and size become the fields of a group; what is in it
 * concerns nobody here.
 */
export function parseMultipart(contentType: string, body: Buffer): Form {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return {};
  const form: Form = {};
  for (const part of body.toString('latin1').split(`--${boundary}`)) {
    const end = part.indexOf(HEADER_END);
    if (end === -1) continue;
    const [headers, content] = [part.slice(0, end), part.slice(end + HEADER_END.length).replace(/\r\n$/, '')];
    const name = /name="([^"]*)"/.exec(headers)?.[1];
    if (name === undefined) continue;
    const file = /filename="([^"]*)"/.exec(headers)?.[1];
    const type = /content-type:\s*([^\r\n]+)/i.exec(headers)?.[1] ?? '';
    form[name] = file === undefined ? content : { name: file, type: type.trim(), size: String(content.length) };
  }
  return form;
}
