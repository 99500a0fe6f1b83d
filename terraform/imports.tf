# What the account has already is taken over, never made a second time. An object that is in the state stays as it is.

import {
  for_each = module.numbers.existing
  to       = module.numbers.twilio_phone_number.line[each.key]
  id       = "/Accounts/${module.client.account_sid}/PhoneNumbers/${each.value}"
}

import {
  for_each = var.create_workspace ? module.taskrouter.existing_workspace : {}
  to       = module.taskrouter.twilio_taskrouter_workspace.flex[each.key]
  id       = "/Workspaces/${each.value}"
}

import {
  for_each = module.taskrouter.existing_queues
  to       = module.taskrouter.twilio_taskrouter_task_queue.flex[each.key]
  id       = each.value
}

import {
  for_each = module.taskrouter.existing_skill_queues
  to       = module.taskrouter.twilio_taskrouter_task_queue.skill[each.key]
  id       = each.value
}

import {
  for_each = module.taskrouter.existing_channels
  to       = module.taskrouter.twilio_taskrouter_task_channel.own[each.key]
  id       = each.value
}

import {
  for_each = module.taskrouter.existing_workflows
  to       = module.taskrouter.twilio_taskrouter_workflow.flex[each.key]
  id       = each.value
}

import {
  for_each = var.existing.sync_service == null ? [] : [var.existing.sync_service]
  to       = module.sync.twilio_sync_service.linekit
  id       = "/Services/${each.value}"
}

import {
  for_each = var.existing.flows
  to       = module.flows.twilio_studio_flow.line[each.key]
  id       = "/Flows/${each.value}"
}

import {
  for_each = { for name, sid in var.existing.variables : name => sid if contains(module.serverless.wired_names, name) }
  to       = module.serverless.twilio_serverless_variable.wired[each.key]
  id       = "/Services/${module.serverless.service_sid}/Environments/${module.serverless.environment_sid}/Variables/${each.value}"
}

import {
  for_each = { for name, sid in var.existing.variables : name => sid if contains(module.serverless.open_names, name) }
  to       = module.serverless.twilio_serverless_variable.given[each.key]
  id       = "/Services/${module.serverless.service_sid}/Environments/${module.serverless.environment_sid}/Variables/${each.value}"
}

import {
  for_each = { for name, sid in var.existing.variables : name => sid if contains(module.serverless.secret_names, name) }
  to       = module.serverless.twilio_serverless_variable.secret[each.key]
  id       = "/Services/${module.serverless.service_sid}/Environments/${module.serverless.environment_sid}/Variables/${each.value}"
}
