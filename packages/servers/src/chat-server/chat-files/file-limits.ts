import { isFileType } from '../../files/file-types.js';

/** What participants may send into a chat. Sizes in bytes; counts and sizes are of each participant in one chat. */
export interface FileLimits {
  readonly mostFiles: number;
  readonly largestFile: number;
  readonly largestTotal: number;
  /** A customer may send files only while an agent is there. */
  readonly needsAgent: boolean;
  /** Endings of file names, in lower case. */
  readonly types: readonly string[];
  /** How often a customer may download, all files together. */
  readonly mostDownloads: number;
  readonly mayDelete: boolean;
}

const megabyte = 1024 * 1024;
/** A Chat Server holds files in memory on their way to the database. */
const largestPossible = 32 * megabyte;
const usualTypes = 'bmp:csv:doc:docx:gif:jpeg:jpg:pdf:png:pptx:tif:txt:webp:xls:xlsx:zip';

/** Nothing is accepted where there is no place to keep it. */
export const noFiles: FileLimits = {
  ...{ mostFiles: 0, largestFile: 0, largestTotal: 0, needsAgent: false, types: [], mostDownloads: 0 },
  mayDelete: false,
};

/** Reads the options of section `chat`, which bear the names that clients know. What is no whole number counts as not given. */
export function fileLimits(options: Readonly<Record<string, string>> = {}): FileLimits {
  const number = (key: string, usually: number): number => {
    const configured = options[key]?.trim() ?? '';
    return /^\d{1,15}$/.test(configured) ? Number(configured) : usually;
  };
  const types = (options['upload-file-types'] ?? usualTypes).split(':').map((type) => type.trim().toLowerCase());
  return {
    mostFiles: number('upload-max-files', 10),
    largestFile: Math.min(number('upload-max-file-size', 10 * megabyte), largestPossible),
    largestTotal: number('upload-max-total-size', 50 * megabyte),
    needsAgent: options['upload-need-agent'] === 'true',
    types: types.filter(isFileType),
    mostDownloads: number('download-attempts', 50),
    mayDelete: options['delete-file'] !== 'never',
  };
}
