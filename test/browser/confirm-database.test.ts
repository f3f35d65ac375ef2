import { connectToLocalControlAgent } from '@eservices-lb/mock-scs/lca';
import { eventually } from '../estate/eventually.js';
import { anEstate } from '../mock-scs/small-estate.js';
import { describeConsole } from './describe-console.js';

const estate = () =>
  anEstate({ applications: [{ name: 'Interaction', type: 'InteractionServer', ports: [{ port: 8201 }] }] });

describeConsole('the confirmation of a database', estate, (get) => {
  it('is offered where Interaction Server waits for it, asks back with both databases, and reaches the server (IXN-9)', async () => {
    const { scs, open } = get();
    const commands: string[] = [];
    const link = connectToLocalControlAgent({
      ...{ application: 'Interaction', scs: [scs.url], secret: scs.secretOf('Interaction') },
      onCommand: (command) => commands.push(command),
    });
    await link.registered;
    link.report('running');
    link.show({ kind: 'interaction-server', database: { identity: 'a1', isConfirmed: true } });
    const page = await open('#/applications/Interaction');
    const button = page.getByRole('button', { name: 'Confirm database' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);

    link.report('service-unavailable');
    link.reportDatabase({ unconfirmed: { name: 'Archive', identity: 'b2' } });
    const problem =
      'The Database Access Points lead to "Archive" (b2), but this server worked with "Interactions" (a1).';
    link.show({ kind: 'interaction-server', database: { identity: 'a1', isConfirmed: false, problem } });
    await page.locator('button:enabled', { hasText: 'Confirm database' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm database: Interaction?' });
    await dialog.getByText(`${problem} What was written into the former database stays there.`).waitFor();
    await dialog.getByRole('button', { name: 'Confirm database' }).click();

    await eventually('the command', () => (commands.includes('confirm-database') ? true : undefined));
    await link.close();
  });
});
