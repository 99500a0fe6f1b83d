import { createDispatcher } from '../gateway/dispatcher';
import { testWorld } from '../testing/world';
import { wavDurationMs } from '../voice/audio/wav';
import { createDemo } from './demo';

const world = testWorld();
const dispatch = createDispatcher(createDemo(), world);
afterAll(() => world.close());

test.each([
  'https://demo.twilio.com/docs/classic.mp3',
  'https://api.twilio.com/cowbell.mp3',
  'http://com.twilio.sounds.music.s3.amazonaws.com/MARKOVICHAMP-Borghestral.mp3',
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

describe('Twimlets', () => {
  const documentOf = async (url: string, form?: Record<string, string>): Promise<string> => {
    const { status, body } = await dispatch('POST', `http://twimlets.com/${url}`, form ? { form } : {});
    return `${status} ${(typeof body === 'string' ? body : '').replace(/^.*<Response>|<\/Response>\s*$/gs, '')}`;
  };

  test('hold music of a bucket, with a message; the music of others cannot be listed', async () => {
    expect(await documentOf('holdmusic?Bucket=com.twilio.music.rock&Message=Please%20wait')).toBe(
      '200 <Play>http://com.twilio.music.rock.s3.amazonaws.com/track.mp3</Play><Say>Please wait</Say><Redirect/>',
    );
    expect(await documentOf('holdmusic?Bucket=mine')).toMatch(/^501/);
  });

  test('echo and messages', async () => {
    expect(await documentOf(`echo?Twiml=${encodeURIComponent('<Response><Hangup/></Response>')}`)).toBe(
      '200 <Hangup/>',
    );
    expect(await documentOf('message?Message%5B0%5D=A%20%26%20B&Message%5B1%5D=https://a.example/b.mp3')).toBe(
      '200 <Say>A &amp; B</Say><Play>https://a.example/b.mp3</Play>',
    );
  });

  test('forward: dials, then goes where it was told to when nobody answers', async () => {
    const url = 'forward?PhoneNumber=415-555-1212&Timeout=9&FailUrl=https://a.example/no';
    expect(await documentOf(url, { From: '+12025550147' })).toBe(
      `200 <Dial action="http://twimlets.com/${url.replaceAll('&', '&amp;')}" timeout="9">415-555-1212</Dial>`,
    );
    expect(await documentOf(url, { DialCallStatus: 'no-answer' })).toContain('<Redirect>https://a.example/no');
    expect(await documentOf(url, { DialCallStatus: 'completed' })).toContain('<Hangup/>');
    expect(await documentOf(`${url}&AllowedCallers%5B0%5D=510-555-1212`, { From: '+12025550147' })).toContain('<Say>');
    expect(await documentOf(`${url}&AllowedCallers%5B0%5D=510-555-1212`, { From: '+15105551212' })).toContain('<Dial');
  });

  test('one that mails is not made up', async () => {
    expect(await documentOf('voicemail?Email=a@b.example')).toMatch(/^501/);
  });
});
