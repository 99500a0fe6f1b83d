import type { ApiReply, ApiRequest, Route } from '../../contract';
import { invalid, notFound } from '../../rest/twilio-error';
import type { StudioRecords } from '../records';

const PATH = '/v2/Flows/{Sid}/TestUsers';

/** The users that would try a flow's draft. They are kept and read back; calls run the published revision whoever calls. */
export function testUserRoutes(records: StudioRecords): Route[] {
  function present({ path, account, url }: ApiRequest): ApiReply {
    const flow = records.flows.get(path.Sid ?? '');
    if (!flow || flow.account_sid !== account?.sid) throw notFound(url.pathname);
    const { sid } = flow;
    const users = records.testUsers.get(sid)?.test_users ?? [];
    return {
      status: 200,
      body: { sid, test_users: users, url: `https://studio.twilio.com/v2/Flows/${sid}/TestUsers` },
    };
  }

  function update(request: ApiRequest): ApiReply {
    const reply = present(request);
    const sid = request.path.Sid ?? '';
    const users = request.form.getAll('TestUsers');
    if (users.length === 0) throw invalid('Missing required parameter TestUsers in the post body');
    records.testUsers.delete(sid);
    records.testUsers.insert({ sid, test_users: users });
    return { ...reply, ...present(request) };
  }

  return [
    { method: 'GET', path: PATH, access: 'account', handle: present },
    { method: 'POST', path: PATH, access: 'account', handle: update },
  ];
}
