import type { ApplicationAction } from '../control/application-action.js';

/** What the documentation says that an action does. */
export function actionSummary(action: ApplicationAction): string {
  switch (action) {
    case 'switchover':
      return 'change the roles of the warm standby pair that an application is in; answers when they have changed';
    case 'confirm-database':
      return 'let an Interaction Server work with the database that it has found in place of the one it expected (IXN-9)';
    default:
      return `${action} an application`;
  }
}
