import { filetypeinfo } from 'magic-bytes.js';

interface FileType {
  /** Under which the file is handed out, whatever its sender called it. */
  readonly mediaType: string;
  /** What else browsers call it. */
  readonly alsoCalled?: readonly string[];
  /** The name that magic-bytes.js has for it; without one, the file is text. */
  readonly signature?: string;
}

const office = 'application/vnd.openxmlformats-officedocument';
const jpeg = { mediaType: 'image/jpeg', alsoCalled: ['image/jpg', 'image/pjpeg'], signature: 'jpg' };
const tiff = { mediaType: 'image/tiff', signature: 'tif' };

/** By the ending of the name, what a file must be. Nothing that a browser or a desktop would run. */
const fileTypes: ReadonlyMap<string, FileType> = new Map<string, FileType>([
  ['bmp', { mediaType: 'image/bmp', alsoCalled: ['image/x-ms-bmp'], signature: 'bmp' }],
  ['gif', { mediaType: 'image/gif', signature: 'gif' }],
  ['jpeg', jpeg],
  ['jpg', jpeg],
  ['png', { mediaType: 'image/png', signature: 'png' }],
  ['tif', tiff],
  ['tiff', tiff],
  ['webp', { mediaType: 'image/webp', signature: 'webp' }],
  ['pdf', { mediaType: 'application/pdf', signature: 'pdf' }],
  ['zip', { mediaType: 'application/zip', alsoCalled: ['application/x-zip-compressed'], signature: 'zip' }],
  ['doc', { mediaType: 'application/msword', signature: 'doc' }],
  ['xls', { mediaType: 'application/vnd.ms-excel', signature: 'xls' }],
  ['ppt', { mediaType: 'application/vnd.ms-powerpoint', signature: 'ppt' }],
  ['docx', { mediaType: `${office}.wordprocessingml.document`, signature: 'docx' }],
  ['xlsx', { mediaType: `${office}.spreadsheetml.sheet`, signature: 'xlsx' }],
  ['pptx', { mediaType: `${office}.presentationml.presentation`, signature: 'pptx' }],
  ['txt', { mediaType: 'text/plain' }],
  ['csv', { mediaType: 'text/csv', alsoCalled: ['text/plain', 'application/vnd.ms-excel'] }],
]);

export const isFileType = (ending: string): boolean => fileTypes.has(ending);

/** What follows the last point of a file's name, in lower case. */
export const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** The media type of a file whose name, declared type and first bytes agree; undefined where they do not. */
export function agreedMediaType(name: string, declared: string, bytes: Buffer): string | undefined {
  const type = fileTypes.get(endingOf(name));
  if (type === undefined) return undefined;
  const { mediaType, alsoCalled = [], signature } = type;
  const said = declared.split(';')[0]?.trim().toLowerCase() ?? '';
  const isDeclared = ['', 'application/octet-stream', mediaType, ...alsoCalled].includes(said);
  const isContent = signature === undefined ? isText(bytes) : isSigned(bytes, signature);
  return isDeclared && isContent ? mediaType : undefined;
}

const longestSignature = 1_024;
const isSigned = (bytes: Buffer, signature: string): boolean =>
  filetypeinfo(bytes.subarray(0, longestSignature)).some(({ typename }) => typename === signature);

/** In whatever alphabet: without the control characters that no text has. */
function isText(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)) return false;
  return true;
}
