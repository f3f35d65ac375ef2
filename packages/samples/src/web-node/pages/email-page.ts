import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import type { Response } from 'express';
import { z } from 'zod';
import { attachedFiles, emailForm } from '../email-api/email-form.js';
import { emailFields, problemsOf } from '../email-api/email-parameters.js';
import { submitEmail } from '../email-api/submit-email.js';
import type { EmailServers } from '../email-api/submit-email.js';
import { refusalOf } from '../refusal-of.js';
import { offeredServices, servedTenants } from '../services.js';
import { tenantOfRequest } from '../tenant-of-request.js';
import { tenantParameter } from '../tenant-parameter.js';

/** The hidden field makes a form that is sent twice one mail. */
const formSchema = z.object({ service: z.string().catch(''), submissionId: z.uuid().catch(() => randomUUID()) });

/** `/email`: a form, sent by the browser itself, and a page that says what became of it. */
export function emailPage({ application, ...servers }: EmailServers & { readonly application: string }): Router {
  const scope = { configuration: servers.loadBalancer.configuration, application };
  const router = Router();

  const show = (response: Response, form: object): void => {
    const choices = { services: offeredServices(scope, 'email'), tenants: servedTenants(scope) };
    response.render('email', {
      title: 'email.title',
      ...choices,
      submissionId: randomUUID(),
      problems: [],
      values: {},
      ...form,
    });
  };

  router.get('/', (_request, response) => {
    show(response, {});
  });

  router.post('/', ...emailForm(), async (request, response) => {
    const { service, submissionId } = formSchema.parse(request.body);
    const values: unknown = request.body;
    try {
      const tenant = tenantOfRequest(scope, { channel: 'email', service, tenant: tenantParameter(request) });
      const fields = emailFields(request.body);
      const problems = problemsOf(fields);
      if (problems.length > 0) {
        show(response.status(400), { values, submissionId, problems });
        return;
      }
      const interactionId = await submitEmail(servers, {
        submissionId,
        tenant,
        service,
        ...fields,
        attachments: attachedFiles(request),
      });
      response.render('email-sent', { title: 'email.sentTitle', interactionId, fromAddress: fields.fromAddress });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === 'INTERNAL_ERROR') throw error;
      show(response.status(refusal.status), { values, submissionId, problems: [refusal] });
    }
  });

  return router;
}
