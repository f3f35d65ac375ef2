import { Router } from 'express';
import helmet from 'helmet';
import { serve, setup } from 'swagger-ui-express';
import { openApiDocument } from './openapi-document.js';

/** The OpenAPI document, and a page to read and try it. */
export function docsRoutes(): Router {
  const router = Router();
  const document = openApiDocument();
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  // Swagger UI styles itself by inline styles and shows its icons as data; its scripts are files of ours.
  const policy = helmet.contentSecurityPolicy({
    directives: {
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'upgrade-insecure-requests': null,
    },
  });
  router.use('/docs', policy, serve, setup(document, { customSiteTitle: 'mock-scs API' }));
  return router;
}
