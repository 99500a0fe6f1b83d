variables {
  file       = "./tests/clients/topics.yaml"
  queue_sids = { Everyone = "WQ1", Sales = "WQ2", Support = "WQ3" }
}

run "a_client_without_topics_has_one_queue" {
  command = plan

  variables {
    file       = "./tests/clients/plain.yaml"
    queue_sids = { Everyone = "WQ1" }
  }

  assert {
    condition = { for name, json in output.workflows : name => jsondecode(json) } == {
      "linekit calls" = { task_routing = { filters = [], default_filter = { queue = "WQ1" } } }
      "linekit callbacks and voicemail" = { task_routing = {
        filters = [{
          filter_friendly_name = "linekit callbacks and voicemail"
          expression           = "taskType == 'voicemail' OR taskType == 'callback'"
          targets              = [{ queue = "WQ1" }]
        }]
        default_filter = { queue = "WQ1" }
      } }
    }
    error_message = "Workflows: ${jsonencode(output.workflows)}"
  }

  assert {
    condition     = length(output.queues) == 0 && length(output.channels) == 0
    error_message = "Queues or channels come from nowhere."
  }
}

run "a_call_goes_by_its_topic_and_from_queue_to_queue" {
  command = plan

  assert {
    condition = jsondecode(output.workflows["linekit calls"]).task_routing.filters[0] == {
      filter_friendly_name = "new_customer"
      expression           = "topic == 'new_customer'"
      targets = [
        { queue = "WQ2", priority = 5, timeout = 30 },
        { queue = "WQ3", priority = 60, timeout = 60 },
        { queue = "WQ1", priority = 20 },
      ]
    }
    error_message = output.workflows["linekit calls"]
  }
}

run "a_callback_keeps_its_priority_unless_it_rises" {
  command = plan

  assert {
    condition = [for filter in jsondecode(output.workflows["linekit callbacks and voicemail"]).task_routing.filters :
      filter.targets if filter.filter_friendly_name == "new_customer"
    ][0] == [{ queue = "WQ2", timeout = 30 }, { queue = "WQ3", priority = 60, timeout = 60 }, { queue = "WQ1" }]
    error_message = output.workflows["linekit callbacks and voicemail"]
  }
}

run "a_miss_is_held_back_and_then_goes_the_way_of_its_topic" {
  command = plan

  assert {
    condition = { for filter in jsondecode(output.workflows["linekit callbacks and voicemail"]).task_routing.filters :
      filter.expression => filter.targets if strcontains(filter.expression, "busy") || strcontains(filter.expression, "failed'")
      } == {
      "callBackData.retry == 'busy' AND topic == 'new_customer'" = [
        { queue = "WQ1", expression = "1==0", timeout = 600 }, { queue = "WQ2", timeout = 30 }, { queue = "WQ3", priority = 60, timeout = 60 }, { queue = "WQ1" },
      ]
      "callBackData.retry == 'busy' AND topic == 'help'"           = [{ queue = "WQ1", expression = "1==0", timeout = 600 }, { queue = "WQ3" }]
      "callBackData.retry == 'busy'"                               = [{ queue = "WQ1", expression = "1==0", timeout = 600 }, { queue = "WQ1" }]
      "callBackData.retry == 'failed' AND topic == 'new_customer'" = [{ queue = "WQ2", timeout = 30 }, { queue = "WQ3", priority = 60, timeout = 60 }, { queue = "WQ1" }]
      "callBackData.retry == 'failed' AND topic == 'help'"         = [{ queue = "WQ3" }]
      "callBackData.retry == 'failed'"                             = [{ queue = "WQ1" }]
    }
    error_message = output.workflows["linekit callbacks and voicemail"]
  }
}

run "what_is_held_for_hours_comes_before_everything" {
  command = plan

  assert {
    condition = [for filter in slice(jsondecode(output.workflows["linekit callbacks and voicemail"]).task_routing.filters, 0, 10) :
      [filter.expression, filter.targets[0].timeout / 3600]
      ] == [for hours in [1, 2, 4, 8, 16, 24, 48, 72, 120, 336] : ["callBackData.holdHours == ${hours}", hours]
    ]
    error_message = output.workflows["linekit callbacks and voicemail"]
  }
}

run "what_was_held_and_let_go_has_its_own_way_through_its_topic" {
  command = plan

  assert {
    condition = [for filter in jsondecode(output.workflows["linekit callbacks and voicemail"]).task_routing.filters :
      filter if strcontains(filter.expression, "released")
      ] == [{
        filter_friendly_name = "new_customer, after a hold"
        expression           = "callBackData.released == true AND topic == 'new_customer'"
        targets              = [{ queue = "WQ2", skip_if = "workers.available == 0" }, { queue = "WQ1" }]
    }]
    error_message = output.workflows["linekit callbacks and voicemail"]
  }
}

run "queues_take_workers_with_all_skills" {
  command = plan

  assert {
    condition = output.queues == {
      Sales   = "routing.skills HAS 'sales'"
      Support = "routing.skills HAS 'support' AND routing.skills HAS 'spanish'"
    } && output.channels == toset(["callback"])
    error_message = "Queues: ${jsonencode(output.queues)}, channels: ${jsonencode(output.channels)}"
  }
}

run "a_queue_that_is_not_there_stops_the_plan" {
  command = plan

  variables {
    queue_sids = { Sales = "WQ2", Support = "WQ3" }
  }

  expect_failures = [var.queue_sids]
}
