output "workspace_sid" {
  description = "The workspace of Flex."
  value       = local.workspace_sid
}

output "workflow_sids" {
  description = "SIDs of the workflows, by name."
  value       = { for name, workflow in twilio_taskrouter_workflow.flex : name => workflow.sid }
}

output "voice_channel_sid" {
  description = "Task channel of calls."
  value       = one([for channel in data.twilio_taskrouter_task_channels.workspace.task_channels : channel.sid if channel.unique_name == "voice"])
}

output "existing_workspace" {
  description = "SID of the workspace that is there, by name."
  value       = local.existing_workspace
}

output "existing_queues" {
  description = "Import ids of the queues that are there, by name."
  value = merge([
    for each in data.twilio_taskrouter_task_queues.existing : {
      for queue in each.task_queues : queue.friendly_name => "/Workspaces/${each.workspace_sid}/TaskQueues/${queue.sid}"
      if contains(local.queues, queue.friendly_name)
    }
  ]...)
}

output "existing_skill_queues" {
  description = "Import ids of the queues of the file that are there, by name."
  value = merge([
    for each in data.twilio_taskrouter_task_queues.existing : {
      for queue in each.task_queues : queue.friendly_name => "/Workspaces/${each.workspace_sid}/TaskQueues/${queue.sid}"
      if contains(keys(module.routing.queues), queue.friendly_name)
    }
  ]...)
}

output "existing_channels" {
  description = "Import ids of the channels of the file that are there, by name."
  value = merge([
    for each in data.twilio_taskrouter_task_channels.existing : {
      for channel in each.task_channels : channel.unique_name => "/Workspaces/${each.workspace_sid}/TaskChannels/${channel.sid}"
      if contains(module.routing.channels, channel.unique_name)
    }
  ]...)
}

output "existing_workflows" {
  description = "Import ids of the workflows that are there, by name."
  value = merge([
    for each in data.twilio_taskrouter_workflows.existing : {
      for workflow in each.workflows : workflow.friendly_name => "/Workspaces/${each.workspace_sid}/Workflows/${workflow.sid}"
      if contains(local.workflows, workflow.friendly_name)
    }
  ]...)
}
