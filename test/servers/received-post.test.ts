import { submissionOf } from '../../packages/servers/src/social-messaging-server/received-post.js';
import { settingsOf } from '../../packages/servers/src/social-messaging-server/social-settings.js';
import { aRegistration } from './application-surroundings.js';

describe('a post', () => {
  it('is another interaction than a post of the same number in a feed of the same name on another network', () => {
    const post = { id: '17', author: 'Ada', text: 'Where is my order?' };

    const numbers = ['SocialNetwork', 'OtherNetwork', 'SocialNetwork'].map((application) => {
      const network = { application, type: 'ThirdPartyServer', host: '127.0.0.1', port: 1, secure: false };
      const [feed] = settingsOf(aRegistration({}, [network], { options: { feeds: { support: 'Environment' } } })).feeds;
      return submissionOf(feed!, post).interactionId;
    });

    expect(new Set(numbers).size).toBe(2);
    expect(numbers[2]).toBe(numbers[0]);
  });
});
