resource "twilio_serverless_service" "line" {
  unique_name         = "line"
  friendly_name       = "Line ${local.mark}"
  include_credentials = !var.changed
  ui_editable         = var.changed
}

resource "twilio_serverless_function" "hello" {
  service_sid       = twilio_serverless_service.line.sid
  friendly_name     = "hello"
  content           = "exports.handler = (context, event, callback) => callback(null, 'hello ${local.mark} ' + context.COLOUR);"
  content_file_name = "hello.js"
  content_type      = "application/javascript"
  path              = "/hello"
  visibility        = "public"
}

resource "twilio_serverless_asset" "note" {
  service_sid       = twilio_serverless_service.line.sid
  friendly_name     = "note"
  content           = "a ${local.mark} note"
  content_file_name = "note.txt"
  content_type      = "text/plain"
  path              = "/note.txt"
  visibility        = "public"
}

resource "twilio_serverless_build" "line" {
  service_sid = twilio_serverless_service.line.sid
  runtime     = "node22"

  function_version {
    sid = twilio_serverless_function.hello.latest_version_sid
  }

  asset_version {
    sid = twilio_serverless_asset.note.latest_version_sid
  }

  dependencies = {
    twilio = "6.2.0"
  }

  polling {
    enabled = true
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "twilio_serverless_environment" "dev" {
  service_sid   = twilio_serverless_service.line.sid
  unique_name   = "dev-environment"
  domain_suffix = "dev"
}

resource "twilio_serverless_variable" "colour" {
  service_sid     = twilio_serverless_service.line.sid
  environment_sid = twilio_serverless_environment.dev.sid
  key             = "COLOUR"
  value           = var.changed ? "green" : "red"
}

resource "twilio_serverless_deployment" "dev" {
  service_sid     = twilio_serverless_service.line.sid
  environment_sid = twilio_serverless_environment.dev.sid
  build_sid       = twilio_serverless_build.line.sid

  lifecycle {
    create_before_destroy = true
  }
}

data "twilio_serverless_service" "line" {
  unique_name = twilio_serverless_service.line.unique_name
}

data "twilio_serverless_function" "hello" {
  service_sid = twilio_serverless_service.line.sid
  sid         = twilio_serverless_function.hello.sid
}

data "twilio_serverless_functions" "all" {
  service_sid = twilio_serverless_service.line.sid
  depends_on  = [twilio_serverless_function.hello]
}

data "twilio_serverless_asset" "note" {
  service_sid = twilio_serverless_service.line.sid
  sid         = twilio_serverless_asset.note.sid
}

data "twilio_serverless_assets" "all" {
  service_sid = twilio_serverless_service.line.sid
  depends_on  = [twilio_serverless_asset.note]
}

data "twilio_serverless_build" "line" {
  service_sid = twilio_serverless_service.line.sid
  sid         = twilio_serverless_build.line.sid
}

data "twilio_serverless_builds" "all" {
  service_sid = twilio_serverless_service.line.sid
  depends_on  = [twilio_serverless_build.line]
}

data "twilio_serverless_environment" "dev" {
  service_sid = twilio_serverless_service.line.sid
  sid         = twilio_serverless_environment.dev.sid
}

data "twilio_serverless_environments" "all" {
  service_sid = twilio_serverless_service.line.sid
  depends_on  = [twilio_serverless_environment.dev]
}

data "twilio_serverless_variable" "colour" {
  service_sid     = twilio_serverless_service.line.sid
  environment_sid = twilio_serverless_environment.dev.sid
  sid             = twilio_serverless_variable.colour.sid
}

data "twilio_serverless_variables" "all" {
  service_sid     = twilio_serverless_service.line.sid
  environment_sid = twilio_serverless_environment.dev.sid
  depends_on      = [twilio_serverless_variable.colour]
}

data "twilio_serverless_deployment" "dev" {
  service_sid     = twilio_serverless_service.line.sid
  environment_sid = twilio_serverless_environment.dev.sid
  sid             = twilio_serverless_deployment.dev.sid
}

data "twilio_serverless_deployments" "all" {
  service_sid     = twilio_serverless_service.line.sid
  environment_sid = twilio_serverless_environment.dev.sid
  depends_on      = [twilio_serverless_deployment.dev]
}

output "found" {
  value = {
    domain    = twilio_serverless_environment.dev.domain_name
    service   = data.twilio_serverless_service.line.friendly_name
    functions = data.twilio_serverless_functions.all.functions[*].friendly_name
    assets    = data.twilio_serverless_assets.all.assets[*].friendly_name
    status    = data.twilio_serverless_build.line.status
    variables = data.twilio_serverless_variables.all.variables[*].value
    builds    = contains(data.twilio_serverless_builds.all.builds[*].sid, twilio_serverless_build.line.sid)
    deployed  = data.twilio_serverless_deployment.dev.build_sid == twilio_serverless_build.line.sid
  }
}
