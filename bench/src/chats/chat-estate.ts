import { startScenario } from '../estate/scenario-estate.js';
import type { ScenarioEstate } from '../estate/scenario-estate.js';

/** The processes of `chat-load.yaml`, running. */
export type ChatEstate = ScenarioEstate;

/** @throws Error with the end of its log where the estate does not come up */
export const startChatEstate = (portBase: number): Promise<ChatEstate> => startScenario('chat-load.yaml', portBase);
