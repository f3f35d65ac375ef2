import type { Page } from 'playwright-core';
import type { BrowserEstate } from './describe-in-browser.js';

/** Goes to a page that is for agents only, by way of the login. */
export async function logIn(
  page: Page,
  { estate }: BrowserEstate,
  { as = 'agent', to = '/agent' } = {},
): Promise<void> {
  await page.goto(
    `${estate.ready.urls.frontDoor}/agent/login?${new URLSearchParams({ to, language: 'en' }).toString()}`,
  );
  await page.getByLabel('Name').fill(as);
  await page.getByLabel('Password').fill(estate.ready.agentPassword);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL((url) => url.pathname === to.split('?')[0]);
}
