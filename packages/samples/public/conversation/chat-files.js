import { problemText, t } from '../texts.js';

const megabyte = 1024 * 1024;
const size = new Intl.NumberFormat(document.documentElement.lang, {
  style: 'unit',
  unit: 'kilobyte',
  maximumFractionDigits: 0,
});

/** Files that go into a chat and come out of it, for whoever has a `connection`: `url`, `identity`, `request`, `download` and `heed`. */
export class ChatFiles {
  #connection;
  #onProgress;
  #onReply;

  /** `onProgress(text)` hears how far an upload is, and '' at its end; `onReply(reply, problem)` what became of it. */
  constructor({ connection, onProgress, onReply }) {
    this.#connection = connection;
    this.#onProgress = onProgress;
    this.#onReply = onReply;
  }

  /** What may be sent, for a person and for the field; undefined where nothing may. */
  async limits() {
    const { statusCode, userData = {} } = await this.#connection.request('file/limits');
    const most = Number(userData['upload-max-file-size'] ?? 0);
    if (statusCode !== 0 || most === 0 || Number(userData['upload-max-files'] ?? 0) === 0) return undefined;
    const types = (userData['upload-file-types'] ?? '').split(':').filter((type) => type !== '');
    return {
      accept: types.map((type) => `.${type}`).join(','),
      text: t('chat.fileLimits', { size: Math.round(most / megabyte) || 1, types: types.join(', ') }),
    };
  }

  /** Sends a file, and tells how far it is. */
  upload(file) {
    const form = new FormData();
    for (const [name, value] of Object.entries(this.#connection.identity)) if (value) form.append(name, value);
    form.append('file', file);
    const request = new XMLHttpRequest();
    request.open('POST', `${this.#connection.url}/file`);
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      this.#onProgress(t('chat.uploading', { name: file.name, percent: Math.round((loaded / total) * 100) }));
    });
    request.addEventListener('loadend', () => {
      this.#onProgress('');
      const reply = request.response ?? { statusCode: 1 };
      this.#connection.heed(reply);
      const [error] = reply.errors ?? [];
      const problem = error === undefined ? t('chat.didNotWork') : problemText(error);
      this.#onReply(reply, reply.statusCode === 0 ? undefined : problem);
    });
    request.send(form);
  }

  /** A file of the chat: its name, size, a way to have it, and to take one's own away. */
  view({ id, name, size: bytes, isMine }) {
    const view = document.createElement('div');
    view.className = 'text file';
    const title = document.createElement('span');
    title.className = 'file-name';
    title.textContent = name ?? '';
    const facts = document.createElement('span');
    facts.className = 'small';
    facts.textContent = Number.isFinite(bytes) ? size.format(Math.max(1, bytes / 1024)) : '';
    view.append(title, facts, this.#download(id, name));
    if (isMine) view.append(this.#delete(id));
    return view;
  }

  /** Asked for with what proves who asks, and then saved by the browser under its own name. */
  #download(id, name) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = t('chat.download');
    button.addEventListener('click', async () => {
      const response = await this.#connection.download(`file/${encodeURIComponent(id)}/download`);
      if (response.headers.get('content-disposition') === null) {
        this.#onReply({ statusCode: 2 }, t('chat.didNotWork'));
        return;
      }
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await response.blob());
      link.download = name ?? 'file';
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    return button;
  }

  #delete(id) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = t('chat.delete');
    button.addEventListener('click', async () => {
      button.disabled = true;
      this.#onReply(await this.#connection.request(`file/${encodeURIComponent(id)}/delete`));
    });
    return button;
  }
}
