import { Router } from 'express';
import type { NextFunction, Request, Response } from 'express';
import { refusalOf } from '../refusal-of.js';
import { tenantOfRequest } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';
import { attachedFiles, emailForm } from './email-form.js';
import { emailFields, problemsOf, submissionIdOf } from './email-parameters.js';
import { submitEmail } from './submit-email.js';
import type { EmailServers } from './submit-email.js';

/** E-mail API Version 2: takes a mail from a web form. */
export function emailApi({ application, ...servers }: EmailServers & { readonly application: string }): Router {
  const scope = { configuration: servers.loadBalancer.configuration, application };
  const router = Router();
  router.use(...emailForm());

  router.post('/:service', async (request, response) => {
    const { service } = request.params;
    const tenant = tenantOfRequest(scope, { channel: 'email', service, tenant: tenantParameter(request) });
    const fields = emailFields(request.body);
    const [first, ...others] = problemsOf(fields);
    if (first !== undefined) {
      response.status(400).json({ statusCode: 2, errors: [first, ...others].map(({ entry }) => entry) });
      return;
    }
    const interactionId = await submitEmail(servers, {
      submissionId: submissionIdOf(request.body),
      tenant,
      service,
      ...fields,
      attachments: attachedFiles(request),
    });
    response.json({ statusCode: 0, interactionId });
  });

  router.use(emailFailure);
  return router;
}

function emailFailure(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  const refusal = refusalOf(error);
  if (refusal.code === 'INTERNAL_ERROR' || response.headersSent) {
    next(error);
    return;
  }
  const statusCode = refusal.code === 'SERVER_UNREACHABLE' ? 1 : 2;
  response.status(refusal.status).json({ statusCode, errors: [refusal.entry] });
}
