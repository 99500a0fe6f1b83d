locals {
  # Known before anything is made: what is there is looked up by it.
  existing_workspace = { for sid in compact([var.existing_workspace_sid]) : "Flex Task Assignment" => sid }
  workspace_sid      = var.create_workspace ? twilio_taskrouter_workspace.flex["Flex Task Assignment"].sid : var.existing_workspace_sid

  queues    = toset(["Everyone"])
  workflows = toset(["linekit calls", "linekit callbacks and voicemail"])
}

module "routing" {
  source = "../routing"

  file       = var.file
  queue_sids = { for name, queue in merge(twilio_taskrouter_task_queue.flex, twilio_taskrouter_task_queue.skill) : name => queue.sid }
}

data "twilio_taskrouter_task_queues" "existing" {
  for_each = local.existing_workspace

  workspace_sid = each.value
}

data "twilio_taskrouter_workflows" "existing" {
  for_each = local.existing_workspace

  workspace_sid = each.value
}

data "twilio_taskrouter_task_channels" "existing" {
  for_each = local.existing_workspace

  workspace_sid = each.value
}

# Comes with every workspace.
data "twilio_taskrouter_task_channels" "workspace" {
  workspace_sid = local.workspace_sid

  lifecycle {
    postcondition {
      condition     = contains(self.task_channels[*].unique_name, "voice")
      error_message = "Workspace ${self.workspace_sid} has no task channel \"voice\"."
    }
  }
}

resource "twilio_taskrouter_workspace" "flex" {
  for_each = var.create_workspace ? toset(["Flex Task Assignment"]) : toset([])

  friendly_name      = each.key
  multi_task_enabled = true

  lifecycle {
    prevent_destroy = true
    # Flex sets its own once it arrives; a template can't be read back, and would count as changed.
    ignore_changes = all
  }
}

resource "twilio_taskrouter_task_queue" "flex" {
  for_each = local.queues

  workspace_sid  = local.workspace_sid
  friendly_name  = each.key
  target_workers = "1==1"

  lifecycle {
    prevent_destroy = true
    # Made where it is missing; who works in it is for the people of the contact centre to say.
    ignore_changes = all
  }
}

resource "twilio_taskrouter_task_queue" "skill" {
  for_each = module.routing.queues

  workspace_sid  = local.workspace_sid
  friendly_name  = each.key
  target_workers = each.value

  lifecycle {
    # Open tasks of callers are in it: a queue that the file no longer has is handed back, never deleted (terraform/README.md).
    prevent_destroy = true
    ignore_changes  = [assignment_activity_sid, reservation_activity_sid, max_reserved_workers, task_order]
  }
}

# How many tasks of a channel an agent takes is not Terraform's: agents come and go, and `npx linekit deploy` sets it for each.
resource "twilio_taskrouter_task_channel" "own" {
  for_each = module.routing.channels

  workspace_sid = local.workspace_sid
  friendly_name = each.key
  unique_name   = each.key

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [friendly_name, channel_optimized_routing]
  }
}

resource "twilio_taskrouter_workflow" "flex" {
  for_each = local.workflows

  workspace_sid = local.workspace_sid
  friendly_name = each.key
  configuration = module.routing.workflows[each.key]

  lifecycle {
    # Open tasks of callers are in it.
    prevent_destroy = true
    ignore_changes  = [assignment_callback_url, fallback_assignment_callback_url, task_reservation_timeout]
  }
}
