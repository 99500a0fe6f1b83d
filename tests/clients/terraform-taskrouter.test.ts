import { describeFamily } from './terraform-family';
import { testLifecycle } from './terraform-lifecycle';

const FOLDERS: Readonly<Record<string, string>> = {
  twilio_taskrouter_activity: 'Activities',
  twilio_taskrouter_task_channel: 'TaskChannels',
  twilio_taskrouter_task_queue: 'TaskQueues',
  twilio_taskrouter_worker: 'Workers',
  twilio_taskrouter_workflow: 'Workflows',
};

const name = (family: string): string => `twilio_taskrouter_${family}`;

describeFamily('TaskRouter', ['provider.tf', 'taskrouter.tf'], family =>
  testLifecycle(family, {
    prefixes: ['twilio_taskrouter_'],
    found: { first: foundWith('first'), second: foundWith('second') },
    gone: 'https://taskrouter.twilio.com/v1/Workspaces',
    changes: {
      [name('activity.ready')]: 'update',
      [name('task_channel.paper')]: 'update',
      [name('task_queue.german')]: 'update',
      [name('worker.ada')]: 'update',
      [name('workflow.calls')]: 'update',
      [name('workspace.desk')]: 'update',
      [name('workspace_configuration.desk')]: 'update',
    },
    // The provider can't import a workspace's configuration, nor read a template back.
    importId({ address, values }) {
      const [type = ''] = address.split('.');
      const workspace = `/Workspaces/${String(values['workspace_sid'] ?? values['sid'])}`;
      if (type === 'twilio_taskrouter_workspace_configuration' || address.endsWith('.templated')) return undefined;
      return type === 'twilio_taskrouter_workspace'
        ? workspace
        : `${workspace}/${FOLDERS[type]}/${String(values['sid'])}`;
    },
  }),
);

function foundWith(mark: string) {
  return {
    workspaces: [`Desk ${mark}`],
    available: ['Available', `Ready ${mark}`],
    channels: true,
    queues: ['Everyone', `German ${mark}`],
    workers: [`ada ${mark}`],
    workflows: [`Calls ${mark}`],
  };
}
