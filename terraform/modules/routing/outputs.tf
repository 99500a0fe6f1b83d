output "queues" {
  description = "The queues of the file, by name: which workers each takes. \"Everyone\" is none of them."
  value = { for each in try(local.client.queues, []) : each.queue =>
    join(" AND ", [for skill in each.skills : "routing.skills HAS '${skill}'"])
  }
}

output "channels" {
  description = "Task channels of agents' capacity that no workspace comes with."
  value       = toset([for name in keys(try(local.client.capacity, {})) : name if !contains(["default", "voice", "chat", "sms", "video"], name)])
}

output "workflows" {
  description = "Configurations of linekit's workflows, JSON, by name."
  value = {
    "linekit calls" = jsonencode({ task_routing = { filters = local.call_filters, default_filter = local.everyone } })
    "linekit callbacks and voicemail" = jsonencode({ task_routing = {
      filters        = concat(local.hold_filters, local.retry_filters, local.released_filters, local.later_filters, [local.rest])
      default_filter = local.everyone
    } })
  }
}
