mock_provider "twilio" {
  mock_data "twilio_taskrouter_task_queues" {
    defaults = {
      workspace_sid = "WS00000000000000000000000000000001"
      task_queues = [
        { friendly_name = "Everyone", sid = "WQ00000000000000000000000000000001" },
        { friendly_name = "Sales", sid = "WQ00000000000000000000000000000002" },
      ]
    }
  }
  mock_data "twilio_taskrouter_workflows" {
    defaults = {
      workspace_sid = "WS00000000000000000000000000000001"
      workflows     = [{ friendly_name = "linekit calls", sid = "WW00000000000000000000000000000001" }]
    }
  }
  mock_data "twilio_taskrouter_task_channels" {
    defaults = {
      task_channels = [
        { unique_name = "chat", sid = "TC00000000000000000000000000000001" },
        { unique_name = "voice", sid = "TC00000000000000000000000000000002" },
      ]
    }
  }
  mock_resource "twilio_taskrouter_workspace" {
    override_during = plan
    defaults        = { sid = "WS00000000000000000000000000000009" }
  }
  mock_resource "twilio_taskrouter_task_queue" {
    override_during = plan
    defaults        = { sid = "WQ00000000000000000000000000000009" }
  }
}

variables {
  file                   = "../routing/tests/clients/plain.yaml"
  existing_workspace_sid = "WS00000000000000000000000000000001"
}

run "what_flex_made_is_named_for_import" {
  command = plan

  assert {
    condition = output.existing_queues == {
      "Everyone" = "/Workspaces/WS00000000000000000000000000000001/TaskQueues/WQ00000000000000000000000000000001"
    }
    error_message = "Queues for import: ${jsonencode(output.existing_queues)}"
  }

  assert {
    condition = output.existing_workflows == {
      "linekit calls" = "/Workspaces/WS00000000000000000000000000000001/Workflows/WW00000000000000000000000000000001"
    }
    error_message = "Workflows for import: ${jsonencode(output.existing_workflows)}"
  }

  assert {
    condition     = length(twilio_taskrouter_workspace.flex) == 0 && output.voice_channel_sid == "TC00000000000000000000000000000002"
    error_message = "Flex's workspace is used as it is."
  }
}

run "workflows_lead_to_the_queue" {
  command = plan

  assert {
    condition = alltrue([
      for workflow in twilio_taskrouter_workflow.flex : jsondecode(workflow.configuration).task_routing.default_filter.queue == "WQ00000000000000000000000000000009"
    ])
    error_message = "A workflow leads elsewhere."
  }
}

run "queues_and_channels_of_the_file_are_made_or_taken_over" {
  command = plan

  variables {
    file = "../routing/tests/clients/topics.yaml"
  }

  assert {
    condition = { for name, queue in twilio_taskrouter_task_queue.skill : name => queue.target_workers } == {
      "Sales"   = "routing.skills HAS 'sales'"
      "Support" = "routing.skills HAS 'support' AND routing.skills HAS 'spanish'"
    }
    error_message = "Queues: ${jsonencode(keys(twilio_taskrouter_task_queue.skill))}"
  }

  assert {
    condition = output.existing_skill_queues == {
      "Sales" = "/Workspaces/WS00000000000000000000000000000001/TaskQueues/WQ00000000000000000000000000000002"
    }
    error_message = "Queues for import: ${jsonencode(output.existing_skill_queues)}"
  }

  assert {
    condition     = keys(twilio_taskrouter_task_channel.own) == ["callback"] && length(output.existing_channels) == 0
    error_message = "Channels: ${jsonencode(keys(twilio_taskrouter_task_channel.own))}"
  }
}

run "an_account_without_flex_stops_the_plan" {
  command = plan

  variables {
    existing_workspace_sid = null
  }

  expect_failures = [var.create_workspace]
}

run "unless_the_workspace_may_be_made" {
  command = plan

  variables {
    existing_workspace_sid = null
    create_workspace       = true
  }

  assert {
    condition     = output.workspace_sid == "WS00000000000000000000000000000009" && length(output.existing_queues) == 0
    error_message = "The workspace is not made."
  }
}
