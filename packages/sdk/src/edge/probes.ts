import axios from 'axios';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Probe } from '../source/prober.js';
import { abortWith } from '../time/abort-with.js';

/** Succeeds where a TCP connection is accepted. */
export const tcpProbe: Probe = async ({ host, port }, signal) => {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal });
    return true;
  } finally {
    socket.destroy();
  }
};

/** Succeeds where a GET of the path is answered with a status from 200 to 399. */
export const httpProbe =
  (path: string): Probe =>
  async ({ url }, signal) => {
    const ending = new AbortController();
    const unlink = abortWith(ending, signal);
    try {
      const { status } = await axios.get<unknown>(path, {
        ...{
          baseURL: url,
          allowAbsoluteUrls: false,
          maxRedirects: 0,
          proxy: false,
          responseType: 'stream',
          validateStatus: () => true,
        },
        signal: ending.signal,
      });
      return status >= 200 && status < 400;
    } finally {
      ending.abort(); // The body does not matter; the socket is freed.
      unlink();
    }
  };
