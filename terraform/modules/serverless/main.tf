data "twilio_serverless_service" "linekit" {
  unique_name = "linekit"

  lifecycle {
    # An API key opens its own account, whatever account SID was set beside it.
    postcondition {
      condition     = self.account_sid == var.account_sid
      error_message = "The client's account is ${var.account_sid}, but the credentials open ${self.account_sid}. Nothing was changed."
    }
  }
}

data "twilio_serverless_environments" "all" {
  service_sid = data.twilio_serverless_service.linekit.sid

  lifecycle {
    postcondition {
      condition     = anytrue([for each in self.environments : each.domain_suffix == var.environment && each.build_sid != ""])
      error_message = "Nothing is deployed to environment \"${var.environment}\" of service \"linekit\". Run `npx linekit deploy` first."
    }
  }
}

locals {
  environment = one([for each in data.twilio_serverless_environments.all.environments : each if each.domain_suffix == var.environment])
}

# Of the build, which names each deployed function: the list of functions would bring their source into the state.
data "twilio_serverless_build" "deployed" {
  service_sid = data.twilio_serverless_service.linekit.sid
  sid         = local.environment.build_sid
}

locals {
  # "/lines/now" → "function_sid_lines_now"
  function_sids = {
    for each in data.twilio_serverless_build.deployed.function_versions :
    "function_sid_${replace(trimprefix(each.path, "/"), "/[^a-zA-Z0-9]+/", "_")}" => each.function_sid
  }
  open_names   = toset([for name, value in var.given : name if value != null])
  secret_names = nonsensitive(toset([for name, value in var.secrets : name if value != null]))
}

resource "twilio_serverless_variable" "wired" {
  for_each = var.wired

  service_sid     = data.twilio_serverless_service.linekit.sid
  environment_sid = local.environment.sid
  key             = each.key
  value           = each.value
}

resource "twilio_serverless_variable" "given" {
  for_each = local.open_names

  service_sid     = data.twilio_serverless_service.linekit.sid
  environment_sid = local.environment.sid
  key             = each.key
  value           = var.given[each.key]
}

resource "twilio_serverless_variable" "secret" {
  for_each = local.secret_names

  service_sid     = data.twilio_serverless_service.linekit.sid
  environment_sid = local.environment.sid
  key             = each.key
  value           = var.secrets[each.key]

  lifecycle {
    # A key that somebody forgot to give again must not be taken from a line that works.
    prevent_destroy = true
  }
}
