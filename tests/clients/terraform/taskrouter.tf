resource "twilio_taskrouter_workspace" "desk" {
  friendly_name          = "Desk ${local.mark}"
  event_callback_url     = "https://example.com/events/${local.mark}"
  event_filters          = var.changed ? ["task.created", "task.canceled"] : ["task.created"]
  multi_task_enabled     = true
  prioritize_queue_order = var.changed ? "LIFO" : "FIFO"

  lifecycle {
    # Can't be read back, and has a default: without this an imported workspace is made anew.
    ignore_changes = [template]
  }
}

resource "twilio_taskrouter_workspace" "templated" {
  friendly_name = "Templated"
  template      = "FIFO"
}

resource "twilio_taskrouter_activity" "ready" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  friendly_name = "Ready ${local.mark}"
  available     = true
}

resource "twilio_taskrouter_activity" "away" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  friendly_name = "Away"
  available     = false
}

# Those that every workspace comes with. Own ones could not be destroyed while the workspace uses them.
data "twilio_taskrouter_activities" "offline" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  friendly_name = "Offline"
}

data "twilio_taskrouter_activities" "built_in_available" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  friendly_name = "Available"
}

locals {
  offline   = data.twilio_taskrouter_activities.offline.activities[0].sid
  available = data.twilio_taskrouter_activities.built_in_available.activities[0].sid
}

resource "twilio_taskrouter_workspace_configuration" "desk" {
  workspace_sid        = twilio_taskrouter_workspace.desk.sid
  default_activity_sid = var.changed ? local.available : local.offline
  timeout_activity_sid = local.offline
}

resource "twilio_taskrouter_task_channel" "paper" {
  workspace_sid             = twilio_taskrouter_workspace.desk.sid
  friendly_name             = "Paper ${local.mark}"
  unique_name               = "paper"
  channel_optimized_routing = var.changed
}

resource "twilio_taskrouter_task_queue" "german" {
  workspace_sid            = twilio_taskrouter_workspace.desk.sid
  friendly_name            = "German ${local.mark}"
  target_workers           = var.changed ? "languages HAS \"de\" AND level > 2" : "languages HAS \"de\""
  task_order               = var.changed ? "LIFO" : "FIFO"
  max_reserved_workers     = var.changed ? 3 : 1
  assignment_activity_sid  = twilio_taskrouter_activity.away.sid
  reservation_activity_sid = twilio_taskrouter_activity.away.sid
}

resource "twilio_taskrouter_task_queue" "everyone" {
  workspace_sid  = twilio_taskrouter_workspace.desk.sid
  friendly_name  = "Everyone"
  target_workers = "1==1"
}

resource "twilio_taskrouter_worker" "ada" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  friendly_name = "ada ${local.mark}"
  activity_sid  = twilio_taskrouter_activity.ready.sid
  attributes    = jsonencode({ languages = ["de"], level = var.changed ? 3 : 1 })
}

resource "twilio_taskrouter_workflow" "calls" {
  workspace_sid                    = twilio_taskrouter_workspace.desk.sid
  friendly_name                    = "Calls ${local.mark}"
  assignment_callback_url          = "https://example.com/assignment/${local.mark}"
  fallback_assignment_callback_url = "https://example.com/assignment-fallback"
  task_reservation_timeout         = var.changed ? 60 : 30
  configuration = jsonencode({
    task_routing = {
      filters = [{
        filter_friendly_name = "German"
        expression           = "language == \"de\""
        targets = [{
          queue    = twilio_taskrouter_task_queue.german.sid
          priority = var.changed ? 9 : 5
          timeout  = 120
        }]
      }]
      default_filter = { queue = twilio_taskrouter_task_queue.everyone.sid }
    }
  })
}

data "twilio_taskrouter_workspace" "desk" {
  sid = twilio_taskrouter_workspace.desk.sid
}

data "twilio_taskrouter_workspaces" "named" {
  friendly_name = twilio_taskrouter_workspace.desk.friendly_name
}

data "twilio_taskrouter_activity" "ready" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  sid           = twilio_taskrouter_activity.ready.sid
}

data "twilio_taskrouter_activities" "available" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  available     = true
  depends_on    = [twilio_taskrouter_activity.ready, twilio_taskrouter_activity.away]
}

data "twilio_taskrouter_task_channel" "paper" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  unique_name   = twilio_taskrouter_task_channel.paper.unique_name
}

data "twilio_taskrouter_task_channels" "all" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  depends_on    = [twilio_taskrouter_task_channel.paper]
}

data "twilio_taskrouter_task_queue" "german" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  sid           = twilio_taskrouter_task_queue.german.sid
}

data "twilio_taskrouter_task_queues" "all" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  depends_on    = [twilio_taskrouter_task_queue.german, twilio_taskrouter_task_queue.everyone]
}

data "twilio_taskrouter_worker" "ada" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  sid           = twilio_taskrouter_worker.ada.sid
}

data "twilio_taskrouter_workers" "german" {
  workspace_sid             = twilio_taskrouter_workspace.desk.sid
  target_workers_expression = "languages HAS \"de\""
  depends_on                = [twilio_taskrouter_worker.ada]
}

data "twilio_taskrouter_workflow" "calls" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  sid           = twilio_taskrouter_workflow.calls.sid
}

data "twilio_taskrouter_workflows" "all" {
  workspace_sid = twilio_taskrouter_workspace.desk.sid
  depends_on    = [twilio_taskrouter_workflow.calls]
}

output "found" {
  value = {
    workspaces = data.twilio_taskrouter_workspaces.named.workspaces[*].friendly_name
    available  = data.twilio_taskrouter_activities.available.activities[*].friendly_name
    channels   = contains(data.twilio_taskrouter_task_channels.all.task_channels[*].unique_name, "paper")
    queues     = sort(data.twilio_taskrouter_task_queues.all.task_queues[*].friendly_name)
    workers    = data.twilio_taskrouter_workers.german.workers[*].friendly_name
    workflows  = data.twilio_taskrouter_workflows.all.workflows[*].friendly_name
  }
}
