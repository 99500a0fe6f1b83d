module "client" {
  source = "./modules/client"

  file = "${path.module}/../clients/${var.client}.yaml"
}

# The first thing that is read: where the credentials open another account than the client's, nothing else is.
data "twilio_taskrouter_workspaces" "flex" {
  friendly_name = "Flex Task Assignment"

  lifecycle {
    postcondition {
      condition     = self.account_sid == module.client.account_sid
      error_message = "clients/${var.client}.yaml is for ${module.client.account_sid}, but the credentials are for ${self.account_sid}. Nothing was changed."
    }

    postcondition {
      condition     = length(self.workspaces) < 2
      error_message = "Account ${self.account_sid} has ${length(self.workspaces)} workspaces \"${self.friendly_name}\": ${join(", ", self.workspaces[*].sid)}. Rename those that Flex does not use. Nothing was changed."
    }
  }
}

# A state belongs to the client of its first apply. The value stays what it was then, and speaks up for another client.
resource "terraform_data" "client" {
  input = var.client

  lifecycle {
    ignore_changes = [input]

    postcondition {
      condition     = self.input == var.client
      error_message = "This state belongs to client ${self.input}, but the plan is for ${var.client}. Select the workspace or the state of ${var.client}. Nothing was changed."
    }
  }
}

module "taskrouter" {
  source = "./modules/taskrouter"

  file                   = "${path.module}/../clients/${var.client}.yaml"
  existing_workspace_sid = try(data.twilio_taskrouter_workspaces.flex.workspaces[0].sid, null)
  create_workspace       = var.create_workspace
}

module "sync" {
  source = "./modules/sync"

  depends_on = [data.twilio_taskrouter_workspaces.flex]
}

module "serverless" {
  source = "./modules/serverless"

  account_sid = module.client.account_sid
  environment = var.environment
  wired = {
    TWILIO_FLEX_WORKSPACE_SID         = module.taskrouter.workspace_sid
    TWILIO_FLEX_CALLBACK_WORKFLOW_SID = module.taskrouter.workflow_sids["linekit callbacks and voicemail"]
    TWILIO_SYNC_SERVICE_SID           = module.sync.service_sid
  }
  given   = merge(local.given_variables, { for name in module.client.needless : name => null if contains(keys(local.given_variables), name) })
  secrets = merge(local.given_secrets, { for name in module.client.needless : name => null if contains(keys(local.given_secrets), name) })

  depends_on = [data.twilio_taskrouter_workspaces.flex]
}

module "flows" {
  source = "./modules/flows"

  folder = "${path.module}/../flows"
  flows  = module.client.flows
  values = merge(module.serverless.flow_values, {
    workflow_sid      = module.taskrouter.workflow_sids["linekit calls"]
    voice_channel_sid = module.taskrouter.voice_channel_sid
  })
}

module "numbers" {
  source = "./modules/numbers"

  account_sid  = data.twilio_taskrouter_workspaces.flex.account_sid
  client       = var.client
  numbers      = module.client.numbers
  webhook_urls = module.flows.webhook_urls
  fallback_url = "https://${module.serverless.domain}/voicemail/record"
  ended_url    = "https://${module.serverless.domain}/assistant/ended"
  buy_numbers  = var.buy_numbers
}
