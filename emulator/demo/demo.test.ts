import { createDispatcher } from '../gateway/dispatcher';
import { testWorld } from '../testing/world';
import { wavDurationMs } from '../voice/audio/wav';
import { createDemo } from './demo';

const world = testWorld();
const dispatch = createDispatcher(createDemo(), world);
afterAll(() => world.close());

test.each([
  'https://demo.twilio.com/docs/classic.mp3',
  'http://com.twilio.music.soft-rock.s3.amazonaws.com/_ghost_-_promo_2_sample_pack.mp3',
])('%s is a minute of sound', async url => {
  const { status, headers, body } = await dispatch('GET', url);
  expect([status, headers?.['content-type']]).toEqual([200, 'audio/x-wav']);
  expect(Buffer.isBuffer(body) && wavDurationMs(body)).toBe(60_000);
});

test("the sample document says and plays; what else is at Twilio's is not made up", async () => {
  for (const method of ['GET', 'POST'] as const)
    expect((await dispatch(method, 'https://demo.twilio.com/docs/voice.xml')).body).toContain('<Play>https://demo.');
  expect((await dispatch('GET', 'https://demo.twilio.com/docs/other.xml')).status).toBe(501);
  expect((await dispatch('GET', 'https://com.twilio.music.rock.s3.amazonaws.com/list')).status).toBe(404);
});
