import axios, { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';
import { isStream } from './request-body.js';

const neverConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

export const isIdempotent = (method: string): boolean => idempotentMethods.has(method.toUpperCase());

/** The code of the failure beneath whatever wraps it. */
export function failureCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const beneath = 'cause' in error ? failureCode(error.cause) : undefined;
  return beneath ?? ('code' in error && typeof error.code === 'string' ? error.code : undefined);
}

/** No connection was made, so the request cannot have been carried out. */
export const isNeverConnected = (error: unknown): boolean => neverConnected.has(failureCode(error) ?? '');

/**
 * Whether the request may be made again: it cannot have been carried out, or may be carried out twice. An answer, whatever its status,
 * is an answer; and the caller who gave up wants no other.
 */
export function isRepeatable(error: unknown, { method = 'get', data, signal }: InternalAxiosRequestConfig): boolean {
  if (!(error instanceof AxiosError) || error.response !== undefined || axios.isCancel(error)) return false;
  if (signal?.aborted === true || isStream(data) || isRefusedHere(error)) return false;
  return isNeverConnected(error) || isIdempotent(method);
}

const ours: ReadonlySet<string | undefined> = new Set([
  AxiosError.ERR_BAD_OPTION_VALUE,
  AxiosError.ERR_BAD_OPTION,
  AxiosError.ERR_BAD_REQUEST,
  AxiosError.ERR_BAD_RESPONSE,
]);

/** It was never sent, or its answer was not to our taste: no instance is to blame, and another would do no better. */
export const isRefusedHere = ({ code }: AxiosError): boolean => ours.has(code);
