import type { Frame } from '../../../packages/mock-scs/src/api/event-frames.js';

/** The frame of an event with another body. */
export const withBody = (frame: Frame, change: (body: string) => string): Frame => ({
  ...frame,
  text: String(frame.text).replaceAll(/^data: ([^\n]*)/gm, (_line, body: string) => `data: ${change(body)}`),
});
