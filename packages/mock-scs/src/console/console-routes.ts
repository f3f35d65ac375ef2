import express, { Router } from 'express';
import { renderFile } from 'ejs';
import { join } from 'node:path';

const packageDirectory = join(__dirname, '..', '..');

/** The console: a page that holds nothing; its script asks the API, with the token that the operator gave it. */
export function consoleRoutes(): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
    response.type('html').send(await renderFile(join(packageDirectory, 'views', 'console.ejs'), {}));
  });
  // Where its pages are known by their names, as in the guide.
  router.get('/interactions', (_request, response) => {
    response.redirect('/#/interactions');
  });
  router.use(express.static(join(packageDirectory, 'public'), { index: false }));
  return router;
}
