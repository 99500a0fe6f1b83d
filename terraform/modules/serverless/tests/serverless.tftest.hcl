mock_provider "twilio" {
  mock_data "twilio_serverless_service" {
    defaults = { sid = "ZS00000000000000000000000000000001", account_sid = "AC00000000000000000000000000000001" }
  }
  mock_data "twilio_serverless_environments" {
    defaults = {
      environments = [
        {
          sid         = "ZE00000000000000000000000000000001", domain_suffix = "dev",
          domain_name = "linekit-1234-dev.twil.io", build_sid = "ZB00000000000000000000000000000001"
        },
        { sid = "ZE00000000000000000000000000000002", domain_suffix = "bare", domain_name = "linekit-1234-bare.twil.io", build_sid = "" },
      ]
    }
  }
  mock_data "twilio_serverless_build" {
    defaults = {
      function_versions = [{ path = "/voicemail/call-back", function_sid = "ZH00000000000000000000000000000001" }]
    }
  }
}

variables {
  account_sid = "AC00000000000000000000000000000001"
  environment = "dev"
  wired       = { TWILIO_SYNC_SERVICE_SID = "IS00000000000000000000000000000001" }
  given       = { LINEKIT_LOG_CALLER_DATA = "true", ADMIN_EMAIL = null }
  secrets     = { MAILGUN_API_KEY = "key-12345678", DEEPGRAM_API_KEY = null }
}

run "what_was_not_given_is_left_alone" {
  command = plan

  assert {
    condition     = keys(twilio_serverless_variable.given) == ["LINEKIT_LOG_CALLER_DATA"] && keys(twilio_serverless_variable.secret) == ["MAILGUN_API_KEY"]
    error_message = "Variables: ${join(", ", output.given_names)}."
  }
}

run "flows_learn_where_the_functions_are" {
  command = plan

  assert {
    condition = output.flow_values == {
      function_sid_voicemail_call_back = "ZH00000000000000000000000000000001"
      functions_domain                 = "linekit-1234-dev.twil.io"
      functions_environment_sid        = "ZE00000000000000000000000000000001"
      functions_service_sid            = "ZS00000000000000000000000000000001"
    }
    error_message = "Flow values: ${jsonencode(output.flow_values)}"
  }
}

run "code_in_another_account_stops_the_plan" {
  command = plan

  variables {
    account_sid = "AC00000000000000000000000000000002"
  }

  expect_failures = [data.twilio_serverless_service.linekit]
}

run "an_environment_without_code_stops_the_plan" {
  command = plan

  variables {
    environment = "bare"
  }

  expect_failures = [data.twilio_serverless_environments.all]
}
