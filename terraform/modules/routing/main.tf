# Knows no provider: what a client's file means for TaskRouter can be tested anywhere. scripts/provision/routing makes the same of
# the same file; tests/contracts/terraform.test.ts holds them equal.

locals {
  client   = yamldecode(file(var.file))
  topics   = try(local.client.topics, [])
  callback = try(local.client.callback, null)
  everyone = { queue = var.queue_sids["Everyone"] }

  # A callback or voicemail is made with its priority: an escalation raises it, and nothing ever lowers it.
  own_priority = max(try(local.callback.priority, 0), local.client.voicemail.priority)

  steps = { for each in local.topics : each.topic => concat(
    [{ after = 0, queue = each.queue, priority = try(each.priority, null) }],
    [for step in try(each.escalation, []) : { after = step.afterSeconds, queue = step.queue, priority = try(step.priority, null) }],
  ) }

  call_targets = { for topic, steps in local.steps : topic => [
    for index, step in steps : merge({ queue = var.queue_sids[step.queue] }, { for name, value in {
      priority = step.priority
      timeout  = try(steps[index + 1].after - step.after, null)
    } : name => value if value != null })
  ] }

  later_targets = { for topic, steps in local.steps : topic => [
    for index, step in steps : merge({ queue = var.queue_sids[step.queue] }, { for name, value in {
      priority = index > 0 && coalesce(step.priority, 0) > local.own_priority ? step.priority : null
      timeout  = try(steps[index + 1].after - step.after, null)
    } : name => value if value != null })
  ] }

  call_filters = [for each in local.topics : {
    filter_friendly_name = each.topic
    expression           = "topic == '${each.topic}'"
    targets              = local.call_targets[each.topic]
  }]
  later_filters = [for each in local.topics : {
    filter_friendly_name = each.topic
    expression           = "topic == '${each.topic}'"
    targets              = local.later_targets[each.topic]
  }]

  # Held back: a target that matches nobody, with a time-out. lib/config/holding.ts has the same hours.
  hold_filters = [for hours in local.callback == null ? [] : [1, 2, 4, 8, 16, 24, 48, 72, 120, 336] : {
    filter_friendly_name = "held for ${hours} h"
    expression           = "callBackData.holdHours == ${hours}"
    targets              = [merge(local.everyone, { expression = "1==0", timeout = hours * 3600 }), local.everyone]
  }]

  # Each kind of miss waits as long as the client says, and then goes the way of its topic, or to everyone.
  retries = [for outcome in local.callback == null ? [] : ["no-answer", "busy", "voicemail", "failed"] : {
    outcome    = outcome
    expression = "callBackData.retry == '${outcome}'"
    held = [for minutes in [local.callback.retryMinutes[outcome]] :
      merge(local.everyone, { expression = "1==0", timeout = minutes * 60 }) if minutes > 0
    ]
  }]
  retry_filters = flatten([for retry in local.retries : [
    [for each in local.topics : {
      filter_friendly_name = "${each.topic}, again after ${retry.outcome}"
      expression           = "${retry.expression} AND topic == '${each.topic}'"
      targets              = concat(retry.held, local.later_targets[each.topic])
    }],
    [{
      filter_friendly_name = "again after ${retry.outcome}"
      expression           = retry.expression
      targets              = concat(retry.held, [local.everyone])
    }],
  ]])

  # Let go after a hold: time-outs count from when a task was made, so its topic's steps are over. Asks its topic's queue if somebody is
  # there, or else at once whoever its escalation comes to in the end.
  released_filters = [for each in local.topics : {
    filter_friendly_name = "${each.topic}, after a hold"
    expression           = "callBackData.released == true AND topic == '${each.topic}'"
    targets = [
      { queue = local.later_targets[each.topic][0].queue, skip_if = "workers.available == 0" },
      local.later_targets[each.topic][length(local.later_targets[each.topic]) - 1],
    ]
  } if local.callback != null && length(local.later_targets[each.topic]) > 1]

  rest = {
    filter_friendly_name = "linekit callbacks and voicemail"
    expression           = "taskType == 'voicemail' OR taskType == 'callback'"
    targets              = [local.everyone]
  }
}
