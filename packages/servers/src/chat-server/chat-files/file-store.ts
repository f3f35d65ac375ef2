import type { Pool } from 'pg';
import { storableText } from '../../database/storable-json.js';

/** The files of chats in the Universal Contact database. */
export const fileSchema = [
  `CREATE TABLE IF NOT EXISTS chat_file (
     chat_id text NOT NULL,
     file_id text NOT NULL,
     participant_id integer NOT NULL,
     name text NOT NULL,
     type text NOT NULL,
     uploaded_at bigint NOT NULL,
     content bytea NOT NULL,
     PRIMARY KEY (chat_id, file_id)
   )`,
  `CREATE TABLE IF NOT EXISTS chat_file_download (
     chat_id text NOT NULL,
     participant_id integer NOT NULL,
     attempts integer NOT NULL,
     PRIMARY KEY (chat_id, participant_id)
   )`,
];

export interface FileId {
  readonly chatId: string;
  readonly fileId: string;
}

export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

export interface FileToStore extends FileId, StoredFile {
  readonly participantId: number;
  /** Milliseconds since 1970. */
  readonly uploadedUtc: number;
}

/** Keeps the content of files. */
export interface FileStore {
  /** A file that is there already stays as it is. */
  keep(file: FileToStore): Promise<void>;
  find(file: FileId): Promise<StoredFile | undefined>;
  remove(file: FileId): Promise<void>;
  /** Counts a download, unless there were `most` of this participant already: then false. */
  countDownload(chatId: string, participantId: number, most: number): Promise<boolean>;
  downloads(chatId: string, participantId: number): Promise<number>;
}

/** A Chat Server without a database takes no files. */
export const noFileStore: FileStore = {
  keep: () => Promise.reject(new Error('This Chat Server has no database to keep files in.')),
  find: () => Promise.resolve(undefined),
  remove: () => Promise.resolve(),
  countDownload: () => Promise.resolve(false),
  downloads: () => Promise.resolve(0),
};

/** Every method rejects where the database does not answer. */
export class DatabaseFileStore implements FileStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async keep({ chatId, fileId, participantId, name, type, uploadedUtc, content }: FileToStore): Promise<void> {
    await this.#pool.query(
      `INSERT INTO chat_file (chat_id, file_id, participant_id, name, type, uploaded_at, content)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (chat_id, file_id) DO NOTHING`,
      [chatId, fileId, participantId, storableText(name), type, uploadedUtc, content],
    );
  }

  async find({ chatId, fileId }: FileId): Promise<StoredFile | undefined> {
    const { rows } = await this.#pool.query<StoredFile>(
      'SELECT name, type, content FROM chat_file WHERE chat_id = $1 AND file_id = $2',
      [chatId, fileId],
    );
    return rows[0];
  }

  async remove({ chatId, fileId }: FileId): Promise<void> {
    await this.#pool.query('DELETE FROM chat_file WHERE chat_id = $1 AND file_id = $2', [chatId, fileId]);
  }

  async countDownload(chatId: string, participantId: number, most: number): Promise<boolean> {
    if (most <= 0) return false;
    const { rowCount } = await this.#pool.query(
      `INSERT INTO chat_file_download (chat_id, participant_id, attempts) VALUES ($1, $2, 1)
       ON CONFLICT (chat_id, participant_id) DO UPDATE SET attempts = chat_file_download.attempts + 1
       WHERE chat_file_download.attempts < $3`,
      [chatId, participantId, most],
    );
    return rowCount === 1;
  }

  async downloads(chatId: string, participantId: number): Promise<number> {
    const { rows } = await this.#pool.query<{ attempts: number }>(
      'SELECT attempts FROM chat_file_download WHERE chat_id = $1 AND participant_id = $2',
      [chatId, participantId],
    );
    return rows[0]?.attempts ?? 0;
  }
}
